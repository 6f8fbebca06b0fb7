"""The client that the README prints, run as it stands there against a web server that listens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils import timezone

from petitions.filing.operations.approve_filing import approve_filing
from petitions.models import FilingApproval, Petition
from tests.cast import Cast
from tests.petitions.api.conftest import program_of
from tests.real_commits import RealDatabase

README = Path(__file__).resolve().parents[3] / "README.md"


class Silent(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def printed() -> str:
    """Return the client as the README prints it."""
    found = re.search(r"<!-- client:begin -->\n```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found.group(1)


@contextmanager
def listening() -> Iterator[str]:
    """Serve the application in a thread of its own; yield its address."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Silent)

    def serve() -> None:
        server.serve_forever(poll_interval=0.02)
        connections.close_all()

    running = threading.Thread(target=serve, daemon=True)
    running.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        running.join()
        server.server_close()


def asked(client: subprocess.Popen[str]) -> Petition:
    """Return the petition whose approval the client asks for, once it does."""
    until = time.monotonic() + 60
    while time.monotonic() < until and client.poll() is None:
        waiting = FilingApproval.objects.filter(outcome="waiting").select_related("petition").first()
        if waiting is not None:
            return waiting.petition
        time.sleep(0.02)
    raise AssertionError(client.communicate(timeout=5))


def test_the_client_files_as_it_stands_there(real_commits: RealDatabase) -> None:
    program = program_of(Cast(), "commissioner_head")
    with listening() as address:
        environment = {**os.environ, "COURT": address, "TOKEN": program.secret, "WAIT": "0.05", "PYTHONUTF8": "1"}
        client = subprocess.Popen(
            [sys.executable, "-c", printed()],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            approve_filing(petition=asked(client), actor=program.head, at=timezone.now())
            said, error = client.communicate(timeout=60)
        finally:
            client.kill()
    assert client.returncode == 0, error
    state, code, size = said.split()
    assert (state, len(code)) == ("filed", 19)
    assert int(size) > 5_000
    assert Petition.objects.get().state == state
