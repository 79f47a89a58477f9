"""XML checks of RDF/XML by expat, for what pyoxigraph lacks: line and column of errors, prefixes, encodings, limits."""

from __future__ import annotations

import re
from xml.parsers import expat

from kg.errors import ParseError

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*?\?>")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']""")
# expat's error for entities that expand to more than 100 times the document, and to more than 8 MiB
_EXPANSION = 43


def as_utf8(content: bytes, name: str) -> bytes:
    """Return an XML document in UTF-8, from the encoding that it declares. Raises ParseError if it is in another."""
    declared = _ENCODING.match(content)
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else declared[1].decode() if declared else ""
    if encoding.lower() in ("", "utf-8", "utf8"):
        return content
    try:
        text = content.decode(encoding)
    except (LookupError, UnicodeError) as error:
        raise ParseError(
            f"{name}:1: the content is not in its encoding {encoding}: {error}", hint="save it as UTF-8"
        ) from None
    # the lines stay as they are
    return _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1).encode()


def check_xml(content: bytes, name: str) -> dict[str, str]:
    """Return the prefixes of an XML document. Of two namespaces with the same prefix the first is returned.

    Raises ParseError for a document that is not well-formed, or whose entities expand hugely.
    """
    prefixes: dict[str, str] = {}
    parser = expat.ParserCreate(namespace_separator=" ")

    def declare(prefix: str | None, namespace: str) -> None:
        prefixes.setdefault(prefix or "", namespace)

    parser.StartNamespaceDeclHandler = declare
    try:
        parser.Parse(content, True)  # noqa: FBT003  -- expat's parameters have no names
    except expat.ExpatError as error:
        is_expansion = error.code == _EXPANSION
        what = "the entities expand hugely" if is_expansion else expat.ErrorString(error.code)
        hint = "replace the entities by their text" if is_expansion else "the file must be rdfxml"
        raise ParseError(f"{name}:{error.lineno}:{error.offset + 1}: {what}", hint=hint) from None
    return {prefix: namespace for prefix, namespace in prefixes.items() if namespace}
