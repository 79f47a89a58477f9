"""The error of the compiler, caught before it reaches a user."""

from __future__ import annotations


class NotCompilableError(Exception):
    """Raised for a shape that cannot be compiled to SPARQL and runs in pyshacl instead; the message is the reason."""
