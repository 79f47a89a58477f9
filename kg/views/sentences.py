"""Sentences: the passages that a result cites, printed below it where the document's text is attached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.results import fold
from kg.views.base import styled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.views.base import Context


def sentence_lines(cited: Mapping[str, str | None], context: Context, width: int | None) -> Iterator[str]:
    """Yield the sentences of passages below a heading, folded to `width` columns if it is a terminal's."""
    yield ""
    yield styled(context.message("passages"), "bold")
    indent = 4 + max(map(len, cited))
    for name, text in cited.items():
        first = styled(f"  {name:<{indent - 4}}  ", "cyan")
        if text is None:
            yield first + styled(context.message("not_in_document"), "dim")
        else:
            lines = [" ".join(text.split())] if width is None else fold(text, width - indent)
            yield first + ("\n" + " " * indent).join(lines)
