"""Calling addresses that the environment names: no redirect, no endless answer, and never where clouds keep credentials."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from courtcase.calling import NotCalled, call, is_never_called
from courtcase.signatures.calling import post


class Handler(BaseHTTPRequestHandler):
    """Answers by the path."""

    def do_POST(self) -> None:
        """Redirect, flood, or say what came."""
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "/told")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = b"x" * 100_000 if self.path == "/flood" else self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *_arguments: Any) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_what_is_sent_arrives_and_the_answer_comes_back(address: str) -> None:
    answer = call(address + "/told?a=1", body=b"words", longest=100)
    assert (answer.status, answer.body) == (200, b"words")


def test_a_redirect_is_an_answer_and_not_followed(address: str) -> None:
    assert call(address + "/elsewhere", body=b"words", longest=100).status == 302
    with pytest.raises(OSError, match="302"):
        post(address + "/elsewhere", b"words", content_type="text/plain", longest=100)


def test_an_answer_that_is_too_long_is_not_read(address: str) -> None:
    with pytest.raises(NotCalled, match="answer_too_long"):
        call(address + "/flood", body=b"", longest=70_000)


@pytest.mark.parametrize(
    "ip",
    [
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104 - nobody listens
        "224.0.0.1",
        "fe80::1",
        "fe80::1%eth0",
        "ff02::1",
        "::",
        "::ffff:169.254.169.254",
        "2002:a9fe:a9fe::",
        "64:ff9b::a9fe:a9fe",
    ],
)
def test_where_clouds_keep_credentials_is_never_called(ip: str, monkeypatch: Any) -> None:
    assert is_never_called(ip)
    places = [(socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_keywords: places)
    with pytest.raises(NotCalled, match="inner_address"):
        call("http://ocsp.example/", longest=10)


@pytest.mark.parametrize("ip", ["10.0.0.5", "192.168.1.7", "127.0.0.1", "fd12::1", "8.8.8.8"])
def test_the_houses_own_network_may_be_named(ip: str) -> None:
    assert not is_never_called(ip)


def test_a_name_is_resolved_once_and_the_connection_goes_there(address: str, monkeypatch: Any) -> None:
    asked: list[str] = []
    port = int(address.rpartition(":")[2])

    def resolve(host: str, *_arguments: Any, **_keywords: Any) -> list[Any]:
        asked.append(host)
        ip = "127.0.0.1" if len(asked) == 1 else "169.254.169.254"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert call(f"http://ocsp.example:{port}/told", body=b"words", longest=100).status == 200
    assert asked == ["ocsp.example"]


@pytest.mark.parametrize("url", ["ftp://a/", "file:///etc/passwd", "http:///", "http://a:b@c/", "http://a:99999/"])
def test_only_plain_web_addresses_are_called(url: str) -> None:
    with pytest.raises(NotCalled, match="malformed_address"):
        call(url, longest=10)
