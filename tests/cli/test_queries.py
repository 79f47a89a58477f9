"""`kg queries`: one described, the choices of a parameter, a query held to its contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

SOUND = Path(__file__).parents[1] / "query" / "contract" / "sound.rq"


def test_a_name_is_described(real: Run) -> None:
    """The name of a query gives its columns, parameters and how to run it."""
    done = real("queries", "policy_documents", "--lang", "en")
    assert 0 == done.returncode
    for said in ("policy_documents  Policy documents", "one row per", "-p issuer=…", "kg query policy_documents"):
        assert said in done.stdout


def test_choices_are_listed(real: Run) -> None:
    """--choices lists entities with label, CURIE and number of rows."""
    done = real("queries", "policy_documents", "--choices", "issuer", "--lang", "zh")
    assert 0 == done.returncode
    assert "国务院  inst:state-council  2" in done.stdout.splitlines()
    assert "3个可选值" in done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--choices", "issuer"), "--choices needs the name of a query"),
        (("targets", "--choices", "year"), "year takes any xsd:integer"),
        (("targets", "--choices", "yaer"), "unknown parameter: yaer"),
        (("tragets", "--choices", "year"), "unknown query: tragets"),
        (("check", "no.rq"), "no.rq: no such file, and no saved query"),
        (("check",), "Missing argument"),
    ],
)
def test_what_is_not_there_is_told(real: Run, args: tuple[str, ...], said: str) -> None:
    """An unknown query, parameter or file is misuse, and named."""
    done = real("queries", *args)
    assert 2 == done.returncode
    assert said in done.stderr


def test_a_sound_query_is_told_sound(run: Run, mini: Path) -> None:
    """A query of one's own that keeps its contract: every check, and 0."""
    done = run("queries", "check", str(SOUND), "--lang", "en", "--project", str(mini))
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith(str(SOUND))
    assert 9 == done.stdout.count("✓")


def test_a_breach_is_told(run: Run, mini: Path, tmp_path: Path) -> None:
    """A query that breaks its contract: the checks that fail, why, and 1; as JSON for programs."""
    broken = tmp_path / "mine.rq"
    broken.write_text(SOUND.read_text(encoding="utf-8").replace("key: [body]", "key: [boby]"), encoding="utf-8")
    done = run("queries", "check", str(broken), "--lang", "en", "--project", str(mini))
    assert 1 == done.returncode
    assert "✗ key" in done.stdout
    assert "no column: boby" in done.stdout
    listed = json.loads(run("queries", "check", str(broken), "-f", "json", "--project", str(mini)).stdout)
    assert [["no column: boby"]] == [each["breaches"] for each in listed[str(broken)] if not each["holds"]]


def test_a_file_without_a_header_is_told(run: Run, mini: Path, tmp_path: Path) -> None:
    """A query without a header has no contract; the error says what a header has."""
    bare = tmp_path / "bare.rq"
    bare.write_text("SELECT * { ?s ?p ?o }", encoding="utf-8")
    done = run("queries", "check", str(bare), "--project", str(mini))
    assert 2 == done.returncode
    assert "no #+ header" in done.stderr
    assert "grain, summary, tags" in done.stderr
