"""What a compiler of shapes cannot say."""

from __future__ import annotations


class NotCompilableError(Exception):
    """A constraint that no SPARQL query of ours says; the message is the reason, and pyshacl takes the shape over."""
