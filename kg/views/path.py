"""The view of `path`: chains of facts between two entities, as text, JSON, Markdown and DOT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.explain import LONGEST
from kg.rdf import inverse_label, label
from kg.views.base import Context, View, in_dot, in_markdown, sources_data, sources_text, styled
from kg.views.sentences import sentence_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.explain import Chain, Fact, Paths


@dataclass(frozen=True)
class PathView(View):
    """The chains between two entities: `paths` has them, how many more there are, and how far an end leads.

    `longest` is the limit of length. `wider` is the result of a search through all kinds of entities, made if there
    is no chain; else None.
    """

    paths: Paths
    context: Context
    longest: int
    wider: Paths | None = None
    formats = ("table", "json", "md", "dot")

    @property
    def chains(self) -> tuple[Chain, ...]:
        """The chains, shortest first."""
        return self.paths.chains

    @property
    def distance(self) -> int | None:
        """The number of links of the shortest chain, also if it exceeds the limit; None if there is no chain."""
        return self.paths.distance

    @property
    def more(self) -> int:
        """The number of further chains within the limit of length; a lower bound, if `at_least`."""
        return self.paths.more

    @property
    def at_least(self) -> bool:
        """Whether counting stopped before all chains were counted."""
        return self.paths.at_least

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield each chain, a line for each fact with its sources, then their number and the sentences."""
        if not self.chains:
            yield from self._no_chain()
            return
        for chain in self.chains:
            yield styled(self.context.name(chain.start), "bold")
            for fact in _facts(chain):
                name, sources = styled(self._property(fact), "cyan"), styled(sources_text(fact.sources), "dim")
                yield f"  {_arrow(fact)} {name}  {self.context.name(fact.other)}   {sources}"
            yield ""
        yield self._count()
        facts = (fact for chain in self.chains for fact in _facts(chain))
        passages = {source.name for fact in facts for source in fact.sources if source.is_passage}
        if self.context.sentences is not None and passages:
            yield from sentence_lines(self.context.sentences(passages), self.context, width)

    def _property(self, fact: Fact) -> str:
        """Return the name of a fact's property in the direction in which the chain follows it."""
        name = (label if fact.forward else inverse_label)(self.context.store, fact.predicate, self.context.lang)
        return name.removeprefix("← ")

    def _count(self) -> str:
        """Return how many chains are shown, how long the shortest is, and how many more there are."""
        message, paths = self.context.message, self.paths
        key = "chain" if len(self.chains) == 1 else "chains"
        text = message(key, count=len(self.chains), links=self._links(paths.distance or 0))
        if paths.more:
            at_least = message("at_least") if paths.at_least else ""
            text += message("more_chains", at_least=at_least, count=paths.more, links=self._links(self.longest))
        return text

    def _links(self, number: int) -> str:
        return self.context.message("link" if number == 1 else "links", count=number)

    def _no_chain(self) -> Iterator[str]:
        """Yield that there is no chain, how long the shortest would be or how far an end leads, and what to try."""
        paths, message, name = self.paths, self.context.message, self.context.name
        ends = f"{name(paths.start)} ↔ {name(paths.end)}"
        if paths.distance is not None:
            yield message("no_chain_within", ends=ends, links=self._links(self.longest))
            option = f": --max {paths.distance}" if paths.distance <= LONGEST else ""
            yield message("shortest_has", links=self._links(paths.distance), option=option)
            return
        yield message("no_chain", ends=ends)
        if paths.reached_from is not None:
            start, number = name(paths.reached_from), paths.reached_count
            names = ", ".join(map(name, paths.reached)) + (" …" if number > len(paths.reached) else "")
            key = "leads_to" if number else "leads_nowhere"
            yield message(key, start=start, count=number, names=names)
        if self.wider is not None and self.wider.distance is not None:
            distance = self.wider.distance
            yield message("wider_chain", links=self._links(distance), option=f"--all --max {distance}")

    def to_dict(self) -> dict[str, Any]:
        """Return the chains as lists of links, each a list of facts."""
        paths, term = self.paths, self.context.term_data
        data: dict[str, Any] = {
            "start": term(paths.start),
            "end": term(paths.end),
            "distance": paths.distance,
            "chains": [[[self._fact_data(fact) for fact in link] for link in chain.links] for chain in paths.chains],
            "more": paths.more,
            "at_least": paths.at_least,
        }
        if paths.distance is None and paths.reached_from is not None:
            reached = [term(node) for node in paths.reached]
            data["reach"] = {"from": term(paths.reached_from), "count": paths.reached_count, "first": reached}
        return data

    def _fact_data(self, fact: Fact) -> dict[str, Any]:
        return {
            "property": self.context.term_data(fact.predicate),
            "forward": fact.forward,
            "other": self.context.term_data(fact.other),
            "inferred": fact.inferred,
            "sources": sources_data(fact.sources),
        }

    def md_lines(self) -> Iterator[str]:
        """Yield the chains as numbered lists in Markdown."""
        if not self.chains:
            yield from map(in_markdown, self._no_chain())
            return
        for number, chain in enumerate(self.chains, start=1):
            yield f"{number}. {in_markdown(self.context.name(chain.start))}"
            for fact in _facts(chain):
                text = f"**{in_markdown(self._property(fact))}** {in_markdown(self.context.name(fact.other))}"
                yield f"   - {_arrow(fact)} {text} — {in_markdown(sources_text(fact.sources))}"
        yield f"\n{in_markdown(self._count())}"

    def dot_lines(self) -> Iterator[str]:
        """Yield the chains as one graph in DOT: each entity and each fact once, inferred facts dashed."""
        nodes = dict.fromkeys((self.paths.start, self.paths.end))
        edges: dict[str, None] = {}
        for chain in self.chains:
            nodes |= dict.fromkeys(chain.nodes)
            edges |= dict.fromkeys(self._edges(chain))
        yield "digraph path {\n  rankdir=LR; node [shape=box];"
        for node in nodes:
            yield f"  {in_dot(node.value)} [label={in_dot(self.context.name(node))}];"
        for edge in edges:
            yield f"  {edge}"
        yield "}"

    def _edges(self, chain: Chain) -> Iterator[str]:
        for node, link in zip(chain.nodes, chain.links, strict=False):
            for fact in link:
                other = fact.other.value if isinstance(fact.other, NamedNode) else str(fact.other)
                start, end = (node.value, other) if fact.forward else (other, node.value)
                text = in_dot(self.context.name(fact.predicate), sources_text(fact.sources))
                style = ", style=dashed" if fact.inferred else ""
                yield f"{in_dot(start)} -> {in_dot(end)} [label={text}{style}];"


def _facts(chain: Chain) -> Iterator[Fact]:
    return (fact for link in chain.links for fact in link)


def _arrow(fact: Fact) -> str:
    return "→" if fact.forward else "←"
