"""An opened graph: its questions and checks, with one method for each command of `kg`, its name and options."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from kg import (
    ask as asking,
    audit as auditing,
    build as building,
    explain,
    owl,
    query as querying,
    rdf,
    remote,
    validation,
    views,
)
from kg.errors import ParameterError
from kg.graph.own_files import infer
from kg.graph.stored_graph import StoredGraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.query import Value

    PathLike = str | Path


class Graph(StoredGraph):
    """The graph of a project, or of a SPARQL server, with a project's saved queries; usable from several threads.

    Results are in the language `lang` (`en` or `zh`) unless a method is given another. `reporter` receives progress and
    warnings. Errors that a user can correct are KgError; a wrong type can raise TypeError or AttributeError.
    """

    @overload
    def query(
        self,
        query: PathLike,
        /,
        params: Mapping[str, Value] | None = None,
        *,
        with_evidence: bool = False,
        limit: int = 0,
        timeout: float | None = None,
        engine: str = "kg",
        compare: Literal[False] = False,
        lang: str | None = None,
        **values: Value,
    ) -> views.Answer: ...
    @overload
    def query(
        self,
        query: PathLike,
        /,
        params: Mapping[str, Value] | None = None,
        *,
        with_evidence: bool = False,
        limit: int = 0,
        timeout: float | None = None,
        engine: str = "kg",
        compare: Literal[True],
        lang: str | None = None,
        **values: Value,
    ) -> views.QueryComparisonView: ...
    def query(
        self,
        query: PathLike,
        /,
        params: Mapping[str, Value] | None = None,
        *,
        with_evidence: bool = False,
        limit: int = 0,
        timeout: float | None = None,
        engine: str = "kg",
        compare: bool = False,
        lang: str | None = None,
        **values: Value,
    ) -> views.Answer | views.QueryComparisonView:
        """Run a saved query by name, a query file (a path that ends in .rq), or SPARQL text, and return its answer.

        A parameter takes a label in any language, a CURIE, an IRI, a number, date, datetime or term, or a list of them;
        None omits it. `params` takes parameters whose names are options here. `with_evidence` adds to each row the
        passages and triples that support it. `limit` keeps that many rows (0: all). `timeout`, in seconds, runs the
        query in a child process that is killed when the time is up.

        `engine` runs the query: `kg` is the embedded store or the server, `rdflib` the reference, into which the data
        is loaded each time. `compare` returns what the two return differently, with the reason.

        Raises KgError for an unknown name, an ambiguous label, a wrong value, a syntax error or a timeout.
        """
        context, given = self._context(lang), {**(params or {}), **values}
        if compare:
            return views.compare_query(self, query, given, context)
        options = views.QueryOptions(with_evidence, limit, timeout, engine)
        return views.answer_query(self, query, given, context, options)

    def queries(self, word: str | None = None, *, lang: str | None = None) -> views.QueriesView:
        """Return the saved queries: all, those that contain a word, or the one of that name with its description."""
        found = querying.search_queries(self.project.queries, word)
        return views.QueriesView(found, self.language(lang), is_described=[query.name for query in found] == [word])

    def choices(self, query: str, parameter: str, *, lang: str | None = None) -> views.ChoicesView:
        """Return the entities with which a saved query has rows, as values of one parameter.

        Raises UnknownNameError for an unknown query or parameter, ParameterError for a parameter of another kind.
        """
        found = querying.values_with_rows(self.store, querying.find_query(self.project.queries, query), parameter)
        return views.ChoicesView(found, self._context(lang))

    def check_query(self, *files: PathLike, lang: str | None = None) -> views.ContractView:
        """Check query files, or saved queries by name, against the contract of saved queries, on two engines."""
        return views.ContractView(querying.check_files(self.project.queries, self.store, files), self.language(lang))

    @cached_property
    def _asker(self) -> asking.Asker:
        found = querying.read_queries(self.project.queries)
        return asking.Asker(self.store, found, asking.read_lexicon(self.project.queries))

    def ask(
        self,
        question: str,
        *,
        lang: str | None = None,
        explain: bool = False,
        dry_run: bool = False,
        with_evidence: bool = True,
    ) -> views.QuestionView:
        """Answer a question in Chinese or English with the saved query that fits, its parameters filled.

        On a close call no query is run and the candidates are returned. `explain` adds how the question was read,
        `dry_run` runs nothing. Without `lang` the answer is in the question's language.
        """
        understood = self._asker.ask(question)
        language = self.language(lang or ("zh" if understood.reading.is_chinese else "en"))
        answer: views.Answer | views.EntityView | None = None
        if (chosen := understood.chosen) is not None and not dry_run:
            if chosen.query is not None:
                answer = self.query(chosen.query.name, chosen.values, with_evidence=with_evidence, lang=language)
            else:
                answer = self.show(chosen.entity or "", lang=language)
        return views.QuestionView(understood, answer, self._context(language), explain)

    def show(self, entity: str, *, everything: bool = False, lang: str | None = None) -> views.EntityView:
        """Return an entity, given by label, CURIE or IRI, with its facts in both directions and their sources.

        `everything` includes what is entailed in other vocabularies. Raises UnknownNameError, AmbiguousNameError.
        """
        node = querying.find_entity(self.store, entity)
        return views.EntityView(explain.describe_entity(self.store, node, everything=everything), self._context(lang))

    def why(self, subject: str, predicate: str, value: str, *, lang: str | None = None) -> views.WhyView:
        """Explain a triple: return whether the graph has it, and its passages or its derivation by OWL 2 RL rules.

        The terms are labels, CURIEs, IRIs or values. Raises UnknownNameError, AmbiguousNameError.
        """
        return views.WhyView(explain.explain_triple(self.store, subject, predicate, value), self._context(lang))

    def why_not(
        self, query: PathLike, /, params: Mapping[str, Value] | None = None, *, lang: str | None = None, **values: Value
    ) -> views.WhyNotView:
        """Return why a query has no rows: the first part of its pattern that fails, and what would match.

        Query and parameters are those of `query`. Raises KgError as `query` does.
        """
        given = {**(params or {}), **values}
        found = querying.find_or_read(self.project, query, with_values=bool(given))
        diagnosis = explain.diagnose(self.store, querying.bind_query(self.store, found, given))
        return views.WhyNotView(diagnosis, self._context(lang))

    def path(
        self,
        start: str,
        end: str,
        *,
        longest: int = 4,
        limit: int = 5,
        everything: bool = False,
        lang: str | None = None,
    ) -> views.PathView:
        """Return the shortest chains of facts between two entities, given by label, CURIE or IRI.

        `longest` is the number of links in a chain, 1 to 10; `limit` the number of chains, 1 to 1000; `everything`
        includes chains through passages, periods, units and the like. Raises KgError for a number out of range.
        """
        found = explain.find_paths(self.store, start, end, longest=longest, limit=limit, everything=everything)
        wider = None
        if found.distance is None and not everything:
            ends = found.start.value, found.end.value
            wider = explain.find_paths(self.store, *ends, longest=explain.LONGEST, limit=1, everything=True)
        return views.PathView(found, self._context(lang), longest, wider)

    def validate(
        self,
        *files: PathLike,
        vocabulary: bool = False,
        engine: str = "kg",
        compare: bool = False,
        strict: bool = False,
        input_format: str | None = None,
        context: rdf.Contexts | None = None,
        lang: str | None = None,
    ) -> views.ValidationView | views.OntologyView | views.ComparisonView:
        """Validate the graph, or RDF files beside it, against the ontology and the shapes; or the ontology itself.

        Of files, all that they state is judged: syntax, terms, values, contradictions with the ontology, and shapes.
        With `strict`, a warning fails, too. `engine` runs the shapes: `kg` compiles them to SPARQL, `pyshacl` is the
        reference; `compare` returns what the reports of both have different, for shapes alone. `input_format` and
        `context` are those of `kg.open`. `kg.validate` takes shapes of your own. A server is validated by SPARQL
        queries that it answers. Raises KgError for a file that is not there, or is no RDF.
        """
        if vocabulary:
            if files or self.server:
                raise ParameterError("the ontology is validated without files and server", hint="omit one of them")
            terms = validation.check_ontology(self.project, reporter=self.reporter)
            return views.OntologyView(self.language(lang), terms)
        own = validation.UserFiles.read(map(Path, files), input_format=input_format, context=context)
        with building.open_subject(self, own) as subject:
            if compare:
                run = partial(subject.compared, reporter=self.reporter)
                return views.ComparisonView(validation.compare_engines(run), self.language(lang))
            report = subject.validate(validation.known_engine(engine), strict=strict, reporter=self.reporter)
        return views.ValidationView(self.language(lang), report)

    def validation_sparql(self, *files: PathLike) -> str:
        """Return the SPARQL queries that the shapes are compiled to; each of their rows is a violation."""
        with building.open_subject(self, validation.UserFiles.read(map(Path, files))) as subject:
            return validation.shapes_as_sparql(subject.dataset, subject.shapes, focus=subject.iris)

    def infer(
        self,
        *files: rdf.Source,
        axioms: bool = False,
        **options: Any,  # noqa: ANN401  -- those of kg.infer
    ) -> views.TriplesView | views.InferenceView | views.InferenceComparisonView:
        """Return what OWL 2 RL entails from RDF files, or add to a server's graph what its data entails.

        The options are those of `kg.infer`; for a server only `axioms`. Raises what `kg.infer` raises, and KgError for
        a project's graph without files, whose store has the inferred triples.
        """
        if self.server is None:
            return infer(*files, **{"axioms": axioms, "lang": self.lang, "reporter": self.reporter, **options})
        if files or options:
            raise ParameterError("a server infers from its own data", hint="omit files and options, or the server")
        endpoint = self.server.endpoint
        with self.reporter.step("infer"):
            owl.infer(endpoint, rdf.INFERRED, axioms=axioms, reporter=self.reporter)
        return views.InferenceView(remote.count_of(endpoint, rdf.INFERRED), endpoint.url)

    def audit(
        self, document: PathLike, *, html: PathLike | None = None, write: bool = False, lang: str | None = None
    ) -> views.AuditView:
        """Compare the graph with the text of its document, in both directions.

        `html` is a file to write: the document with its facts beside it. `write` corrects in data/document.ttl the
        offsets of passages that moved. Raises KgError for a document that cannot be read.
        """
        page, language = Path(html) if html else None, self.language(lang)
        report, moved = auditing.audit_document(
            self.project, Path(document), html=page, write=write, language=language, reporter=self.reporter
        )
        return views.AuditView(report, language, moved)
