"""pyshacl's own tests: `kg.validate` has the same results; pyshacl_suite.yaml lists the differences."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# what .ci/pyshacl-tests unpacks: the source distribution
SUITE = ROOT / "build" / "pyshacl" / f"pyshacl-{version('pyshacl')}" / "test"
KNOWN = yaml.safe_load((HERE / "pyshacl_suite.yaml").read_text(encoding="utf-8"))
# those of the command line call no function, those of JavaScript need another library, and these need the network
OMITTED = ("test_cmdline.py", "test_cmdline_rules.py", "test_js", "issues/test_154.py")


def test_pyshacl_has_the_same_results_in_its_own_tests(tmp_path: Path) -> None:
    """In each validation with options that `kg.validate` has, the report is isomorphic to pyshacl's."""
    if not SUITE.is_dir():
        assert not os.environ.get("CI"), f"{SUITE} is missing: run .ci/pyshacl-tests"
        pytest.skip(f"{SUITE} is missing: .ci/pyshacl-tests downloads it")
    record = tmp_path / "record.jsonl"
    environment = {
        **os.environ,
        "KG_RECORD": str(record),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE), os.environ.get("PYTHONPATH", "")]),
    }
    omitted = [f"--ignore={SUITE / name}" for name in OMITTED]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "pyshacl_recorder", "-p", "no:cacheprovider"]
    subprocess.run([*command, str(SUITE), *omitted], cwd=tmp_path, env=environment, capture_output=True, check=False)
    results = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    assert sum(each["result"] == "same" for each in results) > 200
    different = {each["test"]: each for each in results if each["result"] == "different"}
    known = {name: next((key for key in KNOWN if name.startswith(key)), "") for name in different}
    assert {} == {name: different[name] for name, key in known.items() if not key}
    assert set(KNOWN) == set(known.values())
