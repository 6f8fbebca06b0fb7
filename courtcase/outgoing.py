"""Calling an address that somebody outside gave us, so that nobody can make us call what stands inside.

Only https, only to ports on a list. The name is resolved once, every address it leads to must be one of the public
internet, and the connection goes to just those addresses: a name that leads elsewhere a moment later gains nothing. The
certificate is verified for the name. Redirects are not followed, little of the answer is read, and all of it has a time.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

LONGEST_ADDRESS = 500
CONNECT_SECONDS, SECONDS = 3.0, 10.0
MOST_READ = 4_096
MOST_TRIED = 3
PLAIN_ADDRESS = re.compile(r"[!-~]+")
STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})(?: |\r|\n)")
# What this Python may take for public and is not: assignments to protocols, relays of old, examples for books; and ways
# of writing an address of the old kind within one of the new, by which an inner one could be hidden.
NOT_PUBLIC = tuple(
    ipaddress.ip_network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")
)
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")

Found = tuple[socket.AddressFamily, str, int]


class NotReached(Exception):
    """The address was not called, or did not answer as it should; `reason` is a word that names nobody."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def checked_address(address: str) -> SplitResult:
    """Return an address in its parts, of which we may call the name behind it. Raises NotReached.

    https alone, a port on the list, no user or password, nothing that is not plain.
    """
    try:
        parts = urlsplit(address)
        port = parts.port or 443
    except ValueError as error:
        raise NotReached("malformed_address") from error
    if len(address) > LONGEST_ADDRESS or not PLAIN_ADDRESS.fullmatch(address) or not parts.hostname or parts.fragment:
        raise NotReached("malformed_address")
    if parts.scheme != "https":
        raise NotReached("not_https")
    if parts.username is not None or parts.password is not None:
        raise NotReached("malformed_address")
    if port not in settings.WEBHOOK_PORTS and not any(port == allowed for _host, allowed in inner_allowed()):
        raise NotReached("port_not_allowed")
    return parts


def inner_allowed() -> frozenset[tuple[str, int]]:
    """Return the addresses of this machine that tests may call; in every other mode there is none."""
    return settings.WEBHOOK_INNER_ALLOWED if settings.MODE == "test" else frozenset()


def is_public(text: str) -> bool:
    """Say whether an IP address is one of the public internet: of nobody's inner network, of no group, of no other kind."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    if any(address in net for net in NOT_PUBLIC):
        return False
    wrong = address.is_multicast or address.is_reserved or address.is_private or address.is_unspecified
    return address.is_global and not (wrong or address.is_loopback or address.is_link_local)


def resolved(host: str, port: int) -> list[Found]:
    """Return where a name leads. Raises NotReached where it leads nowhere, or to any address that is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise NotReached("name_unknown") from error
    places: list[Found] = [(family, str(where[0]), int(where[1])) for family, _kind, _way, _name, where in found]
    if not places:
        raise NotReached("name_unknown")
    if not all(is_public(ip) or (ip, number) in inner_allowed() for _family, ip, number in places):
        raise NotReached("inner_address")
    return places


def post(address: str, *, body: bytes, headers: Mapping[str, str]) -> int:
    """Send `body` to an address and return the status of the answer; whatever else is in it is not looked at.

    Raises NotReached where it may not be called, cannot be reached, is not whom its name says, or does not answer in
    time. A status that is no success is returned like any other.
    """
    parts = checked_address(address)
    host, port = str(parts.hostname), parts.port or 443
    deadline = time.monotonic() + SECONDS
    try:
        with connected(resolved(host, port)) as plain, secured(plain, host) as stream:
            stream.sendall(request_of(parts, body=body, headers=headers))
            return status_of(stream, deadline)
    except ssl.SSLCertVerificationError as error:
        raise NotReached("certificate_refused") from error
    except ssl.SSLError as error:
        raise NotReached("tls_failed") from error
    except TimeoutError as error:
        raise NotReached("timed_out") from error
    except OSError as error:
        raise NotReached("broken_off") from error


def connected(places: list[Found]) -> socket.socket:
    """Return a connection to the first of the places that takes one. Raises NotReached."""
    for family, ip, port in places[:MOST_TRIED]:
        plain = socket.socket(family, socket.SOCK_STREAM)
        plain.settimeout(CONNECT_SECONDS)
        try:
            plain.connect((ip, port))
        except OSError:
            plain.close()
        else:
            return plain
    raise NotReached("unreachable")


def secured(plain: socket.socket, host: str) -> ssl.SSLSocket:
    """Return the connection under TLS, whose certificate is of `host`."""
    return context_of(settings.WEBHOOK_CA_FILE).wrap_socket(plain, server_hostname=host)


@lru_cache(maxsize=8)
def context_of(authorities: str) -> ssl.SSLContext:
    """Return how certificates are verified: by a file of authorities, or by the system's own for an empty name."""
    made = ssl.create_default_context(cafile=authorities or None)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def request_of(parts: SplitResult, *, body: bytes, headers: Mapping[str, str]) -> bytes:
    """Return the bytes of the request."""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.netloc
    lines = {"Host": host, **headers, "Content-Length": str(len(body)), "Connection": "close"}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode("ascii") + body


def status_of(stream: ssl.SSLSocket, deadline: float) -> int:
    """Return the status of an answer, of which its first line alone is read, until the deadline. Raises NotReached."""
    read = b""
    while b"\n" not in read and len(read) < MOST_READ:
        left = deadline - time.monotonic()
        if left <= 0:
            raise NotReached("timed_out")
        stream.settimeout(left)
        piece = stream.recv(MOST_READ - len(read))
        if not piece:
            break
        read += piece
    found = STATUS_LINE.match(read)
    if found is None:
        raise NotReached("no_http_answer")
    return int(found.group(1))
