"""A line so slow that a page comes in two pieces: the second is kept back until the first was painted."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

NAMED = ("Accept", "Accept-Language", "User-Agent")
MOST_SECONDS = 30


class SlowLine(ThreadingHTTPServer):
    """Stands before a running site. A page of which `cut` is a part stops there until `rest` is set."""

    daemon_threads = True

    def __init__(self, site: str, cut: str) -> None:
        super().__init__(("127.0.0.1", 0), Relay)
        self.site, self.cut, self.rest = site, cut.encode(), Event()

    @property
    def address(self) -> str:
        """Return where a browser reaches the line, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Unfollowed(urllib.request.HTTPRedirectHandler):
    """Leaves following to the browser: it is the browser that must see where it is led."""

    def redirect_request(self, *_anything: object) -> None:
        """Follow nothing."""


class Relay(BaseHTTPRequestHandler):
    """Fetches from the site and hands on, with the pause."""

    server: SlowLine

    def do_GET(self) -> None:
        """Answer one request of the browser."""
        headers = {name: self.headers[name] for name in NAMED if name in self.headers}
        asked = urllib.request.Request(self.server.site + self.path, headers=headers)  # noqa: S310 - the site under test
        try:
            answer = urllib.request.build_opener(Unfollowed).open(asked, timeout=MOST_SECONDS)
        except urllib.error.HTTPError as other:
            answer = other
        body = answer.read()
        self.send_response(answer.status)
        for name in ("Content-Type", "Location", "Content-Security-Policy"):
            if name in answer.headers:
                self.send_header(name, answer.headers[name])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        is_page = "html" in answer.headers["Content-Type"]
        before, cut, after = body.partition(self.server.cut) if is_page else (body, b"", b"")
        self.wfile.write(before + cut)
        if cut:
            self.wfile.flush()
            self.server.rest.wait(MOST_SECONDS)
            self.wfile.write(after)

    def log_message(self, *_anything: object) -> None:
        """Say nothing."""


@contextmanager
def slow_line(site: str, cut: str) -> Iterator[SlowLine]:
    """Serve a site over a slow line; whoever waits for the second piece gets it at the end."""
    line = SlowLine(site, cut)
    Thread(target=line.serve_forever, daemon=True).start()
    try:
        yield line
    finally:
        line.rest.set()
        line.shutdown()
        line.server_close()
