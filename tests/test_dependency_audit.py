"""The audit of locked packages: what is known is named, what could not be asked is never called clean."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from courtcase.dependency_audit import CLEAN, KNOWN, NOT_ASKED, is_copyleft, locked, main

LOCK = (
    "django==5.2.1 \\\n    --hash=sha256:00\nrequests[socks]==2.1.0 ; python_version < '4' \\\n    --hash=sha256:00\n"
)


class Database(ThreadingHTTPServer):
    """Answers as OSV does: `known` by package; `raw` instead of it, where a test says so."""

    daemon_threads = True
    known: dict[str, list[str]]
    raw: tuple[int, bytes] | None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Answers one question about many packages."""

    server: Database

    def do_POST(self) -> None:
        """Answer in the order of the questions."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        assert self.path == "/v1/querybatch"
        answers = [{"vulns": [{"id": one} for one in self.server.known.get(q["package"]["name"], [])]} for q in asked]
        status, body = self.server.raw or (
            200,
            json.dumps({"results": [one if one["vulns"] else {} for one in answers]}).encode(),
        )
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *_arguments: Any) -> None:
        """Stay silent."""


@pytest.fixture
def database() -> Iterator[Database]:
    with Database(("127.0.0.1", 0), Handler) as server:
        server.known, server.raw = {}, None
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "run.txt"
    path.write_text(LOCK, encoding="utf-8")
    return path


def test_every_locked_package_is_asked_of(lock: Path) -> None:
    assert locked([lock]) == {"django": "5.2.1", "requests": "2.1.0"}
    whole = locked([settings.BASE_DIR / "requirements/run.txt"])
    assert {"django", "pyjwt", "cryptography"} <= set(whole)


def test_nothing_known_is_clean(lock: Path, database: Database, capsys: Any) -> None:
    assert main(["--database", database.address, str(lock)]) == CLEAN
    assert "Known vulnerabilities: 0" in capsys.readouterr().out


def test_what_is_known_is_named(lock: Path, database: Database, capsys: Any) -> None:
    database.known = {"requests": ["GHSA-j8r2-6x86-q33q"]}
    assert main(["--database", database.address, str(lock)]) == KNOWN
    assert "requests 2.1.0: https://osv.dev/GHSA-j8r2-6x86-q33q" in capsys.readouterr().out


@pytest.mark.parametrize("raw", [(500, b"{}"), (200, b"no json"), (200, b'{"results": []}'), (200, b"[]"), (302, b"")])
def test_an_answer_of_another_kind_is_no_clean_one(lock: Path, database: Database, raw: tuple[int, bytes]) -> None:
    database.raw = raw
    assert main(["--database", database.address, str(lock)]) == NOT_ASKED


def test_a_database_out_of_reach_has_an_exit_code_of_its_own(lock: Path, capsys: Any) -> None:
    assert main(["--database", "http://127.0.0.1:9", str(lock)]) == NOT_ASKED
    assert "nothing is known of vulnerabilities" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("licence", "forbidden"),
    [
        ("MIT", False),
        ("GPL-3.0-only", True),
        ("GNU Affero General Public License v3", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT OR GPL-2.0", False),
        ("MPL-2.0", False),
    ],
)
def test_licences_that_must_not_be_are_known(licence: str, forbidden: bool) -> None:
    assert is_copyleft(licence) is forbidden


def test_what_we_run_on_has_no_licence_that_must_not_be() -> None:
    assert main(["--no-database", str(settings.BASE_DIR / "requirements/run.txt")]) == CLEAN
