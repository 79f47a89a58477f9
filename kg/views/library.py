"""The views of `queries`, `choices` and `check_query`: saved queries, the values of a parameter, and contracts."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg import runtime
from kg.rdf import compact
from kg.views.base import Context, View, styled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.query import Outcome, Parameter, ParameterValue, SavedQuery


@dataclass(frozen=True)
class QueriesView(View):
    """A sequence of saved queries, by theme and name; if `is_described`, the text describes the only one in full."""

    queries: Sequence[SavedQuery]
    lang: str
    is_described: bool = False

    def __iter__(self) -> Iterator[SavedQuery]:
        return iter(self.queries)

    def __len__(self) -> int:
        return len(self.queries)

    def __getitem__(self, number: int) -> SavedQuery:
        return self.queries[number]

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the queries by theme with summary and parameters, or the description of the only one."""
        del width
        if self.is_described:
            yield from self._description(self.queries[0])
            return
        for theme, group in groupby(self.queries, key=lambda query: query.theme):
            yield styled(theme, "bold")
            for query in group:
                yield f"  {styled(query.name, 'cyan')}  {query.summary[self.lang]}"
                yield from (f"      {self._usage(parameter)}" for parameter in query.parameters)

    def _usage(self, parameter: Parameter) -> str:
        given = runtime.message(__file__, "for_example", self.lang, example=parameter.example)
        example = "" if parameter.optional else given
        usage = f"-p {parameter.name}=…  {parameter.label[self.lang]} ({parameter.kind}{example})"
        return f"[{usage}]" if parameter.optional else usage

    def _description(self, query: SavedQuery) -> Iterator[str]:
        yield f"{styled(query.name, 'cyan')}  {query.summary[self.lang]}\n  {query.grain}"
        if query.columns:
            yield self._heading("columns")
            width = max(map(len, query.columns))
            for name, description in query.columns.items():
                yield f"    {name:<{width}}  {description[self.lang]}{'  *' if name in query.key else ''}"
        if query.parameters:
            yield self._heading("parameters")
        for parameter in query.parameters:
            yield f"    {self._usage(parameter)}"
            if parameter.examples:
                yield f"        {' · '.join(parameter.examples)}"
        if query.related:
            yield self._heading("related")
            yield f"    {' · '.join(query.related)}"
        yield self._heading("run")
        examples = [f"{each.name}={each.examples[0]}" for each in query.parameters if each.examples]
        yield f"    kg query {query.name}"
        if examples:
            yield f"    kg query {query.name}" + "".join(f" -p {_quoted(example)}" for example in examples)

    def _heading(self, key: str) -> str:
        return styled(f"  {runtime.message(__file__, key, self.lang)}", "bold")

    def to_dict(self) -> dict[str, Any]:
        """Return the queries with summary, columns and parameters as data."""
        return {
            "queries": [
                {
                    "name": query.name,
                    "theme": query.theme,
                    "summary": dict(query.summary),
                    "grain": query.grain,
                    "columns": {name: dict(texts) for name, texts in query.columns.items()},
                    "parameters": [
                        {
                            "name": each.name,
                            "kind": each.kind,
                            "optional": each.optional,
                            "examples": list(each.examples),
                        }
                        for each in query.parameters
                    ],
                    "related": list(query.related),
                }
                for query in self.queries
            ]
        }


def _quoted(example: str) -> str:
    name, _, value = example.partition("=")
    return f"{name}={shlex.quote(value)}"


@dataclass(frozen=True)
class ChoicesView(View):
    """A sequence of the entities with which a query has rows, most rows first."""

    choices: Sequence[ParameterValue]
    context: Context

    def __iter__(self) -> Iterator[ParameterValue]:
        return iter(self.choices)

    def __len__(self) -> int:
        return len(self.choices)

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield label, CURIE and number of rows of each entity."""
        del width
        for choice in self.choices:
            rows = self.context.message("not_stated") if choice.rows_not_stated == choice.rows else choice.rows
            curie = compact(choice.term.value, self.context.store.prefixes)
            yield f"{self.context.label(choice.term)}  {styled(curie, 'cyan')}  {rows}"

    def to_dict(self) -> dict[str, Any]:
        """Return each entity with its number of rows."""
        choices = [
            {**self.context.term_data(choice.term), "rows": choice.rows, "notStated": choice.rows_not_stated}
            for choice in self.choices
        ]
        return {"choices": choices}


@dataclass(frozen=True)
class ContractView(View):
    """The results of the checks of queries: `outcomes` has those of each query, by its name."""

    outcomes: Mapping[str, Sequence[Outcome]]
    lang: str

    @property
    def holds(self) -> bool:
        """Whether each query passed each check."""
        return all(outcome.holds for outcomes in self.outcomes.values() for outcome in outcomes)

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield a line for each check of each query, and what failed."""
        del width
        language = ("zh", "en").index(self.lang)
        for name, outcomes in self.outcomes.items():
            yield styled(name, "bold")
            for outcome in outcomes:
                sign = styled("✓", "green") if outcome.holds else styled("✗", "red")
                yield f"  {sign} {outcome.name:<9} {outcome.demand[language]}"
                yield from (f"      {failure[language]}" for failure in outcome.failures)

    def to_dict(self) -> dict[str, Any]:
        """Return the checks of each query, each with what failed."""
        language = ("zh", "en").index(self.lang)
        return {
            name: [
                {
                    "check": outcome.name,
                    "holds": outcome.holds,
                    "breaches": [failure[language] for failure in outcome.failures],
                }
                for outcome in outcomes
            ]
            for name, outcomes in self.outcomes.items()
        }
