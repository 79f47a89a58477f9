"""The façade for RDF of your own, without a project."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg import build as building, rdf, validation, views
from kg.runtime import SILENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.runtime import Reporter

    Sources = rdf.Source | list[rdf.Source] | tuple[rdf.Source, ...]


def validate(
    data: Sources,
    *,
    shapes: Sources,
    ontology: Sources = (),
    infer: str = "none",
    advanced: bool = False,
    abort: bool = False,
    engine: str = "kg",
    compare: bool = False,
    strict: bool = False,
    input_format: str | None = None,
    context: rdf.Contexts | None = None,
    lang: str = "en",
    reporter: Reporter = SILENT,
) -> views.ValidationView | views.ComparisonView:
    """Validate RDF with shapes of your own, without a project; the result unpacks as `conforms, report_graph, text`.

    Data, shapes and ontology are each a path, a text, bytes, an rdflib.Graph, or a list of these. The axioms of the
    ontology are added to the data; `infer` (`none`, `rdfs`, `owlrl`) adds what follows. `advanced` runs the SHACL
    Advanced Features, such as rules; `abort` ends with the first violation. `engine`, `compare` and `strict` are
    those of `Graph.validate`; `input_format`, of the data, and `context` are those of `kg.open`. Results are those of
    pyshacl with the same options; messages may differ.

    Raises ParseError for a source that cannot be read, KgError if a shape is not well formed, or requires what is not
    supported.
    """
    sources = (_listed(data), _listed(shapes), _listed(ontology))
    how: dict[str, Any] = {"input_format": input_format, "context": context, "inference": infer}
    job = validation.read_job(*sources, **how, advanced=advanced, abort=abort, reporter=reporter)
    if compare:
        return views.ComparisonView(validation.compare_engines(job.run), lang)
    return views.ValidationView(lang, replace(job.run(validation.known_engine(engine)), warnings_fail=strict))


def _listed(sources: Sources) -> Sequence[rdf.Source]:
    return sources if isinstance(sources, (list, tuple)) else [sources]


def infer(
    *files: rdf.Source,
    axioms: bool = False,
    input_format: str | None = None,
    context: rdf.Contexts | None = None,
    engine: str = "kg",
    compare: bool = False,
    lang: str = "en",
    reporter: Reporter = SILENT,
) -> views.TriplesView | views.InferenceComparisonView:
    """Return the triples that OWL 2 RL entails from RDF files, ontology and data together, and that they do not state.

    `axioms` includes what restates the ontology: derived domains and ranges, members of classes without a name, and
    `x a owl:Thing`. A blank node has its label in the file; labels that two files share are changed. Left out are only
    triples that equate a term with itself. `input_format` and `context` are those of `kg.open`.

    `engine` runs the rules: `kg` compiles them to SPARQL, `owlrl` is the reference. `compare` returns what the two
    derive differently, `axioms` included, with the reason of each difference.

    Raises ParseError for a file that cannot be read, ViolationError if the data contradicts the ontology.
    """
    read = rdf.read_sources(files, input_format=input_format, context=context, reporter=reporter)
    found = building.infer_files(read, axioms=axioms, engine=engine, compare=compare, reporter=reporter)
    return views.inferred(found, lang, rdf.prefixes_in(read))
