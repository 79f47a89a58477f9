"""Comparison of engines: the same validation by our compiled shapes and by pyshacl."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import KgError, UnknownNameError
from kg.shacl import differences

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.shacl import Difference
    from kg.validation.reports import Report

ENGINES = ("kg", "pyshacl")


@dataclass(frozen=True)
class Comparison:
    """The reports of the engines that could run, the errors of those that could not, and the different results."""

    reports: Mapping[str, Report]
    errors: Mapping[str, KgError]
    differences: tuple[Difference, ...]

    @property
    def conforms(self) -> bool:
        """Whether both engines report the same."""
        return not self.errors and not self.differences


def known_engine(name: str) -> str:
    """Return the name of an engine. Raises UnknownNameError for another one."""
    if name not in ENGINES:
        raise UnknownNameError("engine", name, ENGINES, hint=f"use {' or '.join(ENGINES)}")
    return name


def compare_engines(run: Callable[[str], Report]) -> Comparison:
    """Run a validation with each engine and compare the reports. Raises KgError if neither can run."""
    reports: dict[str, Report] = {}
    errors: dict[str, KgError] = {}
    for engine in ENGINES:
        try:
            reports[engine] = run(engine)
        except KgError as error:
            errors[engine] = error
    if not reports:
        raise errors[ENGINES[0]]
    found = [] if errors else differences({engine: report.graph for engine, report in reports.items()})
    return Comparison(reports, errors, tuple(found))
