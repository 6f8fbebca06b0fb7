"""Text messages through a real HTTP gateway of the tests: what leaves the house, to whom, and what answers mean."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from courtcase.notices.models import KeptMail, Notice
from courtcase.notices.operations import owe_notice
from courtcase.notices.working import work_off
from courtcase.people.models import Account
from courtcase.register.models import Subject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workshop")]


class Gateway(ThreadingHTTPServer):
    """Keeps requests and answers with `status`; status 0 hangs up after reading."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), GatewayHandler)
        self.status = 202
        self.requests: list[tuple[str, dict[str, str], dict[str, str]]] = []


class GatewayHandler(BaseHTTPRequestHandler):
    """Takes one POST."""

    server: Gateway

    def do_POST(self) -> None:
        """Keep the request and answer."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, dict(self.headers), body))
        if self.server.status:
            self.send_response(self.server.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.close_connection = True

    def log_message(self, format: str, *_arguments: Any) -> None:
        """Stay silent."""


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    """Run a gateway and let the application use it."""
    with Gateway() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        settings.SMS_URL = f"http://127.0.0.1:{server.server_address[1]}/send?route=court"
        settings.SMS_TOKEN, settings.SMS_HOSTS = "secret-token", ["127.0.0.1"]
        yield server
        server.shutdown()


@pytest.fixture
def notice(subject: Subject, aigerim: Account) -> Notice:
    """Owe Aigerim one text message."""
    return owe_notice(subject=subject, event="workshop.told", recipient=aigerim, channel="sms", language="ru")


def send(notice: Notice) -> Notice:
    """Do what is owed and return the notice as it then stands."""
    work_off()
    notice.refresh_from_db()
    return notice


def test_a_text_message_is_posted_with_token_and_key(gateway: Gateway, notice: Notice) -> None:
    assert send(notice).state == Notice.State.SENT
    ((path, headers, body),) = gateway.requests
    assert path == "/send?route=court"
    assert headers["Authorization"] == "Bearer secret-token"
    assert headers["Idempotency-Key"] == notice.key
    assert body == {"to": "+77011234567", "text": "Court: all is well", "reference": notice.key}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, Notice.State.SENT),
        (302, Notice.State.UNDELIVERED),
        (400, Notice.State.UNDELIVERED),
        (401, Notice.State.OWED),
        (429, Notice.State.OWED),
        (503, Notice.State.OWED),
        (500, Notice.State.PERHAPS_SENT),
        (0, Notice.State.PERHAPS_SENT),
    ],
)
def test_what_the_gateway_answers(gateway: Gateway, notice: Notice, status: int, state: str) -> None:
    gateway.status = status
    assert send(notice).state == state
    assert len(gateway.requests) == 1


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "gateway_not_configured"),
        ("http://169.254.169.254/latest", "gateway_not_on_list"),
        ("http://sms.example/send", "gateway_not_https"),
        ("file:///etc/passwd", "gateway_not_configured"),
        ("https://127.0.0.1:1/", "gateway_unreachable"),
    ],
)
def test_a_gateway_we_may_not_call_is_not_called(settings: Any, notice: Notice, address: str, reason: str) -> None:
    settings.SMS_URL, settings.SMS_HOSTS = address, ["sms.example", "127.0.0.1"]
    assert send(notice).state == Notice.State.OWED
    assert notice.last_error == f"NotSent {reason}"


def test_a_link_local_gateway_is_refused_even_on_the_list(settings: Any, notice: Notice, gateway: Gateway) -> None:
    from courtcase.notices import sms

    class Socket:
        def getpeername(self) -> tuple[str, int]:
            return "169.254.169.254", 443

    class Connection:
        sock = Socket()

        def close(self) -> None:
            return

    with pytest.raises(sms.NotSent, match="inner_address"):
        sms.refuse_inner_address(Connection())  # type: ignore[arg-type]


@pytest.mark.parametrize("number", ["12", "+7701\r\nX: y", "not a number", "+0123456789"])
def test_a_malformed_number_is_not_delivered(gateway: Gateway, subject: Subject, number: str) -> None:
    notice = owe_notice(subject=subject, event="workshop.told", address={"phone": number}, channel="sms", language="kk")
    assert send(notice).state == Notice.State.UNDELIVERED
    assert not gateway.requests


def test_a_demo_keeps_the_message(gateway: Gateway, notice: Notice, settings: Any) -> None:
    settings.IS_DEMO = True
    assert send(notice).state == Notice.State.SENT
    assert not gateway.requests
    assert KeptMail.objects.get().text == "Court: all is well"
