"""Errors: each says what to do, and how a command ends."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from kg import errors
from kg.errors import KgError, UnknownNameError, ViolationError, closest

NAMES = st.text(alphabet="abcABC_张江", max_size=6)


def _kinds() -> list[type[KgError]]:
    found = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, KgError)]
    return sorted(found, key=lambda kind: kind.__name__)


def test_an_error_keeps_its_message_and_hint() -> None:
    """A face finds the message and the remedy apart from each other."""
    error = KgError("the cup is empty", hint="fill it")
    assert ("the cup is empty", "fill it", "the cup is empty") == (error.message, error.hint, str(error))


def test_an_error_needs_no_hint() -> None:
    """Where there is no remedy the hint is empty."""
    assert "" == KgError("the cup is empty").hint


@pytest.mark.parametrize("kind", _kinds(), ids=lambda kind: kind.__name__)
def test_only_violations_end_with_one(kind: type[KgError]) -> None:
    """A command ends with 1 for data that violates something, with 2 for all else."""
    assert (1 if kind is ViolationError else 2) == kind.exit_code


def test_an_unknown_name_is_told_with_its_neighbours() -> None:
    """The message names what is unknown; the hint lists what resembles it, then the caller's own hint."""
    error = UnknownNameError("query", "policys", ["policies", "parks"], hint="list them")
    assert ("unknown query: policys", "did you mean policies? list them") == (error.message, error.hint)


def test_an_unknown_name_without_neighbours() -> None:
    """Nothing is suggested where nothing resembles the name."""
    error = UnknownNameError("query", "xyz", ["policies"], hint="list them")
    assert ("unknown query: xyz", "list them") == (error.message, error.hint)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("polices", ["policies", "police"]),
        ("POLICIES", ["policies", "police"]),
        ("张江科学", ["张江科学城", "张江"]),
        ("park", ["a very long name of a park"]),
        ("", []),
        ("xyz", []),
    ],
)
def test_closest_finds_neighbours(name: str, expected: list[str]) -> None:
    """Names that resemble it come first, best first, then those that contain it; case does not matter."""
    known = ["policies", "police", "张江", "张江科学城", "a very long name of a park"]
    assert expected == closest(name, known)


def test_closest_gives_at_most_the_limit() -> None:
    """No more names are listed than a person will read."""
    assert ["a1", "a2"] == sorted(closest("a", ["a1", "a2", "a3"], limit=3))[:2]
    assert 2 == len(closest("a", ["a1", "a2", "a3"], limit=2))


@given(NAMES, st.lists(NAMES), st.integers(1, 6))
def test_closest_gives_known_names_once(name: str, known: list[str], limit: int) -> None:
    """Whatever is asked, only known names are listed, each once, in the same order for the same names."""
    found = closest(name, known, limit=limit)
    assert len(set(found)) == len(found) <= limit
    assert set(found) <= set(known)
    assert closest(name, reversed(known), limit=limit) == found


@given(NAMES.filter(bool), st.lists(NAMES))
def test_a_name_is_closest_to_itself(name: str, known: list[str]) -> None:
    """A known name is found, in its own or another case, as the first."""
    assert name.casefold() == closest(name, [name, *known])[0].casefold()
