"""Nobody makes the Court call what stands inside: each way of hiding an inner address, tried against the real guard."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from courtcase import outgoing
from courtcase.outgoing import NotReached, checked_address, is_public, post, resolved
from tests.petitions.webhooks.receiver import certificate, receiving

HEADERS = {"Content-Type": "application/json"}


def why_not(address: str) -> str:
    """Return why an address was not reached."""
    with pytest.raises(NotReached) as refused:
        post(address, body=b"{}", headers=HEADERS)
    return refused.value.reason


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104 - nobody listens
        *("224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1"),
        *("192.88.99.1", "::", "::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "fe80::1", "fe80::1%eth0"),
        *("fc00::1", "fd12::1", "fec0::1", "ff02::1", "3fff::1", "2001:db8::1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1"),
        *("2002:7f00:1::", "2001:0:53aa:64c::1", "localhost", "", "127.1", "0x7f000001"),
    ],
)
def test_what_is_inside_is_not_public(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["8.8.8.8", "185.116.192.1", "2a00:1450:4010:c05::66"])
def test_what_is_outside_is(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://example.kz/", "not_https"),
        ("ftp://example.kz/", "not_https"),
        ("//example.kz/", "not_https"),
        ("https://example.kz:22/", "port_not_allowed"),
        ("https://example.kz:99999/", "malformed_address"),
        ("https://user:word@example.kz/", "malformed_address"),
        ("https://example.kz/#part", "malformed_address"),
        ("https://example.kz/a b", "malformed_address"),
        ("https://example.kz/\r\nHost: inner", "malformed_address"),
        ("https://[::1/", "malformed_address"),
        ("https:///path", "malformed_address"),
        ("https://пример.kz/", "malformed_address"),
        ("https://example.kz/" + "a" * 500, "malformed_address"),
    ],
)
def test_only_a_plain_https_address_is_called(address: str, reason: str) -> None:
    with pytest.raises(NotReached) as refused:
        checked_address(address)
    assert refused.value.reason == reason


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "2130706433", "0177.0.0.1", "[::ffff:127.0.0.1]", "localhost"])
def test_however_it_is_written_an_inner_address_is_not_called(host: str) -> None:
    assert why_not(f"https://{host}/") == "inner_address"


def test_a_name_that_leads_to_one_inner_address_among_others_is_not_called(monkeypatch: Any) -> None:
    kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    led = [(*kind, ("8.8.8.8", 443)), (*kind, ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_keywords: led)
    with pytest.raises(NotReached) as refused:
        resolved("example.kz", 443)
    assert refused.value.reason == "inner_address"


def test_the_name_is_asked_once_and_the_checked_address_is_called(
    tmp_path: Path, settings: Any, monkeypatch: Any
) -> None:
    """A name that leads inside at the second asking gains nothing: there is none."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def once(host: str, *arguments: Any, **keywords: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "10.0.0.1", *arguments, **keywords)

    with receiving(tmp_path, settings) as receiver:
        monkeypatch.setattr(socket, "getaddrinfo", once)
        assert post(receiver.address, body=b"{}", headers=HEADERS) == 204
    assert asked == ["localhost"]


def test_what_tests_may_call_no_other_mode_may(tmp_path: Path, settings: Any) -> None:
    with receiving(tmp_path, settings) as receiver:
        for mode in ("production", "demo"):
            settings.MODE = mode
            assert why_not(receiver.address) == "port_not_allowed"
            settings.WEBHOOK_PORTS = [receiver.port]
            assert why_not(receiver.address) == "inner_address"
            settings.WEBHOOK_PORTS = [443]
        assert receiver.got == []


class TestTheReceiver:
    def test_gets_the_bytes(self, tmp_path: Path, settings: Any) -> None:
        with receiving(tmp_path, settings) as receiver:
            assert post(receiver.address, body=b'{"a":1}', headers=HEADERS) == 204
        got = receiver.got[0]
        assert (got.path, got.body, got.headers["Content-Type"]) == ("/courtcase?a=1", b'{"a":1}', "application/json")
        assert got.headers["Host"] == f"localhost:{receiver.port}"

    def test_must_have_a_certificate_for_its_name(self, tmp_path: Path, settings: Any) -> None:
        with receiving(tmp_path, settings, names=("other.example",)) as receiver:
            assert why_not(receiver.address) == "certificate_refused"

    def test_must_have_a_certificate_of_a_known_authority(self, tmp_path: Path, settings: Any) -> None:
        with receiving(tmp_path, settings) as receiver:
            (tmp_path / "other").mkdir()
            settings.WEBHOOK_CA_FILE = str(certificate(tmp_path / "other", "localhost")[1])
            assert why_not(receiver.address) == "certificate_refused"
        assert receiver.got == []

    def test_is_not_followed_elsewhere(self, tmp_path: Path, settings: Any) -> None:
        with receiving(tmp_path, settings) as receiver:
            receiver.answers, receiver.more = [302], {"Location": receiver.address}
            assert post(receiver.address, body=b"{}", headers=HEADERS) == 302
        assert len(receiver.got) == 1

    def test_that_is_away_is_unreachable(self, tmp_path: Path, settings: Any) -> None:
        with receiving(tmp_path, settings) as receiver:
            address = receiver.address
        assert why_not(address) == "unreachable"

    def test_that_says_nothing_or_drips_is_left_in_time(self, settings: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr(outgoing, "SECONDS", 0.4)
        monkeypatch.setattr(outgoing, "CONNECT_SECONDS", 0.4)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            port = silent.getsockname()[1]
            settings.WEBHOOK_INNER_ALLOWED = frozenset({("127.0.0.1", port)})
            assert why_not(f"https://127.0.0.1:{port}/") == "timed_out"

    def test_that_speaks_no_http_is_told_apart(self, monkeypatch: Any) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            Thread(target=theirs.sendall, args=(b"A" * 9_000,), daemon=True).start()
            with pytest.raises(NotReached) as refused:
                outgoing.status_of(ours, time.monotonic() + 2)  # type: ignore[arg-type]
        assert refused.value.reason == "no_http_answer"

    def test_that_drips_its_answer_is_left_at_the_deadline(self) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.sendall(b"HTTP/1.1 2")
            with pytest.raises(TimeoutError):
                outgoing.status_of(ours, time.monotonic() + 0.2)  # type: ignore[arg-type]
