"""`kg path`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

ENDS = ("国务院", "张江科学城")


def test_chains_with_their_words(real: Run) -> None:
    """Each link is told in the direction walked, with the passage and the words."""
    done = real("path", *ENDS, "--lang", "en", "--limit", "2")
    assert 0 == done.returncode
    first, second, count = done.stdout.split("\n\n")
    assert "State Council\n  ← approved  Zhangjiang National Innovation Demonstration Zone   p03s1 “" in first
    assert second.endswith("  ← has core  Zhangjiang Science City   p07s2 “以张江科学城为核心”")
    assert re.fullmatch(r"2 chains, the shortest of 3 links; \d+ more of at most 4 links \(--limit\)\n", count)


def test_the_same_in_chinese(real: Run) -> None:
    """Labels and messages are in the language asked for."""
    shown = real("path", *ENDS, "--lang", "zh", "--limit", "1").stdout
    assert shown.startswith("国务院\n  ← 批准  张江国家自主创新示范区   p03s1")
    assert re.search(r"\n1 条路径，最短 3 步；4 步以内另有 \d+ 条（--limit）\n$", shown)


def test_json(real: Run) -> None:
    """JSON gives the chains as lists of links, each a list of facts."""
    told = json.loads(real("path", *ENDS, "-f", "json", "--lang", "en").stdout)
    assert (3, 5, False) == (told["distance"], len(told["chains"]), told["at_least"])
    fact = told["chains"][0][0][0]
    assert ("zj:approvedBy", False, False) == (fact["property"]["curie"], fact["forward"], fact["inferred"])
    assert ["p03s1", "p10s1"] == [source["source"] for source in fact["sources"]]


def test_dot(real: Run) -> None:
    """DOT holds each entity and each fact once, from subject to object."""
    lines = real("path", *ENDS, "-f", "dot", "--lang", "en").stdout.splitlines()
    assert ("digraph path {", "}") == (lines[0], lines[-1])
    assert len(lines) == len(set(lines))
    base = "https://w3id.org/zjkg/id/"
    edge = f'"{base}park/zhangjiang-demonstration-zone" -> "{base}org/state-council" [label="approved by\\np03s1 “'
    assert [True] == [line.strip().startswith(edge) for line in lines if edge in line]
    string = r'"(?:[^"\\]|\\.)*"'
    for line in lines[2:-1]:
        assert re.fullmatch(rf"  {string}(?: -> {string})? \[label={string}(?:, style=dashed)?\];", line), line


def test_markdown(real: Run) -> None:
    """Markdown is a numbered list of chains."""
    shown = real("path", *ENDS, "-f", "md", "--lang", "en").stdout
    assert [str(number) for number in range(1, 6)] == re.findall(r"^(\d)\. State Council$", shown, re.MULTILINE)
    assert "   - ← **approved** Zhangjiang National" in shown


def test_beyond_the_limit(real: Run) -> None:
    """Where the shortest chain is longer than allowed, its length is told, and the option that finds it."""
    done = real("path", *ENDS, "--max", "2", "--lang", "en")
    expected = (
        "State Council ↔ Zhangjiang Science City: no chain of at most 2 links\n  the shortest has 3 links: --max 3\n"
    )
    assert (1, expected) == (done.returncode, done.stdout)
    told = json.loads(real("path", *ENDS, "--max", "2", "-f", "json").stdout)
    assert ([], 3) == (told["chains"], told["distance"])


@pytest.mark.parametrize(("lang", "said"), [("en", "no chain of facts"), ("zh", "没有路径")])
def test_no_chain(real: Run, lang: str, said: str) -> None:
    """What no fact links is told so, with how far it goes and what else to try; the advice is true."""
    done = real("path", "numeral:drug-class-1", "国务院", "--lang", lang)
    assert 1 == done.returncode
    assert said in done.stdout
    advice = re.search(r"--all --max (\d+)", done.stdout)
    assert advice is not None
    assert 0 == real("path", "numeral:drug-class-1", "国务院", *advice[0].split()).returncode
    told = json.loads(real("path", "numeral:drug-class-1", "国务院", "-f", "json").stdout)
    assert ("numeral:drug-class-1", 0) == (told["reach"]["from"]["curie"], told["reach"]["count"])


def test_the_reach_is_named(run: Run, mini: Path) -> None:
    """Where two parts of a graph are apart, the smaller one is named."""
    with (mini / "data" / "background" / "01.trig").open("a", encoding="utf-8") as file:
        file.write(
            'graph:background { place:moon a zj:Place ; rdfs:label "Moon"@en ; zj:locatedIn place:sky . '
            'place:sky a zj:Place ; rdfs:label "Sky"@en . }\n'
        )
    done = run("path", "上海", "Moon", "--lang", "en", KG_PROJECT=str(mini))
    assert (1, "Shanghai ↔ Moon: no chain of facts\n  Moon leads to 1 only: Sky\n") == (done.returncode, done.stdout)
    shown = run("path", "上海", "Moon", "--lang", "zh", "--all", KG_PROJECT=str(mini)).stdout
    assert "上海 ↔ Moon：没有路径\n  Moon 只通到 1 个实体：Sky\n" == shown


def test_inferred_links_are_marked(run: Run, mini: Path, annotated: Path) -> None:
    """A link of the reasoner says so, in DOT by a dashed line; the sentences follow where a document is attached."""
    here = {"KG_PROJECT": str(mini)}
    run("build", "--document", str(annotated), **here)
    shown = run("path", "管理委员会", "办公室", "--limit", "1", "--lang", "zh", **here).stdout
    assert "管理委员会\n  → 位于  上海   inferred\n  ← 位于  办公室   p01s2 “办公室”\n\n1 条路径，最短 2 步；" in shown
    assert shown.endswith("\n段句\n  p01s2  管理委员会设在张江，办公室设在上海。\n")
    dot = run("path", "管理委员会", "办公室", "--limit", "1", "-f", "dot", **here).stdout
    assert ("style=dashed" in dot, 1) == (True, dot.count("style=dashed"))


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("上海", "Shanghai"), "the same entity: place:shanghai"),
        (("上海", "nobody"), "unknown entity: nobody"),
        (("四次空间调整", "上海"), "collection:spatial-adjustments"),
        (("上海", "zj:Park"), "zj:Park is a term"),
        (("_:b0", "上海"), "blank node"),
        (("", "上海"), "empty"),
        (("上海", "国务院", "--max", "0"), "1 to 10"),
        (("上海", "国务院", "--max", "1000000"), "1 to 10"),
        (("上海", "国务院", "--max", "many"), "--max"),
        (("上海", "国务院", "--limit", "0"), "1 to 1000"),
        (("上海",), "Missing argument"),
    ],
)
def test_misuse(real: Run, args: tuple[str, ...], said: str) -> None:
    """What cannot be asked ends with 2 and says why."""
    done = real("path", *args)
    assert (2, "") == (done.returncode, done.stdout)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_marks_of_direction(real: Run) -> None:
    """A name that was copied with marks that show nothing is the same name."""
    plain = real("path", *ENDS).stdout
    assert plain == real("path", "\u200f国务院\u200e", "\u2067张江科学城\u2069").stdout


def test_help(run: Run) -> None:
    """The help text says what is left out, and what the exit codes mean."""
    shown = run("path", "--help").stdout
    assert "kg path 国务院 张江科学城" in shown
    assert "Exit codes: 0 a chain was found" in shown
