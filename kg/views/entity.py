"""The view of `show`: an entity with its facts in both directions, each with its sources."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.rdf import LABEL, PASSAGES, TYPE, compact, inverse_label
from kg.views.base import Context, View, sources_data, sources_text, styled
from kg.views.sentences import sentence_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.explain import Entity, Fact, Source


@dataclass(frozen=True)
class EntityView(View):
    """An entity: `iri`, `mentions` (the passages that name it) and `facts`, each with its sources."""

    entity: Entity
    context: Context

    @property
    def iri(self) -> NamedNode:
        """The entity's IRI."""
        return self.entity.iri

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts from the entity and to it."""
        return self.entity.facts

    @property
    def mentions(self) -> tuple[Source, ...]:
        """The passages that name the entity."""
        return self.entity.mentions

    @property
    def cited(self) -> frozenset[str]:
        """The ids of the passages that state its facts or name it; its own, if it is a passage."""
        sources = [*self.mentions, *(source for fact in self.facts for source in fact.sources)]
        own = {self.iri.value.removeprefix(PASSAGES)} if self.iri.value.startswith(PASSAGES) else set()
        return frozenset({source.name for source in sources if source.is_passage} | own)

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield names and classes, the facts from the entity, the facts to it, and the sentences."""
        yield from self._head()
        for forward in (True, False):
            facts = [fact for fact in self.facts if fact.forward is forward and fact.predicate != TYPE]
            if facts and not forward:
                yield ""
                yield styled(self.context.message("facts_to"), "bold")
            yield from self._fact_lines(facts)
        if self.context.sentences is not None and self.cited:
            yield from sentence_lines(self.context.sentences(self.cited), self.context, width)

    def _names(self) -> tuple[str, list[str]]:
        labels = [triple.object for triple in self.context.store.triples(self.iri, LABEL)]
        main = self.context.label(self.iri)
        others = {text.value for text in labels if isinstance(text, Literal) and text.value != main}
        return main, sorted(others)

    def _classes(self) -> list[NamedNode]:
        return [fact.other for fact in self.facts if fact.predicate == TYPE and isinstance(fact.other, NamedNode)]

    def _head(self) -> Iterator[str]:
        main, others = self._names()
        yield styled(main, "bold") + ("  " + " · ".join(others) if others else "")
        classes = ", ".join(dict.fromkeys(map(self.context.label, self._classes())))
        yield f"{classes}  {compact(self.iri.value, self.context.store.prefixes)}  <{self.iri.value}>"
        if self.mentions:
            yield self.context.message("named_in", sources=sources_text(self.mentions))

    def _fact_lines(self, facts: Sequence[Fact]) -> Iterator[str]:
        for predicate, group in groupby(facts, key=lambda fact: fact.predicate):
            members = list(group)
            yield styled(f"  {self._property(members[0])}", "cyan")
            del predicate
            for fact in members:
                text = self.context.name(fact.other)
                yield f"    {text}{styled(f'   {sources_text(fact.sources)}', 'dim')}"

    def _property(self, fact: Fact) -> str:
        if fact.forward:
            return self.context.label(fact.predicate)
        return inverse_label(self.context.store, fact.predicate, self.context.lang)

    def to_dict(self) -> dict[str, Any]:
        """Return names, classes, mentions and facts as data."""
        main, others = self._names()
        return {
            **self.context.term_data(self.iri),
            "label": main,
            "names": others,
            "classes": [self.context.term_data(node) for node in self._classes()],
            "mentions": sources_data(self.mentions),
            "facts": [
                {
                    "property": {**self.context.term_data(fact.predicate), "label": self._property(fact)},
                    "forward": fact.forward,
                    "other": self.context.term_data(fact.other),
                    "inferred": fact.inferred,
                    "sources": sources_data(fact.sources),
                }
                for fact in self.facts
                if fact.predicate != TYPE
            ],
        }
