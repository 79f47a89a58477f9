"""The RDF format of a content, by its first characters, for files whose name does not give it."""

from __future__ import annotations

import codecs
import re

from kg.errors import KgError

# the first pattern that matches, after comments and white space; Turtle and N-Triples are TriG as well
_PATTERNS = (
    ("rdfxml", re.compile(rb"<(\?xml|!DOCTYPE|!--|[\w.:-]+\s+[\w.:-]+\s*=)")),
    ("jsonld", re.compile(rb'\{\s*["}]|\[\s*(\{|\]\s*$)')),
    ("nquads", re.compile(rb'(<[^>]*>|_:\S+)\s*<[^>]*>\s*(<[^>]*>|_:\S+|"([^"\\]|\\.)*"\S*)\s*(<[^>]*>|_:\S+)\s*\.')),
)
_ALIKE = ({"turtle", "trig", "ntriples"}, {"trig", "nquads"})
_COMMENTS = re.compile(rb"(\s+|#[^\n]*(\n|$))*")
# formats that are no RDF, or that are not read
_REFUSED = (
    (re.compile(rb"(<\?xml.*?\?>|<!DOCTYPE.*?\]?>|<!--.*?-->|\s)*<Ontology\s", re.DOTALL), "OWL/XML"),
    (re.compile(rb"\s*(Prefix|Ontology)\s*\("), "OWL functional syntax"),
    (re.compile(rb"\s*(Prefix|Ontology):"), "Manchester syntax"),
    (re.compile(rb"\s*(<!DOCTYPE html|<html)", re.IGNORECASE), "HTML"),
)
_START = 4096
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def format_of_content(content: bytes, name: str) -> str:
    """Return the name of the format that a content looks like. Raises KgError for a known format that is not RDF."""
    for pattern, refused in _REFUSED:
        if pattern.match(content):
            hint = "save the page's data" if refused == "HTML" else "save it as Turtle or RDF/XML"
            raise KgError(f"{name}: {refused} is not read", hint=hint)
    start = _COMMENTS.match(content)
    rest = content[start.end() :] if start else content
    return next((known for known, pattern in _PATTERNS if pattern.match(rest)), "trig")


def remedy(content: bytes, fmt: str, name: str) -> str:
    """Return what to do about a syntax error: another encoding, or the format that the content looks like."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return "save the file as UTF-8"
    likely = format_of_content(content, name)
    if likely == fmt or any({likely, fmt} <= alike for alike in _ALIKE):
        return f"the file must be {fmt}"
    return f"the content looks like {likely}, not {fmt}: give the file its suffix, or use --input-format {likely}"


def decoded(content: bytes, name: str) -> bytes:
    """Return a content without its byte order mark. Raises KgError for UTF-16 that is not XML, and binary content."""
    if content.startswith(_UTF_16):
        text = content.decode("utf-16", errors="replace")
        if not text.lstrip().startswith("<?xml"):
            raise KgError(f"{name}: the encoding is UTF-16", hint="save the file as UTF-8")
        return text.encode("utf-16")
    if _is_binary(content):
        raise KgError(f"{name}: the content is binary, no RDF format", hint="name an RDF file")
    return content.removeprefix(codecs.BOM_UTF8)


def _is_binary(content: bytes) -> bool:
    """Return whether a content has null characters, and not as a text has them: a literal may contain one."""
    if b"\0" in content[:2]:
        return True
    try:
        return b"\0" in content[:_START] and not content[:_START].decode()
    except UnicodeDecodeError as error:
        return error.start < _START - 4  # the start may end within a character
