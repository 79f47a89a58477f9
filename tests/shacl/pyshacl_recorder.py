"""A plugin of pytest for pyshacl's own tests: each validation runs by `kg.validate`, too, and what differs is recorded.

The environment variable KG_RECORD names the file to write: one line of JSON per validation. Validations with options
that `kg.validate` does not have are recorded as skipped.
"""

from __future__ import annotations

import io
import json
import os
import warnings
from pathlib import Path
from typing import Any

import pyshacl
import pyshacl.entrypoints
import pytest
import rdflib

import kg
from kg.rdf import from_rdflib
from kg.shacl import differences

_VALIDATE = pyshacl.validate
_RECORD = Path(os.environ["KG_RECORD"])
_OTHER = (
    "sparql_mode js focus_nodes use_shapes do_owl_imports max_validation_depth iterate_rules allow_infos allow_warnings"
).split()
_SOURCES = {"shapes": "shacl_graph", "ontology": "ont_graph"}
_test = [""]
_is_inside = [False]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note the name of the test that runs, with that of its first file."""
    parameters = getattr(item, "callspec", None)
    files = [Path(str(value)).name for value in parameters.params.values()] if parameters else []
    _test[0] = " ".join([getattr(item, "originalname", item.name), *files[:1]])


def _record(result: str, **values: object) -> None:
    with _RECORD.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"test": _test[0], "result": result, **values}) + "\n")


def _recorded(data_graph: Any, *args: Any, **options: Any) -> Any:
    """Run pyshacl as the test does, and both with the options that `kg.validate` has."""
    if _is_inside[0]:  # `kg.validate` runs pyshacl
        return _VALIDATE(data_graph, *args, **options)
    _is_inside[0] = True
    try:
        _run_both(data_graph, options)
    finally:
        _is_inside[0] = False
    return _VALIDATE(data_graph, *args, **options)


def _run_both(data_graph: Any, options: dict[str, Any]) -> None:
    other = [name for name in _OTHER if options.get(name)]
    data = [_source(each, options.get("data_graph_format")) for each in _listed(data_graph)]
    if other or None in data:
        _record("skipped", why=", ".join(other) or type(data_graph).__name__)
        pytest.skip("options that kg.validate does not have")
    given = {name: _source(options.get(key), options.get(f"{key}_format")) for name, key in _SOURCES.items()}
    inference = {"both": "rdfs", None: "none"}.get(options.get("inference"), options.get("inference"))
    more = {"advanced": bool(options.get("advanced"))}
    abort = bool(options.get("abort_on_first"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = _by_pyshacl(data, given, inference=inference, abort_on_first=abort, **more)
        sources = {"shapes": given["shapes"] or data, "ontology": given["ontology"] or ()}
        ours = _by_kg(data, **sources, infer=inference, abort=abort, **more)
        _compare(theirs, ours, abort=abort)


def _listed(source: Any) -> list[Any]:
    return list(source) if isinstance(source, (list, tuple)) else [source]


def _source(source: Any, fmt: str | None) -> Any:
    """Return a source that can be read several times, None for one that `kg.validate` does not take."""
    if isinstance(source, io.IOBase):
        content = source.read()
        source.seek(0)
        return content
    if isinstance(source, (str, bytes)) and fmt and fmt not in ("turtle", "auto"):
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(**({"source": source} if Path(str(source)[:200]).exists() else {"data": source}), format=fmt)
        return dataset
    return source if isinstance(source, (str, bytes, rdflib.Graph)) else None


def _copy(source: Any) -> Any:
    """Return a copy of a graph, since pyshacl may change it."""
    if not isinstance(source, rdflib.Graph):
        return source
    is_dataset = isinstance(source, rdflib.Dataset)
    copy = rdflib.Dataset(default_union=True) if is_dataset else rdflib.Graph()
    copy.parse(data=source.serialize(format="nquads" if is_dataset else "nt"), format="nquads" if is_dataset else "nt")
    for prefix, namespace in source.namespaces():
        copy.bind(prefix, namespace)
    return copy


def _by_pyshacl(data: list[Any], given: dict[str, Any], **options: Any) -> tuple[bool, Any] | str:
    inputs = {key: _copy(given[name]) for name, key in _SOURCES.items()}
    copies = [_copy(each) for each in data]
    try:
        conforms, graph, _ = _VALIDATE(copies if len(copies) > 1 else copies[0], **inputs, **options)
    except Exception as error:  # noqa: BLE001
        return repr(error)
    return repr(graph) if isinstance(graph, Exception) else (conforms, graph)


def _by_kg(data: Any, **options: Any) -> tuple[bool, Any] | str:
    def own(source: Any) -> Any:
        if isinstance(source, (list, tuple)):
            return [own(each) for each in source]
        text = source.decode() if isinstance(source, bytes) else source
        return text.removeprefix("file://") if isinstance(text, str) and "\n" not in text else source

    try:
        view = kg.validate(
            own(data),
            **{name: own(value) if name in ("shapes", "ontology") else value for name, value in options.items()},
        )
    except kg.KgError as error:
        return error.message
    return view.conforms, view.report_graph  # type: ignore[union-attr]


def _compare(theirs: Any, ours: Any, *, abort: bool) -> None:
    if isinstance(theirs, str) or isinstance(ours, str):
        same = isinstance(theirs, str) and isinstance(ours, str)
        _record("same" if same else "different", pyshacl=str(theirs), kg=str(ours))
        return
    found = differences({"kg": list(from_rdflib(ours[1])), "pyshacl": list(from_rdflib(theirs[1]))})
    # which violation is the first differs from run to run in pyshacl
    same = theirs[0] == ours[0] and (abort or not found)
    texts = [f"only {each.engine}: {each.text}" for each in found]
    _record("same" if same else "different", conforms=[theirs[0], ours[0]], differences=texts)


pyshacl.validate = pyshacl.entrypoints.validate = _recorded
