"""VALUES: found and replaced, whatever strings and comments hold."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, strategies as st
from pyoxigraph import Literal

from kg.sparql.values import read_values, with_values
from kg.store import TripleStore

CASES = yaml.safe_load((Path(__file__).parent / "values.yaml").read_text(encoding="utf-8"))
NASTY = st.text(st.sampled_from(list("{}()[]<>\"'\\#?$ \nVALUESx1é")), max_size=20)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_values_are_found(case: dict[str, str]) -> None:
    """Only VALUES about one variable, outside of strings and comments, is read and replaced."""
    assert case["read"] == [values.text for values in read_values(case["text"]) if values.name == "x"]
    assert case["bound"] == with_values(case["text"], {"x": "1"})


@given(NASTY, NASTY, NASTY)
def test_nasty_strings_are_replaced_by_nasty_strings(old: str, new: str, remark: str) -> None:
    """Whatever the old value, the new one and a comment hold, the query returns the new value."""
    comment = "# " + remark.replace("\n", " ") + " VALUES ?x { 1 }\n"
    text = f"{comment}SELECT ?x {{ VALUES ?x {{ {comment} {Literal(old)} {comment} }} {comment} }}"
    bound = with_values(text, {"x": str(Literal(new))})
    assert [{"x": Literal(new)}] == list(TripleStore.in_memory([]).select(bound))
