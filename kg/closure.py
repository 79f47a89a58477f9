"""The closure: ontology, data and evidence links, with all that OWL 2 RL entails from them."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.data import Data, read_data
from kg.errors import ParseError, closest
from kg.evidence import INFERRED, derive_links
from kg.infer import infer
from kg.ontology import Ontology, read_ontology
from kg.rdf import flat, placed
from kg.shapes import Shapes, read_shapes
from kg.store import Workspace
from kg.terms import compact, graph_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from pyoxigraph import Quad

    from kg.project import Project

    Step = Callable[[str], AbstractContextManager[object]]

_ONTOLOGY = graph_iri("ontology")


@dataclass(frozen=True)
class Closure:
    """A graph with all that follows from it, in memory, and what it was read from."""

    store: Workspace
    data: Data
    ontology: Ontology
    shapes: Shapes

    @property
    def quads(self) -> frozenset[Quad]:
        """The quads of all named graphs."""
        return frozenset(self.store.quads())


def silent(_: str) -> AbstractContextManager[object]:
    """Report a step to nobody."""
    return nullcontext()


def load(project: Project, *, own: Iterable[Data] = (), step: Step = silent) -> Closure:
    """Read a project's ontology and data, and a user's `own` data beside them, and infer what follows.

    Raises ParseError if a file cannot be read or uses an undefined term of ours, ViolationError if the data
    contradicts the ontology.
    """
    with step("load"):
        ontology = read_ontology(project.ontology)
        shapes = read_shapes(project.shapes)
        data = read_data(project.data)
        for each in own:
            data = data.joined(each)
        refuse_undefined(ontology, data, project)
    with step("infer"):
        stated = {*data.quads, *(placed(triple, _ONTOLOGY) for triple in ontology.triples), *derive_links(data.quads)}
        store = Workspace.in_memory(stated)
        infer(store, INFERRED)
    return Closure(store, data, ontology, shapes)


def refuse_undefined(ontology: Ontology, data: Data, project: Project) -> None:
    """Raise ParseError naming each undefined term of our namespace, where it stands, and the nearest defined ones."""
    known = [compact(iri) for iri in ontology.terms]
    lines = []
    for iri in ontology.undefined(flat(data.quads)):
        users = {quad.subject for quad in data.quads if NamedNode(iri) in quad.triple}
        files = sorted({project.relative(path) for node in users for path, _ in data.places.get(node, ())})
        near = " or ".join(closest(compact(iri), known, limit=3))
        remedy = f"did you mean {near}?" if near else "nothing like it is defined"
        lines.append(f"  {compact(iri)} in {', '.join(files)}: {remedy}")
    if lines:
        raise ParseError("terms that the ontology does not define:\n" + "\n".join(lines), hint="correct or define them")
