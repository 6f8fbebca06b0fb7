from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from courtcase.signatures.ncanode import second_opinion
from courtcase.signatures.verdicts import Outcome, Verdict
from tests.signatures.authority import Holder, container
from tests.signatures.test_verification import CONTENT, found, rsa_key, signed_by


class Double(HTTPServer):
    """Stands in for NCANode: keeps what it was asked and says what it was told to say."""

    asked: dict[str, Any]
    answer: tuple[int, bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Handler(BaseHTTPRequestHandler):
    server: Double

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        self.server.asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == "/cms/verify"
        status, body = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def double() -> Iterator[Double]:
    server = Double(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def told(signer: Holder, **changes: Any) -> dict[str, Any]:
    """Return what NCANode says of a good signature of the signer."""
    certificate = {
        "valid": True,
        "serialNumber": f"{signer.certificate.serial_number:x}",
        "subject": {"iin": "850101300015"},
        "revocations": [{"revoked": False, "by": "OCSP"}],
        **changes,
    }
    return {"status": 200, "valid": changes.get("valid", True), "signers": [{"certificates": [certificate]}]}


class TestSecondOpinion:
    @pytest.fixture
    def made(self) -> tuple[Holder, bytes, Verdict]:
        root, signer = signed_by(rsa_key())
        container_ = container(CONTENT, signer)
        known = found(container_, root).signers[0]
        open_ = replace(known, outcome=Outcome.CANNOT_TELL, reason="unsupported_algorithm")
        return signer, container_, Verdict(Outcome.CANNOT_TELL, "unsupported_algorithm", (open_,))

    def ask(self, double: Double, made: tuple[Holder, bytes, Verdict], answer: Any, status: int = 200) -> Verdict:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        double.answer = (status, body)
        return second_opinion(url=double.url, container=made[1], content=CONTENT, ours=made[2])

    def test_it_is_believed_where_it_names_the_same_certificate(self, double: Double, made: Any) -> None:
        verdict = self.ask(double, made, told(made[0]))
        assert (verdict.outcome, verdict.verified_by) == (Outcome.VALID, "ncanode")
        assert base64.b64decode(double.asked["cms"]) == made[1]
        assert base64.b64decode(double.asked["data"]) == CONTENT

    @pytest.mark.parametrize(
        "changes",
        [
            {"valid": False},
            {"serialNumber": "1"},
            {"subject": {"iin": "900101300017"}},
            {"revocations": [{"revoked": True, "by": "OCSP"}]},
            {"revocations": []},
        ],
    )
    def test_it_is_not_where_anything_is_open(self, double: Double, made: Any, changes: dict[str, Any]) -> None:
        assert self.ask(double, made, told(made[0], **changes)) == made[2]

    @pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b'{"valid": true, "signers": []}', b"\xff", b"null"])
    def test_an_answer_that_is_none_changes_nothing(self, double: Double, made: Any, answer: bytes) -> None:
        assert self.ask(double, made, answer) == made[2]

    def test_an_error_or_a_redirect_changes_nothing(self, double: Double, made: Any) -> None:
        assert self.ask(double, made, told(made[0]), status=500) == made[2]
        assert self.ask(double, made, told(made[0]), status=302) == made[2]

    def test_an_address_where_nobody_listens_changes_nothing(self, made: Any) -> None:
        ours = second_opinion(url="http://127.0.0.1:9/", container=made[1], content=CONTENT, ours=made[2])
        assert ours == made[2]
