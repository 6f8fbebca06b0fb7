"""Choosing the web server's port: the wanted one, or the next that is free, never one another clone is taking."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from courtcase.embedded.stages import EmbeddedError, say

TRIES = 50


@dataclass
class Port:
    """A chosen port and the claim that keeps other clones from choosing it too; keep it as long as the server runs."""

    number: int
    claim: socket.socket | None


def is_free(address: str, number: int) -> bool:
    """Say whether nobody listens on `address`:`number`."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.strip("[]"), number))
        except OSError:
            return False
    return True


def claim(number: int) -> socket.socket | None:
    """Claim a port machine-wide among starts of Courtcase; raises OSError when another start holds it.

    Two clones started in the same second would both find the port free. The claim is a name in Linux's abstract
    socket namespace: it vanishes with the process that holds it. Elsewhere there is no such name, and no claim.
    """
    holder = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        holder.bind(f"\0courtcase-port-{number}")
    except FileNotFoundError:
        holder.close()
        return None
    except OSError:
        holder.close()
        raise
    return holder


def choose(address: str, wanted: int) -> Port:
    """Return `wanted`, or the next free port above it, saying so. Raises EmbeddedError when fifty are taken."""
    for number in range(wanted, min(wanted + TRIES, 65536)):
        try:
            held = claim(number)
        except OSError:
            say(f"  !! Port {number} is taken; trying {number + 1}.")
            continue
        if is_free(address, number):
            return Port(number, held)
        say(f"  !! Port {number} is taken; trying {number + 1}.")
        if held:
            held.close()
    raise EmbeddedError(f"No free port from {wanted} on. Set COURTCASE_LISTEN_PORT.")
