"""The client that the README prints, run as it stands there against a web server that listens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.wsgi import get_wsgi_application
from django.db import connections

from petitions.models import Petition
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


def test_the_client_files_as_it_stands_there(real_commits: RealDatabase) -> None:
    secret = program_of(Cast(), "commissioner_head").secret
    with listening() as address:
        environment = {**os.environ, "COURT": address, "TOKEN": secret, "PYTHONUTF8": "1"}
        ran = subprocess.run(
            [sys.executable, "-c", printed()], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert ran.returncode == 0, ran.stderr
    state, code, size = ran.stdout.split()
    assert (state, len(code)) == ("awaiting_signature", 19)
    assert int(size) > 5_000
    assert Petition.objects.get().state == state
