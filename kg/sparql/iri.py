"""IRIs: references resolved against a base, as RFC 3986, section 5.2, defines it."""

from __future__ import annotations

import re

_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*"
_PARTS = re.compile(rf"(?:({_SCHEME}):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_ABSOLUTE = re.compile(f"{_SCHEME}:")


def is_absolute(iri: str) -> bool:
    """Return whether an IRI has a scheme."""
    return _ABSOLUTE.match(iri) is not None


def resolve(reference: str, base: str) -> str:
    """Return the IRI that a reference means in a document whose base IRI is `base`.

    A reference with a scheme is returned unchanged: SPARQL resolves relative IRIs only, and normalizes none.
    """
    if is_absolute(reference):
        return reference
    _, authority, path, query, fragment = _split(reference)
    scheme, base_authority, base_path, base_query, _ = _split(base)
    if authority is not None:
        path = _without_dots(path)
    else:
        authority = base_authority
        if path:
            path = _without_dots(path if path.startswith("/") else _merged(base_authority, base_path, path))
        else:
            path, query = base_path, base_query if query is None else query
    return "".join(
        (
            f"{scheme}:",
            "" if authority is None else f"//{authority}",
            path,
            "" if query is None else f"?{query}",
            "" if fragment is None else f"#{fragment}",
        )
    )


def _split(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    """Return scheme, authority, path, query and fragment; None for a part that is absent."""
    match = _PARTS.fullmatch(iri)
    if match is None:  # every text matches: all parts but the path are optional
        raise ValueError(iri)
    return match[1], match[2], match[3], match[4], match[5]


def _merged(authority: str | None, base_path: str, path: str) -> str:
    """Return a relative path in place of what follows the last slash of the base's path."""
    if authority is not None and not base_path:
        return f"/{path}"
    return base_path[: base_path.rfind("/") + 1] + path


def _without_dots(path: str) -> str:
    """Return a path with its segments `.` and `..` applied (RFC 3986, section 5.2.4)."""
    if "." not in path:
        return path
    rooted = path.startswith("/")
    kept: list[str] = []
    segments = path.split("/")[1:] if rooted else path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", "..") and (kept or not rooted):
        kept.append("")
    return ("/" if rooted else "") + "/".join(kept)
