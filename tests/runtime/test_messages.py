"""Messages for people: every package has each of its messages in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.runtime import message, read_messages

FILES = sorted(Path(message.__code__.co_filename).parents[1].rglob("messages.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_each_message_has_both_languages_and_the_same_placeholders(path: Path) -> None:
    """A message has a Chinese and an English text that need the same values."""
    for key, texts in read_messages(str(path)).items():
        assert {"zh", "en"} == set(texts), key
        zh, en = (set(re.findall(r"{(\w+)", texts[language])) for language in ("zh", "en"))
        assert zh == en, key


def test_placeholders_are_replaced(tmp_path: Path) -> None:
    """A message is read from the file beside the module, and its placeholders are replaced."""
    (tmp_path / "messages.toml").write_text('[rows]\nzh = "{count} 行"\nen = "{count} rows"\n', encoding="utf-8")
    module = str(tmp_path / "module.py")
    assert ["3 行", "3 rows"] == [message(module, "rows", language, count=3) for language in ("zh", "en")]
