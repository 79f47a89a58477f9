"""Finds the values that a question gives to the parameters of a query."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.ask.kinds import Kinds, is_end, is_year
from kg.rdf import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.ask.names import Names
    from kg.ask.reading import Mention, Reader, Reading
    from kg.ask.tokens import Token
    from kg.query import Parameter, SavedQuery

_HAN, _LATIN = 4, 2


@dataclass
class Binding:
    """Parameter values as `kg query -p` takes them, and where they come from.

    `used` are the mentions that gave a value, `surplus` those whose parameter had a value already, `spans` other text
    that gave one. `partial` are parameters whose entity is named by a part of its label, `assumed` those with a default
    since the question leaves them open, `missing` required ones without a value, which have the query's example.
    """

    values: dict[str, str] = field(default_factory=dict)
    used: list[Mention] = field(default_factory=list)
    surplus: list[Mention] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


class Binder:
    """Binds what a question names to the parameters of queries."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._kinds = Kinds(reader.names)
        self._grams = _grams(reader.names, reader.lexicon.fillers)

    @property
    def _names(self) -> Names:
        return self._reader.names

    def bind(self, query: SavedQuery, reading: Reading) -> Binding:
        """Return the values that a question gives to a query's parameters."""
        binding = Binding()
        _bind_times(query, reading, binding, self._names)
        for parameter in self._ordered(query, reading):
            self._bind_name(parameter, reading, binding)
        for parameter in query.parameters:
            if parameter.name in binding.values or parameter.interval is not None:
                continue
            if parameter.datatype in ("xsd:decimal", "xsd:integer"):
                _bind_number(parameter, reading, binding)
            elif parameter.datatype == "xsd:string":
                self._bind_text(parameter, reading, binding)
            elif parameter.class_ is not None:
                self._bind_part(parameter, reading, binding)
        for parameter in query.parameters:
            if not parameter.optional and parameter.name not in binding.values:
                self._assume(parameter, binding)
        return binding

    def _ordered(self, query: SavedQuery, reading: Reading) -> list[Parameter]:
        """Return the parameters that take entities: required ones first, then those whose label is in the question."""
        meanings = {meaning for word in reading.words if word.mention is None for meaning in word.meanings}

        def order(parameter: Parameter) -> tuple[bool, bool]:
            label = f"{parameter.label['zh']} {parameter.name.replace('_', ' ')}"
            is_in_question = any(word.meanings & meanings for word in self._reader.read(label).words)
            return (parameter.optional, not is_in_question)

        return sorted((each for each in query.parameters if each.class_ is not None), key=order)

    def _bind_name(self, parameter: Parameter, reading: Reading, binding: Binding) -> None:
        if parameter.name in binding.values:
            return
        for mention in sorted(reading.mentions, key=lambda each: each.common):
            if mention in binding.used or (mention.common and self._is_loose(mention, reading)):
                continue
            fitting = [iri for iri in mention.iris if self._kinds.takes(parameter, iri)]
            if fitting and parameter.name in binding.values:
                is_same = compact(fitting[0]) == binding.values[parameter.name]
                (binding.used if is_same else binding.surplus).append(mention)
            elif fitting:
                binding.values[parameter.name] = compact(fitting[0])
                binding.used.append(mention)

    def _is_loose(self, mention: Mention, reading: Reading) -> bool:
        """Return whether a name is a short or filler word (近, about), which is a name only in quotation marks."""
        is_small = (
            len(mention.text) == 1 and not mention.text.isascii()
        ) or mention.text in self._reader.lexicon.fillers
        return is_small and mention.text not in reading.quoted

    def _bind_text(self, parameter: Parameter, reading: Reading, binding: Binding) -> None:
        for mention in reading.mentions:
            if mention.iris and not mention.common and mention not in binding.used:
                entity = next((iri for iri in mention.iris if not self._names.is_common(iri)), mention.iris[0])
                binding.values[parameter.name] = self._names.name_like(entity, mention.text)
                binding.used.append(mention)
                return
        if reading.quoted:
            binding.values[parameter.name] = reading.quoted[0]
            start = reading.text.index(reading.quoted[0])
            binding.spans.append((start, start + len(reading.quoted[0])))

    def _bind_part(self, parameter: Parameter, reading: Reading, binding: Binding) -> None:
        """Bind the only member of a class whose name shares a long piece with the question: 先行先试."""
        members = set(self._kinds.members(parameter))
        if not members:
            return
        counts: dict[str, int] = {}
        places: dict[str, list[tuple[int, int]]] = {}
        taken = [(each.start, each.end) for each in reading.mentions if each.number is None and not each.common]
        common = [(each.start, each.end) for each in reading.mentions if each.number is None and each.common]
        for gram, start, end in _pieces(reading.tokens, self._reader.lexicon.fillers):
            if any(first < end and start < last for first, last in taken):
                continue
            for iri in self._grams.get(gram, frozenset()) & members:
                counts[iri] = counts.get(iri, 0) + 1
                places.setdefault(iri, []).append((start, end))
        most = max(counts.values(), default=0)
        best = [iri for iri, count in counts.items() if count == most]
        # a single piece that is the name of a class (科研机构) does not name one member
        is_class = most == 1 and any(
            first < end and start < last for first, last in common for start, end in places[best[0]]
        )
        if len(best) == 1 and not is_class:
            binding.values[parameter.name] = compact(best[0])
            binding.partial.append(parameter.name)
            binding.spans += places[best[0]]

    def _assume(self, parameter: Parameter, binding: Binding) -> None:
        """Bind a required parameter that the question leaves open to its only sensible value, else to its example."""
        members = self._kinds.members(parameter)
        subjects = [iri for iri in members if iri in self._names.subjects]
        if parameter.datatype == "xsd:date":
            first, last = self._names.span
            binding.values[parameter.name] = last if is_end(parameter) else first
        elif len(members) == 1 or len(subjects) == 1:
            binding.values[parameter.name] = compact((subjects or members)[0])
        else:
            # an example for the user to replace; no query is run with it
            binding.values[parameter.name] = _plain(parameter.example)
            binding.missing.append(parameter.name)
            return
        binding.assumed.append(parameter.name)


def _bind_times(query: SavedQuery, reading: Reading, binding: Binding, names: Names) -> None:
    mentions = [each for each in reading.mentions if each.time is not None]
    if not mentions:
        return
    years = [each for each in query.parameters if is_year(each)]
    dates = [each for each in query.parameters if each.datatype == "xsd:date"]
    if years and all(each.time and each.time.year for each in mentions):
        binding.used += mentions
        if len(mentions) == 1 and mentions[0].time:  # one of two years would give a wrong answer
            binding.values[years[0].name] = str(mentions[0].time.year)
        return
    first = mentions[0]
    assert first.time is not None  # noqa: S101  -- mentions are those with a time
    since, until = first.time.since, first.time.until
    if dates and not any("c:plan period" in word.meanings for word in reading.words):
        for parameter in dates:
            if day := until if is_end(parameter) else since:
                binding.values[parameter.name] = day.isoformat()
                binding.used.append(first)
        return
    period = names.periods.get((since.isoformat() if since else "", until.isoformat() if until else ""))
    takers = [each for each in query.parameters if each.class_ == "zj:Period"]
    if period and takers:
        binding.values[takers[0].name] = compact(period)
        binding.used.append(first)


def _bind_number(parameter: Parameter, reading: Reading, binding: Binding) -> None:
    for mention in reading.mentions:
        number = mention.number
        if number is None or mention in binding.used or is_year(parameter):
            continue
        if parameter.datatype == "xsd:integer" and number.value != int(number.value):
            continue
        if not number.is_ratio and not any(character.isdigit() for character in mention.text):
            continue  # 一 seldom means the number one
        binding.values[parameter.name] = number.text
        binding.used.append(mention)
        return


def _plain(term: str) -> str:
    """Return an example term as `kg query -p` takes it: a literal without quotation marks."""
    return term.split('"')[1] if term.startswith('"') else term


def _grams(names: Names, fillers: frozenset[str]) -> dict[tuple[str, ...], frozenset[str]]:
    grams: dict[tuple[str, ...], set[str]] = {}
    for iri, every in names.tokens.items():
        for name in every:
            for gram, _, _ in _pieces(name, fillers):
                grams.setdefault(gram, set()).add(iri)
    return {gram: frozenset(iris) for gram, iris in grams.items()}


def _pieces(tokens: Sequence[Token], fillers: frozenset[str]) -> Iterable[tuple[tuple[str, ...], int, int]]:
    """Yield the pieces that identify a name: four Chinese characters, or two English words that are not fillers."""
    for size, is_han in ((_HAN, True), (_LATIN, False)):
        for place in range(len(tokens) - size + 1):
            piece = tokens[place : place + size]
            if all(each.is_han is is_han and (is_han or each.text not in fillers) for each in piece):
                yield tuple(each.stem for each in piece), piece[0].start, piece[-1].end
