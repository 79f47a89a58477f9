"""Numbers in questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.ask.numbers import find_numbers

CASES = yaml.safe_load((Path(__file__).parent / "numbers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_numbers_are_read(case: dict[str, Any]) -> None:
    """A percentage is a ratio, a fraction is rounded as the graph rounds it, a name's number is none."""
    assert case["values"] == [number.text for number in find_numbers(case["text"])]
