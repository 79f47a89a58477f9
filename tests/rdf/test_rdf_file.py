"""Reading a user's RDF: lines, prefixes, relative IRIs, formats, contexts, and errors."""

from __future__ import annotations

import gzip
import io
import os
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
import rdflib

from kg.errors import KgError, ParseError
from kg.rdf import RdfFile, read_source

if TYPE_CHECKING:
    from pathlib import Path

TURTLE = """@prefix e: <http://e/> .
<> a e:File .
e:a e:p e:b ,
    e:c ;
  e:q "x" .
[] e:r ( 1
  2 ) .
"""
RDF_XML = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [ <!ENTITY e "http://e/"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="&e;">
  <rdf:Description rdf:about="#a">
    <e:p>x</e:p>
    <e:q rdf:resource="&e;b"/>
  </rdf:Description>
</rdf:RDF>
"""
JSON_LD = '{"@context": {"e": "http://e/", "p": "e:p"}, "@id": "a", "p": "x"}'


def _write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _statements(file: RdfFile) -> list[str]:
    return [f"{line} {quad}" for quad, line in zip(file.quads, file.lines, strict=True)]


def test_turtle_has_lines_prefixes_and_a_base(tmp_path: Path) -> None:
    """Each statement has the line on which it ends; blank nodes are numbered; `<>` is the file."""
    file = read_source(_write(tmp_path, "x.ttl", TURTLE))
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    expected = [
        f"2 <{(tmp_path / 'x.ttl').as_uri()}> <{rdf}type> <http://e/File>",
        "3 <http://e/a> <http://e/p> <http://e/b>",
        "4 <http://e/a> <http://e/p> <http://e/c>",
        '5 <http://e/a> <http://e/q> "x"',
        f'6 _:b1 <{rdf}first> "1"{integer}',
        "6 _:b2 <http://e/r> _:b1",
        f'7 _:b3 <{rdf}first> "2"{integer}',
        f"7 _:b1 <{rdf}rest> _:b3",
        f"7 _:b3 <{rdf}rest> <{rdf}nil>",
    ]
    assert (expected, {"e": "http://e/"}) == (_statements(file), file.prefixes)


def test_rdf_xml_has_lines_prefixes_and_entities(tmp_path: Path) -> None:
    """An entity for a namespace, as Protégé writes it, is read."""
    file = read_source(_write(tmp_path, "x.rdf", RDF_XML))
    here = (tmp_path / "x.rdf").as_uri()
    expected = [f'5 <{here}#a> <http://e/p> "x"', f"6 <{here}#a> <http://e/q> <http://e/b>"]
    assert (expected, "http://e/") == (_statements(file), file.prefixes["e"])


def test_json_ld_has_prefixes_and_no_lines(tmp_path: Path) -> None:
    """A relative id is resolved, not dropped."""
    file = read_source(_write(tmp_path, "x.jsonld", JSON_LD))
    expected = f'0 <{(tmp_path / "a").as_uri()}> <http://e/p> "x"'
    assert ([expected], {"e": "http://e/"}) == (_statements(file), file.prefixes)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<a> <b> <c> .", "trig"),
        ("# x\n\n@prefix : <http://e/> . :a :b :c .", "trig"),
        ("{ <a> <b> <c> }", "trig"),
        ("[ <b> <c> ] .", "trig"),
        ("", "trig"),
        ('# x\n<http://e/a> <http://e/b> "x\\" y"@en <http://e/g> .', "nquads"),
        (RDF_XML, "rdfxml"),
        (RDF_XML.partition("]>\n")[2].replace("&e;", "http://e/"), "rdfxml"),
        (JSON_LD, "jsonld"),
        (f"[{JSON_LD}]", "jsonld"),
    ],
)
def test_the_content_tells_the_format(content: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input, bytes and text need no format."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(gzip.compress(content.encode()))))
    assert [expected, expected] == [read_source(source).format for source in ("-", content.encode())]


def test_an_rdflib_graph_is_read() -> None:
    """A graph has its prefixes and no lines."""
    graph = rdflib.Graph().parse(data="@prefix e: <http://e/> . e:a e:p e:b .", format="turtle")
    file = read_source(graph)
    assert (["0 <http://e/a> <http://e/p> <http://e/b>"], "http://e/") == (_statements(file), file.prefixes["e"])


def test_a_context_is_read_from_a_local_file(tmp_path: Path) -> None:
    """A context at an address needs a local file, by its address or for every address; without it, it is named."""
    path = _write(tmp_path, "x.jsonld", '{"@context": "https://e/c", "@id": "http://e/a", "p": "x"}')
    context = _write(tmp_path, "c.json", '{"@context": {"p": "http://e/p"}}')
    for contexts in ({"": context}, {"https://e/c": context}):
        assert ['0 <http://e/a> <http://e/p> "x"'] == _statements(read_source(path, contexts=contexts))
    with pytest.raises(KgError, match="https://e/c") as caught:
        read_source(path, contexts={"https://e/d": context})
    assert "--context FILE" in caught.value.hint


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A named pipe is refused, because opening it would wait for a writer."""
    os.mkfifo(tmp_path / "x.ttl")
    with pytest.raises(KgError, match="not a regular file"):
        read_source(tmp_path / "x.ttl")


@pytest.mark.parametrize(
    "case", ["rdf/r3_rdfxml_syntax_no_line.rdf:4:13", "rdf/r11_entities.rdf:3:", "trust/laughs.rdf:1:"]
)
def test_xml_errors_have_their_place(shared: Path, case: str) -> None:
    """XML that is not well-formed, or expands hugely, is an error with line and column."""
    name, _, place = case.partition(":")
    with pytest.raises(ParseError, match=rf"{name}:{place}"):
        read_source(shared / "cases" / name)
