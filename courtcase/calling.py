"""One request to an address that the environment names: short, bounded, pinned, no redirect followed.

Who runs the Court may well name an address of its own network, so inner addresses are called. What is never called is
where a machine of a cloud asks for its credentials (link-local addresses), however it is written. The name is resolved
once and the connection goes to what was judged. Addresses that strangers give us go through `outgoing`, which is stricter.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from courtcase.outgoing import context_of

SECONDS = 5.0
PIECE = 64 * 1024
MOST_TRIED = 3
NAT64 = ipaddress.ip_network("64:ff9b::/96")

Found = tuple[socket.AddressFamily, str, int]


@dataclass(frozen=True)
class Answer:
    """What came back: its status and its body."""

    status: int
    body: bytes


class NotCalled(OSError):
    """The address was not called or did not answer as it should; `reason` is a word that names nobody."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def call(
    url: str,
    *,
    longest: int,
    method: str = "POST",
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
    authorities: str = "",
) -> Answer:
    """Return the answer of one request, of at most `longest` bytes, all of it within `seconds`.

    `authorities` is a file of certificates that are trusted instead of the system's. Raises OSError, of which NotCalled
    tells of an address that may not be called and of an answer that is too long or too slow.
    """
    address = urlsplit(url)
    deadline = time.monotonic() + seconds
    connection = Pinned(address, seconds=seconds, authorities=authorities)
    try:
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        connection.request(method, path, body=body or None, headers={"Connection": "close", **(headers or {})})
        answer = connection.getresponse()
        return Answer(answer.status, read_within(connection, answer, longest=longest, deadline=deadline))
    except http.client.HTTPException as error:
        raise NotCalled(type(error).__name__) from error
    finally:
        connection.close()


def read_within(connection: Pinned, answer: http.client.HTTPResponse, *, longest: int, deadline: float) -> bytes:
    """Return the body; raises NotCalled for one that is too long or comes too slowly."""
    read = b""
    while piece := answer.read1(PIECE):
        read += piece
        left = deadline - time.monotonic()
        if len(read) > longest:
            raise NotCalled("answer_too_long")
        if left <= 0:
            raise NotCalled("timed_out")
        if connection.sock is not None:
            connection.sock.settimeout(left)
    return read


class Pinned(http.client.HTTPConnection):
    """A connection to just the addresses that were judged, with TLS for the name where the scheme says so."""

    def __init__(self, address: SplitResult, *, seconds: float, authorities: str) -> None:
        try:
            port = address.port
        except ValueError as error:
            raise NotCalled("malformed_address") from error
        if address.scheme not in {"http", "https"} or not address.hostname or address.username is not None:
            raise NotCalled("malformed_address")
        self.secure = address.scheme == "https"
        self.authorities = authorities
        super().__init__(address.hostname, port or (443 if self.secure else 80), timeout=seconds)

    def connect(self) -> None:
        """Connect to the first address that takes us. Raises NotCalled."""
        for family, ip, port in judged(self.host, self.port):
            plain = socket.socket(family, socket.SOCK_STREAM)
            plain.settimeout(self.timeout)
            try:
                plain.connect((ip, port))
            except OSError:
                plain.close()
                continue
            self.sock = self.secured(plain) if self.secure else plain
            return
        raise NotCalled("unreachable")

    def secured(self, plain: socket.socket) -> ssl.SSLSocket:
        """Return the connection under TLS; the certificate is of the host."""
        try:
            return context_of(self.authorities).wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise


def judged(host: str, port: int) -> list[Found]:
    """Return where a name leads. Raises NotCalled where it leads nowhere, or to any address that is never called."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise NotCalled("name_unknown") from error
    places: list[Found] = [(family, str(where[0]), int(where[1])) for family, _kind, _way, _name, where in found]
    if any(is_never_called(ip) for _family, ip, _port in places):
        raise NotCalled("inner_address")
    return places[:MOST_TRIED]


def is_never_called(text: str) -> bool:
    """Say whether an address is link-local, of a group, or none; one written inside an address of the new kind counts too."""
    address = ipaddress.ip_address(text.partition("%")[0])
    inner: ipaddress.IPv4Address | None = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return any(
        one.is_link_local or one.is_multicast or one.is_unspecified for one in (address, inner) if one is not None
    )
