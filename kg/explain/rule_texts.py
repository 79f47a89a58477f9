"""Texts of the OWL 2 RL rules, with the labels of the terms that a rule was applied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

from kg.owl import FIRST, ON
from kg.rdf import label
from kg.results import cell_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.explain.derivation import Derivation
    from kg.rdf import Dataset

_SAME_CLASS = ("“{s}”与“{o}”是同一类", "“{s}” and “{o}” are the same class")
_SAME_PROPERTY = ("“{s}”与“{o}”是同一属性", "“{s}” and “{o}” are the same property")
_INVERSE = ("“{s}”反过来读就是“{o}”", "“{s}” read backwards is “{o}”")
_EQUAL = ("同一事物的事实彼此相同", "facts of a thing are facts of everything that is the same as it")
# rule: its text (zh, en); {s} and {o} are its axiom's ends, {l} the members of its list, {p} a restricted property
EXPLANATIONS = {
    "cax-sco": ("“{s}”都是“{o}”", "whatever is “{s}” is “{o}”"),
    "cax-eqc1": _SAME_CLASS,
    "cax-eqc2": _SAME_CLASS,
    "prp-dom": ("有“{s}”的都是“{o}”", "whatever has “{s}” is “{o}”"),
    "prp-rng": ("“{s}”所指的都是“{o}”", "whatever “{s}” leads to is “{o}”"),
    "prp-symp": ("“{s}”对双方同样成立", "“{s}” is true in both directions"),
    "prp-trp": ("“{s}”逐级传递", "“{s}” is passed on from link to link"),
    "prp-spo1": ("“{s}”也就是“{o}”", "“{s}” is a kind of “{o}”"),
    "prp-spo2": ("“{l}”依次相连即“{s}”", "“{l}”, one after the other, make “{s}”"),
    "prp-inv1": _INVERSE,
    "prp-inv2": _INVERSE,
    "prp-eqp1": _SAME_PROPERTY,
    "prp-eqp2": _SAME_PROPERTY,
    "prp-fp": ("“{s}”只能有一个，所以两者相同", "nothing has two “{s}”, so both are the same"),
    "prp-ifp": ("两个事物不能有同一“{s}”，所以两者相同", "no two things share “{s}”, so both are the same"),
    "eq-sym": ("相同是相互的", "what is the same is so both ways"),
    "eq-trans": ("与同一事物相同者彼此相同", "what is the same as the same thing is the same"),
    "eq-rep-s": _EQUAL,
    "eq-rep-p": _EQUAL,
    "eq-rep-o": _EQUAL,
    "cls-int1": ("同时是“{l}”的就是“{s}”", "whatever is all of “{l}” is “{s}”"),
    "cls-int2": ("“{s}”同时是“{l}”", "whatever is “{s}” is all of “{l}”"),
    "cls-uni": ("“{l}”之一就是“{s}”", "whatever is one of “{l}” is “{s}”"),
    "cls-oo": ("“{s}”由“{l}”组成", "“{s}” consists of “{l}”"),
    "cls-hv1": ("“{s}”的“{p}”都是“{o}”", "whatever is “{s}” has “{p}” “{o}”"),
    "cls-hv2": ("“{p}”是“{o}”的都是“{s}”", "whatever has “{p}” “{o}” is “{s}”"),
    "cls-svf1": ("“{p}”是“{o}”的都是“{s}”", "whatever has “{p}” to something that is “{o}” is “{s}”"),
    "cls-svf2": ("有“{p}”的都是“{s}”", "whatever has “{p}” is “{s}”"),
    "cls-avf": ("“{s}”的“{p}”都是“{o}”", "whatever “{p}” of “{s}” leads to is “{o}”"),
    "scm-sco": ("子类的子类也是子类", "a subclass of a subclass is a subclass"),
    "scm-spo": ("子属性的子属性也是子属性", "a subproperty of a subproperty is a subproperty"),
    "scm-eqc1": _SAME_CLASS,
    "scm-eqc2": ("互为子类即同一类", "classes below each other are the same class"),
    "scm-eqp1": _SAME_PROPERTY,
    "scm-eqp2": ("互为子属性即同一属性", "properties below each other are the same property"),
    "scm-int": ("“{s}”同时是“{l}”", "whatever is “{s}” is all of “{l}”"),
    "scm-uni": ("“{l}”之一就是“{s}”", "whatever is one of “{l}” is “{s}”"),
    "scm-dom1": ("定义域的上位类也是定义域", "a class above a domain is a domain"),
    "scm-dom2": ("子属性沿用定义域", "a subproperty keeps the domain"),
    "scm-rng1": ("值域的上位类也是值域", "a class above a range is a range"),
    "scm-rng2": ("子属性沿用值域", "a subproperty keeps the range"),
    "evidence": ("说明主体是什么的段句就是其依据", "a passage that says what a thing is is evidence for it"),
}
_NAMELESS = {"zh": "无名的类", "en": "a class without a name"}


def rule_text(store: Dataset, derivation: Derivation, language: str) -> str:
    """Return the text of a derivation's last rule, with the labels of its terms; nothing for a leaf."""
    if not derivation.rule:
        return ""
    text = EXPLANATIONS[derivation.rule][("zh", "en").index(language)]
    return text.format_map(_terms(store, derivation, language))


def _terms(store: Dataset, derivation: Derivation, language: str) -> Mapping[str, str]:
    if not derivation.axioms:
        return {}

    def name(term: object) -> str:
        if isinstance(term, BlankNode):
            return _NAMELESS[language]
        return cell_text(term, lambda iri: label(store, iri, language))  # type: ignore[arg-type]

    first, *others = derivation.axioms
    members = [each.object for each in others if each.predicate == FIRST]
    held = [each.object for each in others if each.predicate == ON]
    listed = "”“" if language == "zh" else "”, “"
    return {
        "s": name(first.subject),
        "o": name(first.object),
        "l": listed.join(map(name, members)),
        "p": name(held[0]) if held else "",
    }
