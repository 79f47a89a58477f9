"""`kg show` and `kg info`."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from kg.build import attach
from kg.results import fold

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

    from kg.graph import Graph


def test_an_entity_by_any_name(real: Run) -> None:
    """A label in either language, an alias, a CURIE and an IRI show the same entity."""
    names = (
        "张江国家自主创新示范区",
        "张江示范区",
        "Zhangjiang National Innovation Demonstration Zone",
        "park:zhangjiang-demonstration-zone",
        "https://w3id.org/zjkg/id/park/zhangjiang-demonstration-zone",
    )
    outputs = {real("show", name, "--lang", "zh").stdout for name in names}
    assert 1 == len(outputs)


def test_facts_lead_to_the_words(real: Run) -> None:
    """Each fact names its passage and the words as written, is background, or is marked inferred."""
    shown = real("show", "张江示范区", "--lang", "en").stdout
    assert "State Council" in shown
    assert "p05s2 “约531平方公里”" in shown
    assert "background" in shown
    assert "inferred" in shown


def test_all_shows_other_vocabularies(real: Run) -> None:
    """`--all` adds what is entailed in schema.org and the like."""
    assert "schema:containedInPlace" not in real("show", "上海").stdout
    assert "schema:containedInPlace" in real("show", "上海", "--all").stdout


@pytest.mark.parametrize(
    ("name", "said"), [("张江科学成", "张江科学城"), ("占全市的比重", "unknown entity"), ("x:y", "unknown")]
)
def test_an_unknown_entity(real: Run, name: str, said: str) -> None:
    """A name that nothing bears ends with 2 and the closest names."""
    done = real("show", name)
    assert (2, "") == (done.returncode, done.stdout)
    assert said in done.stderr


def test_an_ambiguous_name_lists_its_bearers(real: Run) -> None:
    """A label that several entities bear ends with 2 and lists them all."""
    done = real("show", "四次空间调整")
    assert (2, "") == (done.returncode, done.stdout)
    assert "collection:spatial-adjustments" in done.stderr
    assert "observation:spatial-adjustment-count" in done.stderr


def test_info_counts(real: Run) -> None:
    """`kg info` counts entities by class and triples by graph, and names the versions."""
    shown = real("info").stdout
    assert "     74  zj:Passage" in shown
    assert "inferred" in shown
    assert "ontology 0.1.0" in shown
    assert "text attached: 0 of 74 passages; attach it with: kg build --document FILE" in shown


def test_sentences_follow_the_facts(run: Run, mini: Path, annotated: Path) -> None:
    """With a document attached, the passages cited come last, each once, in reading order, on one line in a pipe."""
    here = {"KG_PROJECT": str(mini)}
    before = run("show", "张江", "--lang", "en", **here).stdout
    assert "\nPassages" not in before
    run("build", "--document", str(annotated), **here)
    sentences = "  p01s1  张江在上海。\n  p01s2  管理委员会设在张江，办公室设在上海。\n"
    assert f"{before}\nPassages\n{sentences}" == run("show", "张江", "--lang", "en", **here).stdout
    assert run("show", "张江", "--lang", "zh", **here).stdout.endswith(f"\n段句\n{sentences}")
    assert "text attached: 2 of 2 passages\n" in run("info", **here).stdout


def test_a_sentence_that_is_not_in_the_document(run: Run, mini: Path, annotated: Path) -> None:
    """A passage that the document attached does not hold word for word is listed as such."""
    here = {"KG_PROJECT": str(mini)}
    annotated.write_text(annotated.read_text(encoding="utf-8").replace("办公室", "办事处"), encoding="utf-8")
    run("build", "--document", str(annotated), **here)
    assert "  p01s2  not in the attached document\n" in run("show", "张江", "--lang", "en", **here).stdout


def test_the_real_sentences(real: Run, run: Run, graph: Graph, shared: Path, tmp_path: Path) -> None:
    """The sentences of the document annotated are shown beneath the facts that cite them."""
    store = shutil.copytree(graph.project.store, tmp_path / "store")
    assert 74 == attach(replace(graph.project, store=store), shared / "document.txt").shared
    shown = run("show", "张江科学城", KG_PROJECT=str(graph.project.root), KG_STORE=str(store)).stdout
    plain = real("show", "张江科学城").stdout
    assert shown.startswith(plain + "\nPassages\n")
    assert 3 == len(re.findall(r"^  p\d\ds\d  .+[。”]$", shown.removeprefix(plain), re.MULTILINE))


def test_lines_are_folded_by_columns() -> None:
    """Wide characters count twice, words and figures stay whole, and punctuation stays with what it closes or opens."""
    text = "示范园（含“东区”）面积约1234.5平方公里，入驻ACME等企业。共 20 家；其余待定。"
    lines = fold(text, 14)
    expected = ["示范园（含“东", "区”）面积约", "1234.5平方公", "里，入驻ACME等", "企业。共 20", "家；其余待定。"]
    assert expected == lines
    assert ["面", "积", "约", "1234.5"] == fold("面积约1234.5", 1)
    assert [""] == fold("", 9)


@given(st.text(st.sampled_from("示范园，。“”（）a1. \n")), st.integers(1, 30))
def test_folding_loses_nothing(text: str, width: int) -> None:
    """Whatever the width, the lines hold all characters but white space, and no line is empty."""
    lines = fold(text, width)
    assert "".join(text.split()) == "".join("".join(lines).split())
    assert lines == [""] or all(line.strip() for line in lines)
