"""Servers that fail: each failure is told with its cause and what to do, by a real server on the loopback."""

from __future__ import annotations

import base64
import json
import threading
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from kg.errors import KgError, QueryError
from kg.remote import endpoint
from kg.remote.http import RemoteError, RemoteTimeoutError
from kg.remote.server import open_server
from tests.recorder import Recorder
from tests.remote.conftest import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Answer = Callable[[BaseHTTPRequestHandler], None]

GOOD = json.dumps(
    {"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "uri", "value": "urn:x:a"}}]}}
).encode()
RESULTS = "application/sparql-results+json"
QUERY = "SELECT ?s WHERE { ?s ?p ?o }"


@contextmanager
def _serving(answer: Answer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer(self)

        do_GET = do_PUT = do_POST  # noqa: N815  -- the names that http.server calls

        def log_message(self, *_: object) -> None:  # type: ignore[override]
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/query"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _say(status: int, body: bytes, kind: str = RESULTS, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def _in_turn(*answers: Answer) -> Answer:
    left = iter(answers)

    def answer(request: BaseHTTPRequestHandler) -> None:
        next(left)(request)

    return answer


def _ask(url: str, **options: object) -> list[str]:
    with open_server(url, **options) as server:  # type: ignore[arg-type]
        return [str(row["s"]) for row in server.endpoint.select(QUERY)]


def test_a_good_answer_is_taken() -> None:
    """The server of these tests is one that can be asked."""
    with _serving(_say(200, GOOD)) as url:
        assert ["<urn:x:a>"] == _ask(url)


@pytest.mark.parametrize(
    ("answer", "message", "hint"),
    [
        (_say(401, b""), "authentication required", "--auth"),
        (_say(403, b""), "authentication required", "--auth"),
        (_say(404, b"no"), "no such service", "/sparql"),
        (_say(301, b"", Location="http://127.0.0.1/elsewhere"), "has moved to http://127.0.0.1/elsewhere", "trust"),
        (_say(400, b"Parse error: line 3"), r"refuses the request \(400\): Parse error: line 3", ""),
        (
            _say(500, b"<html><p>out of memory</p></html>", "text/html"),
            r"refuses the request \(500\): out of memory",
            "",
        ),
        (_say(500, b""), "no reason is given", ""),
        (_say(200, b"<html>Welcome</html>", "text/html; charset=utf-8"), "a web page", "/ds/query"),
        (_say(200, GOOD[:-20]), "incomplete", "try again"),
        (_say(200, GOOD[:40]), "incomplete", "try again"),
        (_say(200, b""), "incomplete", "try again"),
        (_say(200, b"not json"), "not a SPARQL result", "try again"),
        (_say(200, b'{"head":{}, "results": 3}'), "not a SPARQL result", "try again"),
    ],
)
def test_an_answer_that_is_none_is_told(answer: Answer, message: str, hint: str) -> None:
    """The message names the address and what is wrong; the hint says what to do."""
    with _serving(answer) as url, pytest.raises(RemoteError, match=message) as caught:
        _ask(url)
    assert url in caught.value.message
    assert hint in caught.value.hint


def test_nobody_there() -> None:
    """A port that nothing listens on is told as such."""
    url = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(RemoteError, match="no server answers at this address") as caught:
        _ask(url)
    assert url in caught.value.message
    assert "started" in caught.value.hint


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1/query", "http://", "http://[bad/query"])
def test_an_address_that_is_none(url: str) -> None:
    """What is no address of a server is refused before anything is sent."""
    with pytest.raises(RemoteError):
        _ask(url)


def test_a_silent_server_ends_with_the_code_of_timeouts() -> None:
    """A server that says nothing is given up after the time allowed."""
    released = threading.Event()
    with _serving(lambda _: released.wait(300) and None) as url:
        with pytest.raises(RemoteTimeoutError, match="did not answer in time") as caught:
            _ask(url, timeout=0.3)
        released.set()
    assert 124 == caught.value.exit_code


def test_a_connection_closed_half_way() -> None:
    """An answer shorter than announced is no answer."""

    def half(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", RESULTS)
        request.send_header("Content-Length", str(len(GOOD) + 100))
        request.end_headers()
        request.wfile.write(GOOD)
        request.close_connection = True

    with _serving(half) as url, pytest.raises(RemoteError, match="before the answer was complete"):
        _ask(url)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again(status: int) -> None:
    """A server that names a time is waited for, and whoever watches is told."""
    recorder = Recorder()
    busy = _say(status, b"later", Retry_After="0")
    answers = [busy, busy, _say(200, GOOD)]
    with _serving(_in_turn(*answers)) as url:
        assert ["<urn:x:a>"] == _ask(url, reporter=recorder)


def test_a_server_that_stays_busy_is_given_up() -> None:
    """Waiting has an end, and what the server says is told."""
    with (
        _serving(_say(503, b"maintenance", Retry_After="0")) as url,
        pytest.raises(RemoteError, match=r"is too busy \(503\): maintenance"),
    ):
        _ask(url)


@pytest.mark.parametrize(
    ("auth", "sent"),
    [
        ("user:pass:word", "Basic " + base64.b64encode(b"user:pass:word").decode()),
        ("token", "Bearer token"),
        ("@FILE", "Bearer from-file"),
    ],
)
def test_who_asks_is_told_to_the_server(auth: str, sent: str, tmp_path: Path) -> None:
    """A name with a password, a token, or a file with one of them reaches the server."""
    (tmp_path / "secret").write_text("from-file\n", encoding="utf-8")
    heard: list[str | None] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        heard.append(request.headers.get("Authorization"))
        _say(200, GOOD)(request)

    with _serving(answer) as url:
        _ask(url, auth=auth.replace("FILE", str(tmp_path / "secret")))
    assert [sent] == heard


def test_two_requests_at_once_both_go_over_to_digest() -> None:
    """Both are refused before either knows that the server wants Digest; both are sent again and answered."""
    refused = threading.Barrier(2, timeout=300)
    challenge = 'Digest realm="x", nonce="0f", qop="auth", algorithm=MD5'

    def answer(request: BaseHTTPRequestHandler) -> None:
        if request.headers.get("Authorization", "").startswith("Digest "):
            _say(200, GOOD)(request)
            return
        if request.headers.get("Authorization"):
            refused.wait()
        _say(401, b"", WWW_Authenticate=challenge)(request)

    with _serving(answer) as url, open_server(url, auth="a:b") as server, ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(lambda: len(list(server.endpoint.select(QUERY)))) for _ in range(2)]
        assert [1, 1] == [each.result() for each in asked]


def test_a_secret_is_never_told() -> None:
    """An error names the address, not the password."""
    with _serving(_say(401, b"")) as url, pytest.raises(RemoteError) as caught:
        _ask(url, auth="user:hunter2")
    assert "hunter2" not in caught.value.message + caught.value.hint


def test_a_secret_file_that_is_missing() -> None:
    """The file of --auth that is not there is named."""
    with pytest.raises(KgError, match=r"--auth @/no/such/file: No such file"):
        _ask("http://127.0.0.1:9/query", auth="@/no/such/file")


@pytest.mark.parametrize("text", ["DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"])
def test_an_unsafe_query_is_never_sent(text: str) -> None:
    """What would write, or make the server ask another, does not leave."""
    heard: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        heard.append(request.path)
        _say(200, GOOD)(request)

    with _serving(answer) as url, pytest.raises(QueryError, match="refused"):
        open_server(url).endpoint.query(text)
    assert [] == heard


def _rows(number: int, length: int = 200) -> tuple[bytes, list[bytes], bytes]:
    row = b'{"s":{"type":"uri","value":"urn:x:' + b"a" * length + b'"}}'
    return b'{"head":{"vars":["s"]},"results":{"bindings":[', [row + b","] * (number - 1) + [row], b"]}}"


def test_a_large_answer_does_not_stay_in_memory() -> None:
    """An answer of 200 MB is read row by row from the disk: Python holds no more than a few of them."""
    head, rows, end = _rows(100_000, length=2_000)
    with _serving(_say(200, head + b"".join(rows) + end)) as url, open_server(url) as server:
        tracemalloc.start()
        try:
            count = sum(1 for _ in server.endpoint.select(QUERY))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert (100_000, True) == (count, peak < 50_000_000)


def test_an_answer_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that sends and sends is told of, with what was asked, before the disk is full; no row is told."""
    monkeypatch.setattr(endpoint, "_MAX_ON_DISK", 30_000_000)
    sent = 0

    def endless(request: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        head, rows, _ = _rows(1_000)
        request.send_response(200)
        request.send_header("Content-Type", RESULTS)
        request.end_headers()
        request.close_connection = True
        piece = b"".join([*rows, b","])
        with suppress(OSError):
            request.wfile.write(head)
            while sent < 2_000_000_000:
                sent += request.wfile.write(piece)

    with _serving(endless) as url, pytest.raises(RemoteError, match="larger than 28 MB; no row of it") as caught:
        _ask(url)
    assert f"sent: POST {QUERY}" in caught.value.message
    assert "LIMIT" in caught.value.hint
    assert sent < 200_000_000


def test_time_passes_between_tries() -> None:
    """Nonsense in Retry-After, or none, is no reason to hurry or to fail: each wait is twice as long."""
    answers = [_say(503, b"", Retry_After="soon"), _say(429, b""), _say(200, GOOD)]
    start = time.monotonic()
    with _serving(_in_turn(*answers)) as url:
        assert ["<urn:x:a>"] == _ask(url)
    assert time.monotonic() - start >= 3
