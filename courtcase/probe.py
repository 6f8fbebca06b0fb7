"""`python -m courtcase.probe [web|ready|worker|beat]`: exit 0 when this machine's or container's process lives.

`ready` asks more: whether the web server has all that a petition needs. The image holds no curl. Needs no settings: a
probe every few seconds must cost little.
"""

from __future__ import annotations

import http.client
import os
import sys
from collections.abc import Callable, Mapping

import redis

from courtcase import modes, processes

TIMEOUT_SECONDS = 5


def web(environment: Mapping[str, str]) -> bool:
    """Say whether the web server here lives."""
    return answers("/healthz", environment)


def ready(environment: Mapping[str, str]) -> bool:
    """Say whether the web server here has everything a petition needs."""
    return answers("/readyz", environment)


def answers(path: str, environment: Mapping[str, str]) -> bool:
    """Ask the web server here for `path`, with a host name the site answers to; say whether the answer is 200."""
    values = processes.DEFAULTS | {name: value for name, value in environment.items() if value}
    host = (modes.value(environment, "COURTCASE_HOSTS") or "localhost").split(",")[0].strip().lstrip(".")
    address, port = values["COURTCASE_LISTEN_ADDRESS"], int(values["COURTCASE_LISTEN_PORT"])
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104 - asked, not listened on
    connection = http.client.HTTPConnection(reached, port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def sign_of_life(name: str, environment: Mapping[str, str]) -> bool:
    """Look for the sign that `name` (worker or beat) of this machine or container renews in Redis, idle or not."""
    try:
        address = modes.value(environment, "REDIS_URL")
        with redis.Redis.from_url(
            address, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
        ) as connected:
            return bool(connected.exists(processes.heartbeat_here(name)))
    except (redis.RedisError, modes.UnsafeMode, ValueError):
        return False


def worker(environment: Mapping[str, str]) -> bool:
    """Say whether a worker works here."""
    return sign_of_life("worker", environment)


def beat(environment: Mapping[str, str]) -> bool:
    """Say whether a beat works or waits here."""
    return sign_of_life("beat", environment)


PROBES: dict[str, Callable[[Mapping[str, str]], bool]] = {"web": web, "ready": ready, "worker": worker, "beat": beat}


def main() -> int:
    """Run the probe named on the command line; the web server's when none is."""
    name = sys.argv[1] if len(sys.argv) > 1 else "web"
    if name not in PROBES or len(sys.argv) > 2:
        print(f"usage: python -m courtcase.probe {{{','.join(PROBES)}}}", file=sys.stderr)
        return 2
    return 0 if PROBES[name](os.environ) else 1


if __name__ == "__main__":
    sys.exit(main())
