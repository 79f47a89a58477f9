"""`kg why`."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.build import attach
from kg.explain import EXPLANATIONS, Deriver, rule_text
from kg.rdf import graph_iri

if TYPE_CHECKING:
    from conftest import Run

    from kg.graph import Graph

RULES = {path.stem.rsplit(".", 1)[-1] for path in (Path(__file__).parents[1] / "explain" / "derivation").glob("*.trig")}
LINGANG, ZONE = "park:lingang-sub-park", "张江示范区"
CLAIMED = ("observation:zone-area", "claimed by", "inst:zhangjiang-management-committee")


def test_a_stated_triple_leads_to_its_words(real: Run) -> None:
    """What passages state is told with each of them and the words as written, whatever the property is called."""
    outputs = {
        real("why", *terms, "--lang", "zh").stdout
        for terms in (
            (ZONE, "批准机关", "国务院"),
            ("国务院", "批准", "park:zhangjiang-demonstration-zone"),
            ("Zhangjiang National Innovation Demonstration Zone", "approved by", "State Council"),
            (
                "\u200fpark:zhangjiang-demonstration-zone",
                "zj:approvedBy",
                "<https://w3id.org/zjkg/id/org/state-council>",
            ),
        )
    }
    (shown,) = outputs
    assert "批准机关  国务院   p03s1 “国家自主创新示范区(以下简称张江示范区)”; p10s1 “国家自主创新示范区”\n" in shown


def test_an_inferred_triple_is_led_back(real: Run) -> None:
    """What follows is told as a tree: each rule with what it says, each leaf with its passage and words."""
    done = real("why", ZONE, "包含", LINGANG, "--lang", "zh")
    zone, park = "张江国家自主创新示范区", "张江国家自主创新示范区临港园"
    expected = (
        f"{zone}  包含  {park}\n"
        "  prp-inv2  “包含”反过来读就是“隶属于”\n"
        f"  └─ {park}  隶属于  {zone}\n"
        "       prp-spo1  “直接隶属于”也就是“隶属于”\n"
        f"       └─ {park}  直接隶属于  {zone}   p27s1 “{park}”\n"
    )
    assert (0, expected, "") == (done.returncode, done.stdout, done.stderr)


def test_a_chain_has_two_branches(real: Run) -> None:
    """A rule with two premises shows both."""
    shown = real("why", *CLAIMED, "--lang", "en").stdout
    assert "prp-spo2  “stated in”, “signed by”, one after the other, make “claimed by”" in shown
    assert re.search(r"\n  ├─ .*stated in.* p05s2 “约531平方公里”\n  └─ .*signed by.* p38s1 “", shown)


def test_a_triple_that_is_not_in_the_graph(real: Run) -> None:
    """A triple that is not in the graph ends with 1; the values that the graph has instead are listed."""
    done = real("why", ZONE, "approved by", "上海", "--lang", "en")
    assert 1 == done.returncode
    assert done.stdout.startswith("not in the graph  Zhangjiang National Innovation Demonstration Zone")
    assert "  State Council   p03s1 “" in done.stdout
    assert "other way round" not in done.stdout


def test_the_other_way_round(real: Run) -> None:
    """A triple that the graph has from its object to its subject is reported as such."""
    done = real("why", "国务院", "批准机关", ZONE, "--lang", "zh")
    assert 1 == done.returncode
    assert "图中有相反方向的  张江国家自主创新示范区  批准机关  国务院\n主体没有此属性\n" in done.stdout


@pytest.mark.parametrize("value", ["531", "531.00", '"531"^^xsd:decimal'])
def test_a_value(real: Run, value: str) -> None:
    """The object may be a value, however it is written."""
    assert "531   p05s2 “约531平方公里”" in real("why", "observation:zone-area", "zj:value", value).stdout


def test_another_value(real: Run) -> None:
    """Another value of the property is not in the graph, and the one that is follows."""
    done = real("why", "observation:zone-area", "value", "532", "--lang", "en")
    assert 1 == done.returncode
    assert done.stdout.endswith("  531   p05s2 “约531平方公里”\n")


def test_terms_have_reasons_too(real: Run) -> None:
    """That a class falls under a class of another vocabulary is led back to the ontology."""
    shown = real("why", "sub-park", "rdfs:subClassOf", "schema:Place", "--lang", "en").stdout
    assert "scm-sco" in shown
    assert "place  rdfs:subClassOf  schema:Place   ontology\n" in shown


def test_evidence_is_led_back(real: Run) -> None:
    """A passage is evidence of a node because it states the class of the node."""
    shown = real("why", "observation:zone-area", "zj:evidence", "passage:p05s2", "--lang", "en").stdout
    assert "evidence  a passage that says what a thing is is evidence for it" in shown
    assert "level observation   p05s2" in shown


def test_json(real: Run) -> None:
    """JSON gives terms with labels, the rule with its axioms by name, and the premises within."""
    first, again = (real("why", *CLAIMED, "-f", "json", "--lang", "en").stdout for _ in range(2))
    assert first == again
    assert "_:" not in first
    told = json.loads(first)
    assert (True, {"p05s2": None, "p38s1": None}) == (told["holds"], told["passages"])
    derivation = told["derivation"]
    members = [each["curie"] for each in derivation["axioms"][0]["object"]["list"]]
    assert ("prp-spo2", ["zj:statedIn", "zj:signedBy"]) == (derivation["rule"], members)
    assert [{"source": "p05s2", "words": ["约531平方公里"]}] == derivation["premises"][0]["sources"]


def test_json_of_what_does_not_hold(real: Run) -> None:
    """JSON has the values that the graph has instead, with their datatypes."""
    done = real("why", "observation:zone-area", "value", "99", "-f", "json")
    told = json.loads(done.stdout)
    assert (1, False, False) == (done.returncode, told["holds"], told["reverse"])
    assert [{"value": "531", "datatype": "xsd:decimal"}] == [each["object"] for each in told["instead"]]


def test_markdown(real: Run) -> None:
    """Markdown is a list within a list, and what it would interpret is escaped."""
    lines = real("why", ZONE, "has part", LINGANG, "-f", "md", "--lang", "zh").stdout.splitlines()
    assert [0, 2, 4] == [len(line) - len(line.lstrip()) for line in lines]
    assert "— `prp-inv2` “包含”反过来读就是“隶属于”" in lines[0]
    other = real("why", ZONE, "批准机关", "上海", "-f", "md", "--lang", "zh").stdout
    assert "\n- 国务院   p03s1 “国家自主创新示范区" in other


@pytest.mark.parametrize("terms", [CLAIMED, (ZONE, "批准机关", "上海"), ("上海", "名称", "Shanghai")])
def test_dot(real: Run, terms: tuple[str, ...]) -> None:
    """DOT is one graph, with each string quoted and each line ended."""
    lines = real("why", *terms, "-f", "dot").stdout.splitlines()
    assert ("digraph why {", "}") == (lines[0], lines[-1])
    string = r'"(?:[^"\\]|\\.)*"'
    name = rf"(?:\w+|{string})"
    for line in lines[2:-1]:
        assert re.fullmatch(rf"  {name}(?: -> {name})?(?: \[(?:, )?(?:\w+=(?:\w+|{string})(?:, )?)+\])?;", line), line


def test_dot_tells_each_triple_once(real: Run) -> None:
    """A chain of two premises has three boxes, one rule and three arrows."""
    shown = real("why", *CLAIMED, "-f", "dot").stdout
    assert (3, 1, 3) == (len(re.findall(r"^  t\d \[", shown, re.MULTILINE)), shown.count("oval"), shown.count(" -> "))


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (("nobody", "a", "place"), "unknown entity: nobody"),
        ((ZONE, "nothing", "上海"), "unknown property: nothing"),
        ((ZONE, "", "上海"), "a name is empty"),
        (("", "a", "place"), "a name is empty"),
        ((ZONE, "a", "示范园"), "unknown class: 示范园"),
        (("四次空间调整", "a", "place"), "observation:spatial-adjustment-count"),
        (("_:b0", "a", "place"), "blank node"),
        ((ZONE, "批准机关", "_:b0"), "blank node"),
        (("https://w3id.org/zjkg/id/park/none", "a", "place"), "unknown entity"),
        ((ZONE, "批准机关", "https://example.org/none"), "unknown entity"),
        (('"531"', "a", "place"), "unknown entity"),
    ],
)
def test_bad_names(real: Run, terms: tuple[str, ...], said: str) -> None:
    """An unknown or ambiguous name ends with 2 and says which."""
    done = real("why", *terms)
    assert (2, "") == (done.returncode, done.stdout)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_mini_graph(run: Run, mini: Path, annotated: Path) -> None:
    """On another project too; with a document attached the sentences follow, in reading order, each once."""
    here = {"KG_PROJECT": str(mini)}
    terms = ("why", "上海", "contains", "管理委员会", "--lang", "zh")
    before = run(*terms, **here).stdout
    expected = (
        "上海  包含  管理委员会\n"
        "  prp-inv1  “位于”反过来读就是“包含”\n"
        "  └─ 管理委员会  位于  上海\n"
        "       prp-trp  “位于”逐级传递\n"
        "       ├─ 管理委员会  位于  张江   p01s2 “管理委员会”\n"
        "       └─ 张江  位于  上海   p01s1 “张江”\n"
    )
    assert expected == before
    run("build", "--document", str(annotated), **here)
    sentences = "\n段句\n  p01s1  张江在上海。\n  p01s2  管理委员会设在张江，办公室设在上海。\n"
    assert expected + sentences == run(*terms, **here).stdout
    assert "> p01s1 张江在上海。\n" in run(*terms, "-f", "md", **here).stdout
    passages = json.loads(run(*terms, "-f", "json", **here).stdout)["passages"]
    assert {"p01s1": "张江在上海。", "p01s2": "管理委员会设在张江，办公室设在上海。"} == passages


def test_the_real_sentences(run: Run, graph: Graph, shared: Path, tmp_path: Path) -> None:
    """The sentence of the document that states the ground is printed."""
    store = shutil.copytree(graph.project.store, tmp_path / "store")
    attach(replace(graph.project, store=store), shared / "document.txt")
    here = {"KG_PROJECT": str(graph.project.root), "KG_STORE": str(store)}
    shown = run("why", *CLAIMED, "--lang", "en", **here).stdout
    assert re.search(r"\nPassages\n  p05s2  .*531.*。\n  p38s1  \S+\n$", shown)


def test_a_rule_that_is_not_known(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An inferred triple that no rule gives holds all the same, without a derivation."""
    graph = kg.open(mini)
    monkeypatch.setattr("kg.owl.backward_rules.Rules.steps", lambda *_, **__: iter(()))
    found = graph.why("上海", "contains", "管理委员会")
    assert (True, None, ()) == (found.holds, found.derivation, found.passages)


def test_every_rule_is_explained(graph: Graph) -> None:
    """Each rule has its words in both languages, with a label for each term that they name."""
    assert {*RULES, "evidence", "scm-eqc2", "scm-eqp2"} == set(EXPLANATIONS)
    deriver = Deriver(graph.store)
    inferred = sorted((quad.triple for quad in graph.store.quads(graph=graph_iri("inferred"))), key=str)
    for triple in inferred[::20]:
        derivation = deriver.derive(triple)
        assert derivation is not None
        for language in ("zh", "en"):
            assert "“”" not in rule_text(graph.store, derivation, language)
            assert "{" not in rule_text(graph.store, derivation, language)


def test_colour_on_a_terminal_alone(real: Run, graph: Graph) -> None:
    """A pipe gets no escape sequences; a terminal does."""
    assert "\x1b" not in real("why", *CLAIMED).stdout
    here = {"KG_PROJECT": str(graph.project.root), "KG_STORE": str(graph.project.store)}
    outer, inner = pty.openpty()
    command = [sys.executable, "-m", "kg", "why", *CLAIMED, "--lang", "en"]
    subprocess.run(command, env={**os.environ, **here}, stdout=inner, check=True, timeout=300)
    os.close(inner)
    assert b"\x1b[33mprp-spo2\x1b[0m" in os.read(outer, 65536)
    os.close(outer)


def test_help(run: Run) -> None:
    """The help text names the exit codes and gives examples that can be pasted."""
    shown = run("why", "--help").stdout
    assert "kg why 张江示范区 批准机关 国务院" in shown
    assert "Exit codes" in shown


@pytest.mark.parametrize("command", ["", "why", "path"])
def test_the_examples_run(real: Run, command: str) -> None:
    """Each example of these help texts ends with 0, up to the pipe."""
    shown = real(*filter(None, [command, "--help"])).stdout
    examples = re.findall(r"^  kg ((?:why|path) .*?)(?: {2,}.*| \|.*)?$", shown, re.MULTILINE)
    assert len(examples) >= 2
    for example in examples:
        done = real(*shlex.split(example))
        assert (0, "") == (done.returncode, done.stderr), example
