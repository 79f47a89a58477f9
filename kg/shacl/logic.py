"""Boolean expressions of SPARQL: conjunction, disjunction and negation, simplified."""

from __future__ import annotations


def either(*conditions: str) -> str:
    """Return the condition that one of them holds."""
    told = [each for each in conditions if each != "false"]
    if "true" in told:
        return "true"
    return f"({' || '.join(told)})" if len(told) > 1 else (told[0] if told else "false")


def every(*conditions: str) -> str:
    """Return the condition that all hold."""
    told = [each for each in conditions if each != "true"]
    if "false" in told:
        return "false"
    return f"({' && '.join(told)})" if len(told) > 1 else (told[0] if told else "true")


def negated(condition: str) -> str:
    """Return the condition that one does not hold."""
    # what begins so was made here: no other condition does
    if condition.startswith("!("):
        return condition[2:-1]
    return {"true": "false", "false": "true"}.get(condition, f"!({condition})")
