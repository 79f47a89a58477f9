"""Boolean expressions of SPARQL: simplified conjunction, disjunction and negation."""

from __future__ import annotations


def either(*conditions: str) -> str:
    """Return the disjunction of conditions."""
    terms = [condition for condition in conditions if condition != "false"]
    if "true" in terms:
        return "true"
    return f"({' || '.join(terms)})" if len(terms) > 1 else (terms[0] if terms else "false")


def every(*conditions: str) -> str:
    """Return the conjunction of conditions."""
    terms = [condition for condition in conditions if condition != "true"]
    if "false" in terms:
        return "false"
    return f"({' && '.join(terms)})" if len(terms) > 1 else (terms[0] if terms else "true")


def negated(condition: str) -> str:
    """Return the negation of a condition."""
    # only this function writes conditions that start with this
    if condition.startswith("!("):
        return condition[2:-1]
    return {"true": "false", "false": "true"}.get(condition, f"!({condition})")
