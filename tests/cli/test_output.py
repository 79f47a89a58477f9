"""What reaches the terminal: no control characters, no error in a limited encoding, data in UTF-8."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HOSTILE = 'SELECT ?v { VALUES ?v { "\\u001B[31mred\\u001B[2K" "aaaa\\rbb" "x\\u202Eabc" "a\\tb" } }'
COMMANDS = (
    ("query", "park_approvals", "--lang", "zh"),
    ("query", "park_approvals", "-f", "md"),
    ("query", "no_such_query_张江"),
    ("show", "张江科学城"),
    ("queries", "park"),
    ("path", "国务院", "张江科学城"),
    ("ask", "2025年的目标"),
    ("why-not", "SELECT ?x { ?x a zj:Nothing }"),
)


def _run(*args: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    return subprocess.run([sys.executable, "-m", "kg", *args], capture_output=True, check=False, env=environment)


def test_control_characters_are_shown_as_symbols() -> None:
    """A value cannot move the cursor, change colours or the direction of the text."""
    done = _run("query", HOSTILE)
    assert (0, {"␛[31mred␛[2K", "aaaa␍bb", "x�abc", "a␉b"}) == (
        done.returncode,
        {*done.stdout.decode().split("\n")[2:6]},
    )


def test_control_characters_in_an_error_are_shown_as_symbols() -> None:
    """Nor can a name that an error repeats."""
    done = _run("query", "no\x1b[2Ksuch\rquery")
    assert 2 == done.returncode
    assert b"\x1b" not in done.stderr
    assert "no␛[2Ksuch␍query" in done.stderr.decode()


@pytest.mark.parametrize("encoding", ["cp1252", "gbk", "ascii"])
@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
def test_a_limited_encoding_replaces_characters(args: tuple[str, ...], encoding: str) -> None:
    """The exit code is that of UTF-8, there is no traceback, and the output is in the encoding."""
    done, full = _run(*args, encoding=encoding), _run(*args)
    assert (full.returncode, b"") == (done.returncode, done.stderr if b"Traceback" in done.stderr else b"")
    expected = full.stdout.decode().encode(encoding, errors="replace").decode(encoding)
    assert expected == done.stdout.decode(encoding)


def test_data_is_in_utf_8() -> None:
    """JSON and CSV lose no character, whatever the encoding of the terminal."""
    for args in (("show", "张江科学城", "-f", "json"), ("query", "SELECT ('张江' AS ?x) {}", "-f", "csv")):
        assert "张江" in _run(*args, encoding="cp1252").stdout.decode()
