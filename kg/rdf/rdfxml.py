"""The XML of RDF/XML, prepared by expat for pyoxigraph.

pyoxigraph gives no columns and no prefixes, reads UTF-8 alone, expands entities without a limit and not all of them,
and refuses text that a comment or a CDATA section parts.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from kg.errors import ParseError
from kg.rdf.content_format import remedy

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*?\?>")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']""")
# a CDATA section, a comment or instruction, a reference to an entity; a comment of several lines is kept for its lines
_REPLACED = re.compile(rb"<!\[CDATA\[(.*?)\]\]>|<!--.*?-->|<\?(?!xml\s).*?\?>|&([^\s&;#]+);", re.DOTALL)
# expat's error for entities that expand to more than 100 times the document, and to more than 8 MiB
_EXPANSION = 43
_ESCAPES = ((b'"', b"&quot;"), (b"'", b"&apos;"), (b"\n", b"&#10;"))
_TEXT_ESCAPES = ((b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"))


def as_utf8(content: bytes, name: str) -> bytes:
    """Return an XML document in UTF-8, from the encoding that it declares. Raises ParseError if it is in another."""
    declared = _ENCODING.match(content)
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else declared[1].decode() if declared else ""
    if encoding.lower() in ("", "utf-8", "utf8"):
        return content
    try:
        text = content.decode(encoding)
    except (LookupError, UnicodeError) as error:
        message = f"{name}:1: the content is not in its encoding {encoding}: {error}"
        raise ParseError(message, hint="save the file as UTF-8") from None
    return _DECLARATION.sub(lambda found: _blank(found[0]), text, count=1).encode()


def read_xml(content: bytes, name: str) -> tuple[bytes, dict[str, str]]:
    """Return an XML document without document type, entities and CDATA sections, its lines unchanged, and its prefixes.

    Of two namespaces with the same prefix the first is returned. Raises ParseError for a document that is not
    well-formed, or whose entities expand hugely.
    """
    prefixes, entities, ends = dict[str, str](), dict[bytes, bytes](), list[int]()
    parser = expat.ParserCreate(namespace_separator=" ")

    def declare(entity: str, is_parameter: bool, value: str | None, *_: object) -> None:  # noqa: FBT001  -- expat's call
        if value is not None and not is_parameter:
            entities.setdefault(entity.encode(), value.encode())

    parser.StartNamespaceDeclHandler = lambda prefix, namespace: prefixes.setdefault(prefix or "", namespace)
    parser.StartDoctypeDeclHandler = lambda *_: ends.append(content.rfind(b"<!DOCTYPE", 0, parser.CurrentByteIndex + 9))
    parser.EndDoctypeDeclHandler = lambda: ends.append(parser.CurrentByteIndex + 1)
    parser.EntityDeclHandler = declare
    try:
        parser.Parse(content, True)  # noqa: FBT003  -- expat's parameters have no names
    except expat.ExpatError as error:
        is_expansion = error.code == _EXPANSION
        what = "the entities expand hugely" if is_expansion else expat.ErrorString(error.code)
        hint = "replace the entities by their text" if is_expansion else remedy(content, "rdfxml", name)
        raise ParseError(f"{name}:{error.lineno}:{error.offset + 1}: {what}", hint=hint) from None
    start, end = ends or (0, 0)
    head = content[:start] + _blank(content[start:end].decode()).encode()
    found = {prefix: namespace for prefix, namespace in prefixes.items() if namespace}
    return head + _replaced(content[end:], entities), found


def _blank(text: str) -> str:
    return "\n" * text.count("\n")


def _replaced(content: bytes, entities: dict[bytes, bytes]) -> bytes:
    """Return content with entities expanded, which expat has limited, and CDATA sections as text."""

    def value(found: re.Match[bytes]) -> bytes:
        if found[1] is not None:
            return _escaped(found[1], _TEXT_ESCAPES)
        if found[2] is None:
            return found[0] if b"\n" in found[0] else b""
        if found[2] not in entities:
            return found[0]
        return _escaped(_replaced(entities[found[2]], entities), _ESCAPES)

    return _REPLACED.sub(value, content)


def _escaped(text: bytes, escapes: tuple[tuple[bytes, bytes], ...]) -> bytes:
    for character, escape in escapes:
        text = text.replace(character, escape)
    return text
