"""The contract: a valid query passes, and each kind of failure is reported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

import kg
from kg.query.contract import CHECKS, Contract
from kg.query.saved_queries import read_query

if TYPE_CHECKING:
    from kg.query.saved_queries import SavedQuery

HERE = Path(__file__).parent
CASES: list[dict[str, str]] = yaml.safe_load((HERE / "contract" / "failures.yaml").read_text(encoding="utf-8"))
SOUND = (HERE / "contract" / "sound.rq").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """The contract on the tiny graph."""
    store = tmp_path_factory.mktemp("mini") / "store"
    return Contract(kg.open(HERE.parent / "mini", store=store).store, {"places", "sound"})


def _read(folder: Path, text: str) -> SavedQuery:
    path = folder / "places" / "sound.rq"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return read_query(path)


def test_a_sound_query_passes(small: Contract, tmp_path: Path) -> None:
    """A query that does what its header promises passes every check."""
    assert [(name, True) for name in CHECKS] == [
        (outcome.name, outcome.holds) for outcome in small.check(_read(tmp_path, SOUND))
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_failure_is_reported(small: Contract, tmp_path: Path, case: dict[str, str]) -> None:
    """Each kind of failure is reported by its check, in both languages."""
    assert 1 == SOUND.count(case["old"])
    outcomes = small.check(_read(tmp_path, SOUND.replace(case["old"], case["new"])))
    broken = {outcome.name: outcome.failures for outcome in outcomes if not outcome.holds}
    assert case["check"] in broken
    assert any(case["says"] in en for _, en in broken[case["check"]])
    assert all(zh and en for failures in broken.values() for zh, en in failures)


def test_each_check_can_fail() -> None:
    """There is a failing case for every check."""
    assert set(CHECKS) == {case["check"] for case in CASES}
