"""A real web server of one test, and a visitor who files through it as a browser without script would."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from http.cookiejar import CookieJar
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from courtcase import processes
from tests.workers import CeleryProcess, free_port, until


class Answer(NamedTuple):
    """What came back: status, text, headers, the address it came from, and how many seconds it took."""

    status: int
    text: str
    headers: Mapping[str, str]
    address: str
    seconds: float


def lower(headers: Message) -> dict[str, str]:
    """Return headers by their names in small letters."""
    return {name.lower(): value for name, value in headers.items()}


class WebProcess(CeleryProcess):
    """The web server as `serve` starts it, on a port of its own."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.port = free_port()
        own = {"COURTCASE_LISTEN_PORT": str(self.port), "COURTCASE_WEB_PROCESSES": "1", "COURTCASE_WEB_THREADS": "4"}
        super().__init__([], environment=environment | own, log=log)

    @property
    def command(self) -> list[str]:
        return processes.command(processes.kind("web"), self.environment)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(environment: dict[str, str], log: Path) -> Iterator[WebProcess]:
    """Serve the application until the block ends; wait until it answers."""
    web = WebProcess(environment, log)
    web.start()
    try:
        visitor = Visitor(web.address)
        assert until(lambda: visitor.get("/healthz").status == 200, seconds=40), web.written()
        yield web
    finally:
        web.kill()


class Visitor:
    """Somebody with a browser: cookies are kept, forms are sent with their token and their version."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Answer:
        """Return a page; status 0 where nobody answers."""
        return self.ask(path, None)

    def send(self, path: str, **values: object) -> Answer:
        """Open the form at `path` and send it with `values`; follow where it leads."""
        shown = self.get(path).text
        hidden = re.findall(r'<input type="hidden" name="(csrfmiddlewaretoken|version)"[^>]* value="([^"]*)"', shown)
        return self.ask(path, {**dict(hidden), **values})

    def ask(self, path: str, values: Mapping[str, object] | None) -> Answer:
        """Ask for a page, or send `values` to it."""
        data = urllib.parse.urlencode(values).encode() if values is not None else None
        request = urllib.request.Request(self.address + path, data, {"Referer": self.address + path})  # noqa: S310
        began = monotonic()
        try:
            with self.opener.open(request, timeout=30) as response:
                text, place = response.read().decode("utf-8", "replace"), urllib.parse.urlsplit(response.url).path
                return Answer(response.status, text, lower(response.headers), place, monotonic() - began)
        except urllib.error.HTTPError as error:
            text = error.read().decode("utf-8", "replace")
            return Answer(error.code, text, lower(error.headers), path, monotonic() - began)
        except OSError:
            return Answer(0, "", {}, path, monotonic() - began)
