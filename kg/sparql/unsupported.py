"""Features of SPARQL 1.2 and extensions of the engine that queries may use, and that are not read here."""

from __future__ import annotations

SIGNS = {
    "<<(": "the triple term <<( … )>>",
    ")>>": "the triple term <<( … )>>",
    "<<": "the reified triple << … >>",
    ">>": "the reified triple << … >>",
    "{|": "the annotation {| … |}",
    "|}": "the annotation {| … |}",
    "~": "the reifier ~",
}
WORDS = {"VERSION": "VERSION", "LATERAL": "LATERAL"} | {
    name.upper(): f"the function {name}"
    for name in "TRIPLE SUBJECT PREDICATE OBJECT isTRIPLE LANGDIR STRLANGDIR hasLANG hasLANGDIR ADJUST".split()
}
DIRECTION = "the directional language tag"
