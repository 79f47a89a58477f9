"""Messages for people, in Chinese and English: each package keeps its own in a file `messages.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def read_messages(module_file: str) -> Mapping[str, Mapping[str, str]]:
    """Return the messages of the package that a module belongs to, by key and then by language (`zh`, `en`).

    `module_file` is the module's `__file__`. The file has one table per key: `[no_rows]`, `zh = "…"`, `en = "…"`; a
    placeholder is written as in `str.format`.
    """
    return tomllib.loads(Path(module_file).with_name("messages.toml").read_text(encoding="utf-8"))


def message(module_file: str, key: str, language: str, **values: object) -> str:
    """Return the message `key` of a module's package in a language, with the placeholders replaced by `values`."""
    return texts(module_file, key, **values)[language]


def texts(module_file: str, key: str, **values: object) -> dict[str, str]:
    """Return the message `key` of a module's package by language, with the placeholders replaced by `values`."""
    return {language: text.format(**values) for language, text in read_messages(module_file)[key].items()}
