"""Writes the result formats of SPARQL 1.1, row by row: CSV, TSV, JSON and XML."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf import LEXICAL_FORMS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from kg.results.rows import Citation, RowEvidence, Term

    _Rows = Iterable[Sequence[Term | None]]

# literals that Turtle writes without quotes
_PLAIN = {XSD + "integer": LEXICAL_FORMS[XSD + "integer"], XSD + "boolean": "true|false"}
_OUTER_SPACE = re.compile(r"^\s+|\s+$")
# xml.sax.saxutils does the same, but imports all of urllib.request, which takes longer than a query
_XML_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


def write_csv(columns: Sequence[str], rows: _Rows) -> Iterator[str]:
    """Yield CSV: values without their types. Source: SPARQL 1.1 Query Results CSV and TSV Formats, section 3."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_plain_value(term) for term in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def write_tsv(columns: Sequence[str], rows: _Rows) -> Iterator[str]:
    """Yield TSV: terms as Turtle writes them. Source: SPARQL 1.1 Query Results CSV and TSV Formats, section 4."""
    yield "\t".join(f"?{name}" for name in columns) + "\n"
    for row in rows:
        yield "\t".join(_turtle(term) for term in row) + "\n"


def write_json(columns: Sequence[str], rows: _Rows, evidence: Sequence[RowEvidence] | None) -> Iterator[str]:
    """Yield JSON, one row per line; with evidence, a list `evidence` beside the results, in the order of the rows.

    Source: SPARQL 1.1 Query Results JSON Format.
    """
    yield f'{{"head":{_dumps({"vars": list(columns)})},"results":{{"bindings":['
    separator = ""
    for row in rows:
        bound = {name: _json_term(term) for name, term in zip(columns, row, strict=True) if term is not None}
        yield f"{separator}\n{_dumps(bound)}"
        separator = ","
    yield "\n]}"
    if evidence is not None:
        yield ',"evidence":[' + ",".join(f"\n{_dumps(_row_evidence(row))}" for row in evidence) + "\n]"
    yield "}\n"


def write_xml(columns: Sequence[str], rows: _Rows) -> Iterator[str]:
    """Yield XML, one row per line. Source: SPARQL Query Results XML Format (Second Edition)."""
    head = "".join(f'<variable name="{name}"/>' for name in columns)
    yield '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    yield f"<head>{head}</head><results>\n"
    for row in rows:
        bindings = [
            f'<binding name="{name}">{_xml_term(term)}</binding>'
            for name, term in zip(columns, row, strict=True)
            if term is not None
        ]
        yield f"<result>{''.join(bindings)}</result>\n"
    yield "</results></sparql>\n"


def _plain_value(term: Term | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, (BlankNode, Triple)) else term.value


def _turtle(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal):
        plain = _PLAIN.get(term.datatype.value)
        return term.value if plain and re.fullmatch(plain, term.value) else str(term).replace("\t", "\\t")
    return str(term)


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = zip(("subject", "predicate", "object"), term, strict=True)
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts}}
    literal = {"type": "literal", "value": term.value}
    if term.language:
        return literal | {"xml:lang": term.language}
    return literal if term.datatype.value == f"{XSD}string" else literal | {"datatype": term.datatype.value}


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, Triple):
        parts = zip(("subject", "predicate", "object"), term, strict=True)
        return "<triple>" + "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in parts) + "</triple>"
    if term.language:
        return f'<literal xml:lang="{term.language}">{_xml_text(term.value)}</literal>'
    kind = "" if term.datatype.value == f"{XSD}string" else f' datatype="{_escaped(term.datatype.value)}"'
    return f"<literal{kind}>{_xml_text(term.value)}</literal>"


def _xml_text(text: str) -> str:
    # parsers strip outer white space, and read a carriage return as a line feed
    escaped = _escaped(text).replace("\r", "&#13;")
    return _OUTER_SPACE.sub(lambda spaces: "".join(f"&#{ord(space)};" for space in spaces[0]), escaped)


def _escaped(text: str) -> str:
    for character, escape in _XML_ESCAPES:
        text = text.replace(character, escape)
    return text


def _row_evidence(evidence: RowEvidence) -> dict[str, Any]:
    return {
        "passages": [{"passage": name, "words": list(words)} for name, words in evidence.passages.items()],
        "supports": [_citation(citation) for citation in evidence.citations],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    sources: list[dict[str, Any]] = []
    for name, words, sentence in citation.sources:
        source: dict[str, Any] = {"source": name}
        sources.append(
            source | ({"words": list(words)} if words else {}) | ({"sentence": sentence} if sentence else {})
        )
    support: dict[str, Any] = {"triple": _json_term(citation.triple)["value"], "sources": sources}
    if citation.rule:
        support |= {"rule": citation.rule, "from": [_citation(premise) for premise in citation.premises]}
    return support


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
