"""SPARQL conditions that a literal has a datatype and one of its lexical forms."""

from __future__ import annotations

from kg.rdf import LEXICAL_FORMS, RDF, RDFS, VALUE_BOUNDS, XSD
from kg.shacl.written import has_datatype_iri


def has_datatype(variable: str, iri: str, *, protects: bool = False) -> str:
    """Return the condition that a variable is a literal of a datatype and has one of its lexical forms.

    Lexical forms are matched as regular expressions on STR(), and bounds are compared after a cast to xsd:decimal, so
    that the result does not depend on which datatypes an engine implements. A datatype outside XML Schema accepts any
    text. With `protects`, values may be protected: see `kg.shacl.written`.
    """
    if iri == RDF + "langString":
        return f'(isLITERAL({variable}) && LANG({variable}) != "")'
    if iri == RDFS + "Literal":
        return f"isLITERAL({variable})"
    if iri == RDFS + "Datatype":  # as in pyshacl: any literal whose datatype is written
        return f'(isLITERAL({variable}) && LANG({variable}) = "" && DATATYPE({variable}) != <{XSD}string>)'
    tests = [f"isLITERAL({variable})", has_datatype_iri(variable, iri, protects=protects)]
    if form := LEXICAL_FORMS.get(iri):
        tests.append(f'REGEX(STR({variable}), "^({form})$")')
    number = f"<{XSD}decimal>(STR({variable}))"
    limits = zip((">=", "<="), VALUE_BOUNDS.get(iri, ()), strict=False)
    if bounds := " && ".join(f"{number} {operator} {limit}.0" for operator, limit in limits if limit is not None):
        tests.append(f"COALESCE({bounds}, false)")
    return f"({' && '.join(tests)})"


def accepts_any_text(iri: str) -> bool:
    """Return whether `has_datatype` accepts any literal of a datatype."""
    return iri not in LEXICAL_FORMS
