"""Writes docs/python.md from python_intro.md and the docstrings of the public interface. `make docs` runs it."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg import errors, explain, query, results, runtime, shacl, store, views
from kg.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DOCS = Path(__file__).parent
WIDTH = 90
VIEWS = (
    "Answer QuestionView QueriesView ChoicesView ContractView EntityView WhyView WhyNotView PathView ValidationView "
    "OntologyView ComparisonView AuditView TriplesView InferenceView BuildView InfoView PushView PullView"
).split()
RECORDS = (
    (results, "RowEvidence Citation"),
    (explain, "Fact Source Chain Derivation"),
    (query, "SavedQuery ParameterValue"),
    (shacl, "Finding"),
    (store, "Manifest"),
)


def python_page() -> str:
    """Return the page of the Python interface."""
    return "\n\n".join(block.strip() for block in _blocks() if block) + "\n"


def _blocks() -> Iterator[str]:
    yield (DOCS / "python_intro.md").read_text(encoding="utf-8")
    yield "## Functions"
    for name in ("open", "connect", "infer", "validate"):
        yield from _entry(f"kg.{name}", getattr(kg, name))
    yield from ("## Graph", _text(Graph))
    for name, member in _members(*Graph.__mro__[:-1]):
        yield from _entry(f"Graph.{name}", member)
    yield from ("## Results", _text(views.View))
    yield _member_list(views.View)
    for name in VIEWS:
        view = getattr(views, name)
        yield from (f"### {name}", _text(view), f"Formats of `render`: {', '.join(f'`{f}`' for f in view.formats)}.")
        yield _member_list(view, *(base for base in view.__mro__[1:] if base.__name__.startswith("_")))
    yield "## Parts of results"
    for package, names in RECORDS:
        for name in names.split():
            record = getattr(package, name)
            fields = ", ".join(f"`{field.name}: {field.type}`" for field in dataclasses.fields(record))
            yield from (f"### {name}", _text(record), f"Fields: {fields}.", _member_list(record))
    yield from ("## Errors", "All are in `kg.errors`; `KgError` is also in `kg`.")
    known = [member for _, member in inspect.getmembers(errors, inspect.isclass) if issubclass(member, kg.KgError)]
    known.sort(key=lambda error: (len(error.__mro__), error.__name__))
    yield "\n".join(f"- `{error.__name__}` (exit code {error.exit_code}): {_flat(error)}" for error in known)
    yield from ("## Reporter", f"`kg.runtime.Reporter`. {_text(runtime.Reporter)}", _member_list(runtime.Reporter))


def _members(*classes: type) -> Iterator[tuple[str, object]]:
    """Yield the public methods and properties of classes, without those that only `render` calls."""
    members = {name: member for cls in reversed(classes) for name, member in vars(cls).items()}
    ordered = [name for cls in classes for name in vars(cls)]
    for name in dict.fromkeys(ordered):
        kinds = (property, staticmethod, classmethod)
        is_member = callable(members[name]) or isinstance(members[name], kinds) or hasattr(members[name], "attrname")
        if is_member and not name.startswith("_") and not re.fullmatch(r"(.*_)?lines", name):
            yield name, members[name]


def _entry(title: str, member: object) -> Iterator[str]:
    name = title.rsplit(".", maxsplit=1)[-1]
    yield from (f"### {title}", f"```python\n{name}{_signature(member)}\n```", _text(_function(member)))


def _member_list(*classes: type) -> str:
    return "\n".join(
        f"- `{name}{_signature(member, short=True)}`: {_flat(_function(member))}" for name, member in _members(*classes)
    )


def _signature(member: object, *, short: bool = False) -> str:
    """Return the parameters of a method as its source has them, without self; without types, if `short`."""
    if isinstance(member, property) or hasattr(member, "attrname"):
        return ""
    text = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(_function(member))))
    text = text.replace("views.", "").replace("(self, ", "(").replace("(self)", "()")
    inside, _, returned = text[1:].rpartition(")")
    parameters = re.split(r", (?=[*/\w]+(?::|=|,|$))", inside)
    if short:
        return f"({', '.join(re.sub(r': .*?( = |$)', lambda found: found[1] and '=', text) for text in parameters)})"
    return text if len(text) <= WIDTH else "(\n    " + ",\n    ".join(parameters) + f",\n){returned}"


def _function(member: object) -> Callable[..., object]:
    """Return the function of a method, a static method, a property or a cached property."""
    for attribute in ("fget", "func", "__func__"):
        member = getattr(member, attribute, None) or member
    assert callable(member)
    return member


def _flat(documented: object) -> str:
    return " ".join(_text(documented).split())


def _text(documented: object) -> str:
    return inspect.getdoc(documented) or ""


if __name__ == "__main__":
    (DOCS / "python.md").write_text(python_page(), encoding="utf-8")
