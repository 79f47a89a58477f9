"""`kg build`: swapped in whole or not at all."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg.build import read_sentences
from kg.store import TripleStore, read_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def _spoil(mini: Path) -> Path:
    """Add a triple that contradicts nothing but uses a term that no ontology defines."""
    facts = next((mini / "data" / "facts").glob("*.trig"))
    facts.write_text(facts.read_text(encoding="utf-8") + "\n<urn:x:g> { <urn:x:s> <urn:x:p> }\n", encoding="utf-8")
    return facts


def _store(mini: Path) -> Path:
    return mini / "build" / "store"


def test_build_tells_what_it_did(run: Run, mini: Path) -> None:
    """A build prints where the graph lies, how long each step took and how many triples each graph holds."""
    done = run("build", "--project", str(mini))
    assert (0, "") == (done.returncode, done.stderr)
    assert "built build/store in" in done.stdout
    assert "all, once" in done.stdout
    assert read_manifest(_store(mini)) is not None


def test_build_puts_the_store_where_told(run: Run, mini: Path, tmp_path: Path) -> None:
    """`-o STORE` names the folder of the store; nothing is written into the project."""
    done = run("build", "--project", str(mini), "-o", str(tmp_path / "elsewhere"))
    assert 0 == done.returncode
    assert read_manifest(tmp_path / "elsewhere") is not None
    assert not _store(mini).exists()


def test_a_failed_build_keeps_the_old_graph(run: Run, mini: Path) -> None:
    """After an input that does not parse, the graph from before answers, and a warning says why it is from before."""
    before = run("query", COUNT, "--format", "csv", "--project", str(mini))
    facts = _spoil(mini)
    failed = run("build", "--project", str(mini))
    assert 2 == failed.returncode
    assert facts.name in failed.stderr
    after = run("query", COUNT, "--format", "csv", "--project", str(mini))
    assert (0, before.stdout) == (after.returncode, after.stdout)
    assert "the old graph is used" in after.stderr


def test_without_an_old_graph_a_failed_build_is_the_answer(run: Run, mini: Path) -> None:
    """With nothing built before, a query fails as the build does."""
    _spoil(mini)
    done = run("query", COUNT, "--project", str(mini))
    assert (2, "") == (done.returncode, done.stdout)
    assert "Traceback" not in done.stderr


def test_a_violation_stops_the_build(run: Run, mini: Path) -> None:
    """Data that violates a shape ends the build with 1; the message names node, remedy and file."""
    shapes = next((mini / "shapes").glob("*.ttl"))
    with shapes.open("a", encoding="utf-8") as file:
        file.write(
            """
<urn:x:Impossible> a <http://www.w3.org/ns/shacl#NodeShape> ;
  <http://www.w3.org/ns/shacl#targetClass> <https://w3id.org/zjkg/ontology#Passage> ;
  <http://www.w3.org/ns/shacl#property> [
    <http://www.w3.org/ns/shacl#path> <urn:x:missing> ;
    <http://www.w3.org/ns/shacl#minCount> 1 ;
    <http://www.w3.org/ns/shacl#message> "补上"@zh-Hans , "Add it."@en ] .
"""
        )
    done = run("build", "--project", str(mini))
    assert 1 == done.returncode
    assert "nothing was stored" in done.stderr
    assert "Add it." in done.stderr
    assert "data/document.ttl" in done.stderr
    assert not _store(mini).exists()


def test_a_full_disk_keeps_the_old_graph(run: Run, mini: Path) -> None:
    """A store that cannot be written is an error that says so; the one from before stays current."""
    run("build", "--project", str(mini))
    manifest = read_manifest(_store(mini))
    assert manifest is not None
    command = [sys.executable, "-m", "kg", "build", "--project", str(mini)]

    def no_space() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = subprocess.run(command, preexec_fn=no_space, capture_output=True, text=True, check=False)
    assert 2 == done.returncode
    assert "cannot be written" in done.stderr
    assert manifest == read_manifest(_store(mini))
    TripleStore.open(_store(mini) / manifest.generation)
    assert [manifest.generation] == [path.name for path in _store(mini).glob("graph-*")]


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda sent: sent.name)
def test_a_killed_build_keeps_the_old_graph(run: Run, mini: Path, sent: signal.Signals) -> None:
    """A build that is killed in the middle leaves the store from before current."""
    run("build", "--project", str(mini))
    manifest = read_manifest(_store(mini))
    # the step that stores stops here, half way, until the signal comes
    code = (
        "import sys, time, pyoxigraph, kg.store.writable_store, kg.cli.main as m\n"
        "def stop(quads):\n"
        "    for quad in quads:\n"
        "        yield quad\n"
        "        print('half way', flush=True)\n"
        "        time.sleep(1000)\n"
        "kg.store.writable_store.with_flat_merge = stop\n"
        "sys.argv = ['kg', 'build', '--project', sys.argv[1]]\n"
        "m.main()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(mini)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "half way\n" == process.stdout.readline()
        os.kill(process.pid, sent)
        assert 0 != process.wait(300)
    assert manifest is not None
    assert manifest == read_manifest(_store(mini))
    assert 0 == run("query", COUNT, "--project", str(mini)).returncode
    left = {path.name for path in _store(mini).glob("graph-*")} - {manifest.generation}
    assert 0 == run("build", "--project", str(mini)).returncode
    assert not left & {path.name for path in _store(mini).glob("graph-*")}


def test_a_folder_that_is_no_project(run: Run, tmp_path: Path) -> None:
    """A folder without the content folders is refused with the list of what it lacks."""
    done = run("build", "--project", str(tmp_path))
    assert 2 == done.returncode
    assert "ontology/" in done.stderr


def test_builds_are_equal_to_the_byte(run: Run, mini: Path, tmp_path: Path) -> None:
    """Two builds with other hash seeds and folders export the same bytes."""
    exports = []
    for seed in ("1", "2"):
        store = str(tmp_path / seed)
        done = run("export", "--format", "nquads", "--store", store, "--project", str(mini), PYTHONHASHSEED=seed)
        exports.append(done.stdout)
    assert exports[0]
    assert exports[0] == exports[1]


def test_a_document_is_attached(run: Run, mini: Path, annotated: Path) -> None:
    """`--document FILE` keeps the passages' texts beside the graph and says how many; `--no-document` drops them."""
    done = run("build", "--project", str(mini), "--document", str(annotated))
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.endswith("attached the text of 2 passages from notice.txt\n")
    assert 2 == len(read_sentences(_store(mini)))
    again = run("build", "--project", str(mini))
    assert "attached" not in again.stdout
    assert 2 == len(read_sentences(_store(mini)))
    dropped = run("build", "--project", str(mini), "--no-document")
    assert dropped.stdout.endswith("removed the sentences of the passages\n")
    assert {} == read_sentences(_store(mini))


def test_a_document_in_another_encoding(run: Run, mini: Path, annotated: Path) -> None:
    """An encoding other than UTF-8 is named; a passage that changed is named in a warning and has no text."""
    text = annotated.read_text(encoding="utf-8").replace("办公室", "办事处")
    annotated.write_bytes(text.encode("gb18030"))
    done = run("build", "--project", str(mini), "--document", str(annotated))
    assert 0 == done.returncode
    assert "attached the text of 1 of 2 passages from notice.txt, which is in GB18030" in done.stdout
    warning = f"{annotated}: these passages are not in it word for word, and have no text: p01s2"
    assert f"kg: warning: {warning}\n" == done.stderr


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [("别的文件。".encode(), 1, "shares 0 of 2 passages"), (b"%PDF-1.7", 2, "a PDF"), (None, 2, "no such file")],
)
def test_a_wrong_document_is_told_before_the_build(
    run: Run, mini: Path, annotated: Path, content: bytes | None, code: int, said: str
) -> None:
    """Another document ends with 1, what is no text with 2; nothing is built."""
    annotated.unlink() if content is None else annotated.write_bytes(content)
    done = run("build", "--project", str(mini), "--document", str(annotated))
    assert (code, "") == (done.returncode, done.stdout)
    assert said in done.stderr
    assert not _store(mini).exists()


def test_attaching_and_dropping_exclude_each_other(run: Run, mini: Path, annotated: Path) -> None:
    """Both options at once are misuse."""
    done = run("build", "--project", str(mini), "--document", str(annotated), "--no-document")
    assert 2 == done.returncode
    assert "exclude each other" in done.stderr
