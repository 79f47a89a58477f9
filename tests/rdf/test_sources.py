"""What users give as RDF: sources.yaml has the cases, each with what is read, the warning, or the error."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.errors import KgError
from kg.rdf import read_sources
from tests.recorder import Recorder

CASES = yaml.safe_load((Path(__file__).parent / "sources.yaml").read_text(encoding="utf-8"))


def _write(folder: Path, case: dict[str, Any]) -> Path:
    path = folder / case["file"]
    kind = case.get("kind")
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind is None:
        content = case["text"].encode(case.get("encoding", "utf-8")) if "text" in case else bytes.fromhex(case["hex"])
        content = gzip.compress(content) if case.get("gzip") else content
        path.write_bytes(content[: len(content) - case.get("cut", 0)])
    return path


@pytest.mark.parametrize("case", CASES, ids=[f"{number}-{case['file']}" for number, case in enumerate(CASES)])
def test_a_source(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source is read with its warning, or refused with an error that names the file, and a remedy."""
    monkeypatch.chdir(tmp_path)
    path, reporter = _write(tmp_path, case), Recorder()
    relative = path.relative_to(tmp_path)
    if "error" in case:
        with pytest.raises(KgError) as caught:
            read_sources([relative], input_format=case.get("format"), reporter=reporter)
        assert case["error"] in caught.value.message
        assert case.get("hint", "") in caught.value.hint
        return
    (file,) = read_sources([relative], input_format=case.get("format"), reporter=reporter)
    assert (case["triples"], len(file.quads)) == (len(file.quads), len(file.lines))
    assert bool(case.get("warning")) == bool(reporter.warnings)
    assert case.get("warning", "") in " ".join(reporter.warnings)
