"""HTTP: sends requests to the servers that the user names, keeps large answers on the disk, and reports failures."""

from __future__ import annotations

import os
import re
import tempfile
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import httpx

from kg.errors import EXIT_TIMEOUT, KgError, clipped
from kg.runtime import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.runtime import Reporter

# answers with more bytes are kept on the disk
IN_MEMORY = 8 * 1024 * 1024
_TRIES = 5
_MAX_WAIT = 60.0
_BUSY = {429, 502, 503}


class RemoteError(KgError):
    """A server that cannot be reached, does not answer, or returns something other than the expected result."""


class RemoteTimeoutError(RemoteError):
    """A server that did not answer in time."""

    exit_code = EXIT_TIMEOUT


class Client:
    """Sends requests, with the user's credentials, to the servers that he names; nothing else is contacted."""

    def __init__(self, auth: str | None = None, *, timeout: float = 300.0, reporter: Reporter = SILENT) -> None:
        """Take `auth` as USER:PASSWORD, a bearer token, or @FILE with one; `reporter` is warned of waiting."""
        self._reporter = reporter
        self._secret = None if auth is None else _read_secret(auth)
        headers = {"User-Agent": "kg"}
        self._login = login = None if not self._secret else _login(self._secret)
        if self._secret and login is None:
            headers["Authorization"] = f"Bearer {self._secret}"
        limits = httpx.Timeout(timeout, connect=min(timeout, 20.0))
        # no proxy or netrc of the environment: only the named server is contacted
        self._client = httpx.Client(headers=headers, auth=login, timeout=limits, trust_env=False)

    def close(self) -> None:
        """Close the open connections."""
        self._client.close()

    @contextmanager
    def send(
        self,
        method: str,
        url: str,
        *,
        accept: str = "*/*",
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
        content_type: str = "",
        absent_is_empty: bool = False,
        most: int | None = None,
        about: str = "",
    ) -> Iterator[IO[bytes]]:
        """Send a request and open its complete answer as a file, of `most` bytes at most.

        If a server is busy, waits and sends the request again, longer each time. Raises RemoteError for any failure;
        its message has what the request was `about`.
        """
        headers = {"Accept": accept} | ({"Content-Type": content_type} if content_type else {})
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
            for number in range(1, _TRIES + 1):
                try:
                    wait = self._attempt(
                        (method, url), file, {"params": params, "content": content, "headers": headers}, accept,
                        absent_is_empty=absent_is_empty, left=_TRIES - number, most=most,
                    )  # fmt: skip
                except RemoteError as error:
                    sent = f"{method} {clipped(' '.join(about.split()))}".strip()
                    raise type(error)(f"{error.message}\n  sent: {sent}", hint=error.hint) from None
                if wait is None:
                    break
                if wait:
                    self._reporter.warn(f"{url} is busy; trying again in {wait:.0f} s")
                time.sleep(wait)
            file.seek(0)
            yield file

    def _attempt(
        self,
        target: tuple[str, str],
        file: IO[bytes],
        request: dict[str, object],
        accept: str,
        *,
        absent_is_empty: bool,
        left: int,
        most: int | None,
    ) -> float | None:
        """Send a request once; return the seconds to wait if the server is busy. Raises RemoteError."""
        method, url = target
        file.seek(0)
        file.truncate()
        try:
            with self._client.stream(method, url, **request) as answer:  # type: ignore[arg-type]
                if answer.status_code == httpx.codes.UNAUTHORIZED and self._answers_challenge(answer):
                    return 0.0
                if answer.status_code in _BUSY and left:
                    return _delay(answer, 2.0 ** (_TRIES - 1 - left))
                if answer.status_code == httpx.codes.NOT_FOUND and absent_is_empty:
                    return None
                _keep(answer, url, file, most)
                _refuse(answer, url, file, accept)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise _failure(url, error) from None
        return None

    def _answers_challenge(self, answer: httpx.Response) -> bool:
        """Switch to Digest authentication if a server may require it; return whether the request was sent without."""
        # Virtuoso answers Basic credentials without a challenge, and sends one only for a request without credentials
        challenge = answer.headers.get("WWW-Authenticate", "digest").lower()
        # another thread may have switched since this request was sent
        was_digest = answer.request.headers.get("Authorization", "").lower().startswith("digest")
        if not challenge.startswith("digest") or self._login is None or was_digest:
            return False
        if not isinstance(self._client.auth, httpx.DigestAuth):
            self._client.auth = httpx.DigestAuth(*self._login)
        return True


def _failure(url: str, error: Exception) -> RemoteError:
    """Return the error for a request that got no complete answer."""
    if isinstance(error, httpx.TimeoutException):
        return RemoteTimeoutError(f"{url} did not answer in time", hint="allow more time: --server-timeout")
    if isinstance(error, httpx.ConnectError):
        message = f"{url}: no server answers at this address ({error})"
        return RemoteError(message, hint="is it started? check host and port")
    if isinstance(error, (httpx.InvalidURL, httpx.UnsupportedProtocol)):
        message = f"{url} is not the address of a server: {error}"
        return RemoteError(message, hint="for example: http://localhost:3030/ds/query")
    if isinstance(error, httpx.HTTPError):
        message = f"{url}: the connection ended before the answer was complete ({error or type(error).__name__})"
        return RemoteError(message, hint="nothing was changed here; try again")
    return RemoteError(f"the answer of {url} cannot be stored: {error}", hint="free some disk space")


def _login(secret: str) -> tuple[str, str] | None:
    name, separator, password = secret.partition(":")
    return (name, password) if separator else None


def _read_secret(auth: str) -> str:
    if not auth.startswith("@"):
        return auth
    try:
        with open(os.path.expanduser(auth[1:]), encoding="utf-8") as file:  # noqa: PTH111, PTH123  -- as a shell does
            return file.read().strip()
    except OSError as error:
        raise KgError(f"--auth {auth}: {error.strerror}", hint="name a file with user:password or a token") from None


def _delay(answer: httpx.Response, otherwise: float) -> float:
    text = answer.headers.get("Retry-After", "")
    seconds = float(text) if re.fullmatch(r"\d+", text) else otherwise
    return min(seconds, _MAX_WAIT)


def _keep(answer: httpx.Response, url: str, file: IO[bytes], most: int | None) -> None:
    """Write an answer to a file. Raises RemoteError if it is larger than `most`."""
    for piece in answer.iter_bytes():
        file.write(piece)
        if most is not None and file.tell() > most:
            message = f"{url}: the answer is larger than {most >> 20:,} MB; no row of it is returned"
            raise RemoteError(message, hint="add a LIMIT, or fetch the graphs: kg pull")


def _refuse(answer: httpx.Response, url: str, file: IO[bytes], accept: str) -> None:
    """Raise RemoteError if an answer is not the expected result."""
    kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
    status = answer.status_code
    if status in (401, 403):
        message = f"{url}: authentication required ({status})"
        raise RemoteError(message, hint="--auth USER:PASSWORD, or --auth @FILE, or KG_AUTH")
    if answer.is_redirect:
        place = answer.headers.get("Location", "?")
        raise RemoteError(f"{url} has moved to {place}", hint="name that address if you trust it")
    if limit := answer.headers.get("X-SPARQL-MaxRows"):
        message = f"{url} cut its answer off after {limit} rows"
        raise RemoteError(message, hint="raise the server's limit (Virtuoso: ResultSetMaxRows in virtuoso.ini)")
    if answer.is_success and not (kind == "text/html" and accept != "*/*"):
        return
    if kind == "text/html" and answer.is_success:
        message = f"{url} returns a web page, not a SPARQL result"
        raise RemoteError(message, hint="use the address of the service, such as …/sparql or …/ds/query")
    if status in (404, 405):
        message = f"{url}: there is no such service ({status})"
        raise RemoteError(message, hint="the address often ends in /sparql, /query, /update or /data")
    file.seek(0)
    text = file.read(2000).decode("utf-8", "replace")
    lines = [line.strip() for line in re.sub(r"<[^>]+>", " ", text).splitlines() if line.strip()]
    reason = {429: "is too busy", 503: "is too busy"}.get(status, "refuses the request")
    raise RemoteError(f"{url} {reason} ({status}): {clipped(' '.join(lines)) or 'no reason is given'}")
