"""`kg show` and `kg info`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run


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
