"""The option --lang, by default the language of the locale."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from kg.rdf import LANGUAGES

if TYPE_CHECKING:
    from kg.cli.options import Command


def language_option(command: Command) -> Command:
    """Add --lang to a command; without it the locale decides."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=_locale_language,
        help="Language of labels and messages.  [the locale's, else en]",
    )(command)


def _locale_language() -> str:
    tag = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if tag.lower().startswith("zh") else "en"
