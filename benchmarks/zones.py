"""Generates a graph of any size in our ontology: zones, parks, institutions, policies, events, figures and evidence.

The same arguments give the same bytes. Without --violations the graph conforms to shapes/. With it, the graph has that
many violations per triple, and FILE.violations.tsv lists the node, the shape that must report it, and the kind of each.
"""

from __future__ import annotations

import argparse
import random
import sys
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from templates import FORMATS, Violation, compiled, pattern, read_library

from kg.rdf import expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXAMPLES = """examples:
  python benchmarks/zones.py --triples 1000000 -o zones.nq
  python benchmarks/zones.py --triples 10000 --violations 0.001 --seed 7 -o zones.trig
"""
SMALLEST = 1_000
MOST_VIOLATIONS = 0.01
_DAYS = ("31", "28", "31", "30", "31", "30", "31", "31", "30", "31", "30", "31")

Seeded = tuple[str, str, str]
Words = dict[str, list[list[str]]]


@dataclass(frozen=True)
class Part:
    """Some text of the graph, how many triples it adds, and the node, shape and kind of a violation in it."""

    text: str
    size: int
    seeded: Seeded | None = None


class Templates:
    """All templates in one format, with the words to fill them."""

    def __init__(self, fmt: str) -> None:
        library = read_library()
        settings = library.settings
        self.words: Words = settings["words"]
        self.weights: dict[str, int] = settings["weights"]
        self.passages_of_zone: tuple[int, int] = tuple(settings["zone"]["passages"])
        self.ways: dict[str, list[Violation]] = library.violations
        stated: set[str] = set()
        once = []
        for name in ("shared", "sector", *settings["zone"]["opening"]):
            once.append(compiled(library.passages[name], fmt, frozenset(stated)))
            stated |= {each.triple for each in library.passages[name] if each.is_common}
        self.shared, self.sector, *self.opening = once
        before = frozenset(stated)
        self.passages = {name: compiled(library.passages[name], fmt, before) for name in self.weights}
        self.spoilt = {
            name: [compiled(way.spoil(library.passages[name]), fmt, before) for way in self.ways[name]]
            for name in self.weights
        }


class Zones:
    """Makes zones one after the other; the text of one passage at a time is in memory."""

    def __init__(self, templates: Templates, seed: int, violations: float) -> None:
        self._templates = templates
        self._words = templates.words
        self._violations = violations
        self._random = random.Random(seed)  # noqa: S311  -- a benchmark needs the same graph again, not a secret
        self._zone = self._passage = self._order = self._start = 0
        self._due = 0.0
        self._turns = dict.fromkeys(templates.weights, 0)
        self._parks: list[str] = []
        self._place: dict[str, str] = {}

    def common(self) -> Iterator[Part]:
        """Yield what all zones share."""
        yield Part(self._templates.shared.text % {} % {}, self._templates.shared.size)
        for zh, en, local in self._words["sector"]:
            fields = {"sector": local, "sector_zh": zh, "sector_en": en}
            yield Part(self._templates.sector.text % {} % fields, self._templates.sector.size)

    def open_zone(self) -> Iterator[Part]:
        """Yield the passages that begin a new zone."""
        self._zone += 1
        self._order = self._start = 0
        name = self._name("place")
        self._place = {**name, "zone": str(self._zone)}
        self._parks = [f"zone-{self._zone}"]
        for template in self._templates.opening:
            yield Part(template.text % self._place % self._fields(), template.size)

    def passages(self) -> Iterator[tuple[int, Callable[[], Part]]]:
        """Yield the further passages of the zone: how many triples each adds, and what makes it."""
        least, most = self._templates.passages_of_zone
        weights = self._templates.weights
        texts = {name: template.text % self._place for name, template in self._templates.passages.items()}
        deck: list[str] = []
        for _ in range(least + int(self._random.random() * (most - least + 1))):
            if not deck:
                deck = [name for name, weight in weights.items() for _ in range(weight)]
                self._random.shuffle(deck)
            name = deck.pop()
            size = self._templates.passages[name].size
            yield size, lambda name=name, size=size: self._make(name, texts[name], size)  # type: ignore[misc]

    def _make(self, name: str, text: str, size: int) -> Part:
        fields = self._fields()
        if name == "parks":
            self._parks.append(f"sub-{self._passage}")
        self._due += self._violations * size
        if self._due < 1:
            return Part(text % fields, size)
        self._due -= 1
        turn = self._turns[name] % len(self._templates.ways[name])
        self._turns[name] += 1
        way, spoilt = self._templates.ways[name][turn], self._templates.spoilt[name][turn]
        node = pattern(way.node.strip("<>")) % self._place % fields
        shape = expand(way.shape)
        assert shape is not None, way.shape  # noqa: S101  -- a template's mistake, found by its first use
        return Part(spoilt.text % self._place % fields, spoilt.size, (node, shape.value, way.kind))

    def _pick(self, kind: str) -> list[str]:
        words = self._words[kind]
        return words[int(self._random.random() * len(words))]

    def _name(self, kind: str) -> dict[str, str]:
        first, second = self._pick("first"), self._pick("second")
        return {f"{kind}_{part}": first[at] + second[at] for part, at in (("zh", 0), ("py", 1), ("en", 2))}

    def _fields(self) -> dict[str, str]:
        """Return the fields of the next passage."""
        number = self._random.random
        self._passage += 1
        self._order += 1
        self._start += 50
        month = int(number() * 12)
        year = 2001 + int(number() * 22)
        denominator = 3 + int(number() * 7)
        topic, thing, sector, surname = map(self._pick, ("topic", "thing", "sector", "surname"))
        name = self._name("name")
        return {
            **name,
            "n": str(self._passage),
            "p": f"{self._passage:02d}",
            "order": str(self._order),
            "odd": str(2 * self._order - 1),
            "even": str(2 * self._order),
            "start": str(self._start),
            "end": str(self._start + 20 + int(number() * 29)),
            "sha": f"{self._random.getrandbits(256):064x}",
            "kind": "heading" if self._order == 1 else "sentence",
            "section": "overview" if number() < 0.5 else "figures",  # noqa: PLR2004  -- half and half
            "year": str(year),
            "later": str(year + 5),
            "month": f"{month + 1:02d}",
            "day": f"{1 + int(number() * 28):02d}",
            "last": "29" if month == 1 and not year % 4 else _DAYS[month],
            "count": str(100 + int(number() * 9900)),
            "few": str(2 + int(number() * 98)),
            "amount": str(10 + int(number() * 9990)),
            "percent": str(10 + int(number() * 90)),
            "denominator": str(denominator),
            "quotient": f"{1 / denominator:.6f}",
            **_words(topic, thing, sector),
            "person_zh": surname[0] + name["name_zh"],
            "person_en": f"{surname[2]} {name['name_en']}",
            "person_py": f"{surname[1]} {name['name_py']}",
            "parent": self._parks[int(number() * len(self._parks))] if self._parks else "",
        }


def _words(topic: list[str], thing: list[str], sector: list[str]) -> dict[str, str]:
    """Return the fields of a topic, a thing and a sector, each given in Chinese and English."""
    words = {"topic": topic, "thing": thing, "sector": sector}
    fields = {f"{name}_{lang}": pair[at] for name, pair in words.items() for at, lang in enumerate(("zh", "en"))}
    return {**fields, "sector": sector[2]}


def generate(triples: int, *, violations: float = 0.0, seed: int = 0, fmt: str = "nq") -> Iterator[Part]:
    """Yield the parts of a graph of about that many different triples, at most half a passage more or less.

    The graph is the same in each format: with named graphs a triple that several passages state is written with each.

    Raises ValueError for fewer than the smallest graph has, or for more violations than passages can hold.
    """
    if triples < SMALLEST:
        raise ValueError(f"--triples {triples}: a graph has at least {SMALLEST:,}")
    if not 0 <= violations <= MOST_VIOLATIONS:
        raise ValueError(f"--violations {violations}: from 0 to {MOST_VIOLATIONS} per triple")
    templates = Templates(fmt)
    zones = Zones(templates, seed, violations)
    opening = sum(template.size for template in templates.opening)
    made = 0
    for part in zones.common():
        made += part.size
        yield part
    room = triples
    while True:
        if room > 2 * opening:  # else the zone before is as long as the rest asks for
            for part in zones.open_zone():
                made += part.size
                yield part
        for size, make in zones.passages():
            if made + size / 2 > triples:
                return
            part = make()
            made += part.size
            yield part
        room = triples - made


def write(path: Path, *, triples: int, violations: float, seed: int, fmt: str, report: Callable[[int], None]) -> int:
    """Write a graph and, if any, the list of its violations beside it; return how many triples it has."""
    made = 0
    listed = path.with_name(path.name + ".violations.tsv")
    with path.open("wb") as file, listed.open("wb") if violations else nullcontext() as beside:
        if beside:
            beside.write(b"node\tshape\tkind\n")
        for part in generate(triples, violations=violations, seed=seed, fmt=fmt):
            file.write(part.text.encode())
            made += part.size
            if beside and part.seeded:
                beside.write(("\t".join(part.seeded) + "\n").encode())
            report(made)
    return made


@contextmanager
def progress(triples: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal; elsewhere report nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("triples", total=triples)
        shown = 0

        def report(made: int) -> None:
            nonlocal shown
            if made - shown > 50_000 or made >= triples:  # noqa: PLR2004  -- a bar moves a few times a second
                shown = made
                bar.update(task, completed=made)

        yield report


def main(arguments: list[str] | None = None) -> None:
    """Write a graph as the arguments ask. Exits with 2 on misuse."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--triples", type=int, default=100_000, help="how many, to 1%% from 10,000 up [100000]")
    parser.add_argument("--violations", type=float, default=0.0, help="seeded violations per triple, up to 0.01 [0]")
    parser.add_argument("--seed", type=int, default=7, help="another seed, another graph [7]")
    parser.add_argument("--format", choices=FORMATS, help="[the suffix of the file]")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="FILE.nq, .trig or .nt (flat)")
    options: Any = parser.parse_args(arguments)
    fmt = options.format or options.output.suffix.removeprefix(".")
    if fmt not in FORMATS:
        parser.error(f"{options.output}: the suffix is none of {', '.join(FORMATS)}; name a --format")
    try:
        with progress(options.triples) as report:
            made = write(
                options.output,
                triples=options.triples,
                violations=options.violations,
                seed=options.seed,
                fmt=fmt,
                report=report,
            )
    except (ValueError, OSError) as error:
        parser.error(str(error))
    print(f"{options.output}: {made:,} triples", file=sys.stderr)


if __name__ == "__main__":
    main()
