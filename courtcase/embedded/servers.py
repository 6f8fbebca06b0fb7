"""Both embedded servers together: what `serve` and the tests start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from courtcase.embedded import postgres, redis_server, secrets_file
from courtcase.embedded.children import Process
from courtcase.embedded.place import Place, make_folders
from courtcase.embedded.stages import EmbeddedError, say, took


@dataclass
class Servers:
    """The processes of the embedded servers that were wanted; one that is not wanted is None."""

    place: Place
    secrets: dict[str, str]
    throwaway: bool
    postgres: Process | None = None
    redis: Process | None = None

    def environment(self) -> dict[str, str]:
        """Return the variables by which the application finds these servers."""
        found: dict[str, str] = {}
        if self.postgres:
            found["DATABASE_URL"] = postgres.url(self.place, self.secrets, postgres.APPLICATION)
            found["DATABASE_OWNER_URL"] = postgres.url(self.place, self.secrets, postgres.OWNER)
        if self.redis:
            found["REDIS_URL"] = redis_server.url(self.place)
        return found

    def processes(self) -> list[tuple[Process, int]]:
        """Return each running server with the signal that stops it well."""
        pairs = ((self.redis, redis_server.STOP_SIGNAL), (self.postgres, postgres.STOP_SIGNAL))
        return [(process, number) for process, number in pairs if process]


def wanted(environment: Mapping[str, str]) -> tuple[bool, bool]:
    """Return whether PostgreSQL and Redis are to be embedded: where the environment names none."""
    return not environment.get("DATABASE_URL"), not environment.get("REDIS_URL")


def start(place: Place, *, environment: Mapping[str, str], throwaway: bool = False) -> Servers:
    """Start the servers the environment lacks, side by side, without waiting for them."""
    make_folders(place)
    want_postgres, want_redis = wanted(environment)
    servers = Servers(place=place, secrets=secrets_file.read_or_make(place.folder), throwaway=throwaway)
    if want_redis:
        servers.redis = redis_server.start(place, throwaway=throwaway)
    if want_postgres:
        postgres.initialise(place, servers.secrets, throwaway=throwaway)
        servers.postgres = postgres.start(place, throwaway=throwaway)
    return servers


def wait_until_up(servers: Servers) -> None:
    """Wait until every started server answers and the database has its roles. Raises EmbeddedError otherwise."""
    began = monotonic()
    if servers.postgres:
        postgres.wait_until_up(servers.place, servers.secrets, servers.postgres)
        postgres.prepare_roles(servers.place, servers.secrets)
        say(f"  ok PostgreSQL answers: {took(began)}")
    if servers.redis:
        try:
            redis_server.wait_until_up(servers.place, servers.redis)
        except EmbeddedError:
            if not redis_server.set_broken_file_aside(servers.place):
                raise
            servers.redis = redis_server.start(servers.place, throwaway=servers.throwaway)
            redis_server.wait_until_up(servers.place, servers.redis)
        redis_server.forget_heartbeats(servers.place)
        say(f"  ok Redis answers: {took(began)}")
