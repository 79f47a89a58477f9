"""The view of `why`: a derivation as a tree, as JSON, as Markdown and as a graph in DOT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Triple

from kg.explain import rule_text
from kg.owl import FIRST
from kg.views.base import Context, View, in_dot, in_markdown, plain, sources_data, sources_text, styled
from kg.views.sentences import sentence_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.explain import Derivation, Why


@dataclass(frozen=True)
class WhyView(View):
    """Whether the graph has a triple, and why: `why` has its derivation, or the values that the graph has instead."""

    why: Why
    context: Context
    formats = ("table", "json", "md", "dot")

    @property
    def holds(self) -> bool:
        """Whether the triple is in the graph."""
        return self.why.holds

    @property
    def derivation(self) -> Derivation | None:
        """How the triple follows; None if it is not in the graph, or no rule known here derives it."""
        return self.why.derivation

    @property
    def passages(self) -> tuple[str, ...]:
        """The ids of the passages that state the asserted triples of the derivation."""
        return self.why.passages

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the derivation as a tree, or the values that the graph has instead."""
        yield from self._tree(self.why.derivation) if self.why.derivation is not None else self._alternatives()
        if self.context.sentences is not None and self.why.passages:
            yield from sentence_lines(self.context.sentences(self.why.passages), self.context, width)

    def _tree(self, derivation: Derivation, first: str = "", rest: str = "") -> Iterator[str]:
        """Yield a triple, with its sources or its rule, then its premises as branches."""
        line = first + self.context.triple(derivation.triple, "cyan")
        if not derivation.rule:
            yield f"{line}   {styled(sources_text(derivation.sources), 'dim')}"
            return
        yield line
        yield f"{rest}  {styled(derivation.rule, 'yellow')}  {self._rule_text(derivation)}"
        for number, premise in enumerate(derivation.premises, start=1):
            last = number == len(derivation.premises)
            branch, below = ("  └─ ", "     ") if last else ("  ├─ ", "  │  ")
            yield from self._tree(premise, rest + branch, rest + below)

    def _rule_text(self, derivation: Derivation) -> str:
        return rule_text(self.context.store, derivation, self.context.lang)

    def _alternatives(self) -> Iterator[str]:
        why, context = self.why, self.context
        if why.holds:
            yield f"{context.triple(why.triple)}   {context.message('no_rule')}"
            return
        yield f"{styled(context.message('not_in_graph'), 'red')}  {context.triple(why.triple)}"
        if why.reverse:
            reverse = Triple(why.triple.object, why.triple.predicate, why.triple.subject)  # type: ignore[arg-type]
            yield f"{context.message('reverse_in_graph')}  {context.triple(reverse)}"
        if why.instead:
            named = f"{context.name(why.triple.subject)}  {context.name(why.triple.predicate)}"
            yield f"{context.message('instead_in_graph')}  {named}"
            for fact in why.instead:
                yield f"  {context.name(fact.other)}   {styled(sources_text(fact.sources), 'dim')}"
        else:
            yield context.message("no_value")

    def to_dict(self) -> dict[str, Any]:
        """Return the triple with its derivation and passages, or with the values that the graph has instead."""
        why, context = self.why, self.context
        data: dict[str, Any] = {"triple": context.triple_data(why.triple), "holds": why.holds}
        if not why.holds:
            facts = [
                {"object": context.term_data(fact.other), "sources": sources_data(fact.sources)} for fact in why.instead
            ]
            return data | {"reverse": why.reverse, "instead": facts}
        sentences = context.sentences(why.passages) if context.sentences else dict.fromkeys(why.passages)
        derivation = None if why.derivation is None else self._node(why.derivation)
        return data | {"derivation": derivation, "passages": dict(sentences)}

    def _node(self, derivation: Derivation) -> dict[str, Any]:
        node: dict[str, Any] = {"triple": self.context.triple_data(derivation.triple)}
        if not derivation.rule:
            return node | {"sources": sources_data(derivation.sources)}
        named = (axiom for axiom in derivation.axioms if not isinstance(axiom.subject, BlankNode))
        return node | {
            "rule": derivation.rule,
            "explanation": self._rule_text(derivation),
            "axioms": [self._axiom(axiom, derivation) for axiom in named],
            "premises": [self._node(premise) for premise in derivation.premises],
        }

    def _axiom(self, axiom: Triple, derivation: Derivation) -> dict[str, Any]:
        """Return an axiom for JSON, an RDF list by its members, because blank node labels change with each build."""
        data: dict[str, Any] = {**self.context.triple_data(axiom)}
        if isinstance(axiom.object, BlankNode):
            members = [triple.object for triple in derivation.axioms if triple.predicate == FIRST]
            data["object"] = {"list": [self.context.term_data(member) for member in members]}
        return data

    def md_lines(self) -> Iterator[str]:
        """Yield the derivation as nested lists in Markdown, then the sentences as quotations."""
        if self.why.derivation is None:
            for number, line in enumerate(self._alternatives()):
                text = in_markdown(plain(line))
                yield text if not number else f"- {text.strip()}" if line.startswith("  ") else f"\n{text}\n"
            return
        yield from self._bullets(self.why.derivation, 0)
        sentences = self.context.sentences(self.why.passages) if self.context.sentences else {}
        for passage, sentence in sentences.items():
            if sentence is not None:
                yield f"\n> {passage} {in_markdown(' '.join(sentence.split()))}"

    def _bullets(self, derivation: Derivation, depth: int) -> Iterator[str]:
        subject, predicate, value = (in_markdown(self.context.name(term)) for term in derivation.triple)
        line = f"{'  ' * depth}- {subject} **{predicate}** {value}"
        if not derivation.rule:
            yield f"{line} — {in_markdown(sources_text(derivation.sources))}"
            return
        yield f"{line} — `{derivation.rule}` {in_markdown(self._rule_text(derivation))}"
        for premise in derivation.premises:
            yield from self._bullets(premise, depth + 1)

    def dot_lines(self) -> Iterator[str]:
        """Yield a graph in DOT: triples as boxes, rules as ovals."""
        yield "digraph why {\n  rankdir=BT; node [shape=box];"
        if self.why.derivation is not None:
            yield from (f"  {line}" for line in self._graph(self.why.derivation, {}))
        else:
            triple, style = self.why.triple, "" if self.why.holds else ", color=red, style=dashed"
            yield f"  {in_dot(str(triple))} [label={in_dot(self.context.triple(triple))}{style}];"
            for fact in self.why.instead:
                other = Triple(triple.subject, triple.predicate, fact.other)
                text = in_dot(self.context.triple(other), sources_text(fact.sources))
                yield f"  {in_dot(str(other))} [label={text}];"
        yield "}"

    def _graph(self, derivation: Derivation, known: dict[Triple, str]) -> Iterator[str]:
        """Yield each triple once, and each rule between its premises and its conclusion."""
        known[derivation.triple] = name = f"t{len(known)}"
        sources = "" if derivation.rule else sources_text(derivation.sources)
        yield f"{name} [label={in_dot(self.context.triple(derivation.triple), sources)}];"
        if derivation.rule:
            yield f"r{name} [shape=oval, label={in_dot(derivation.rule, self._rule_text(derivation))}];"
            yield f"r{name} -> {name};"
            for premise in derivation.premises:
                if premise.triple not in known:
                    yield from self._graph(premise, known)
                yield f"{known[premise.triple]} -> r{name};"
