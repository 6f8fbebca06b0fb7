"""A real Redis for a machine that has none: append-only, never evicting, on a private socket only."""

from __future__ import annotations

import signal
import time

import redis

from courtcase.embedded.binaries import redis_program
from courtcase.embedded.children import Process, last_lines, spawn
from courtcase.embedded.leftovers import until
from courtcase.embedded.place import Place
from courtcase.embedded.postgres import plain_environment
from courtcase.embedded.stages import EmbeddedError, say
from courtcase.processes import HEARTBEAT_KEY

STOP_SIGNAL = signal.SIGTERM
START_SECONDS = 30.0
HEARTBEATS = tuple(HEARTBEAT_KEY.format(name) for name in ("worker", "beat"))
BROKEN_FILE = "Bad file format reading the append only file"


def start(place: Place, *, throwaway: bool = False) -> Process:
    """Start Redis on its socket, with no network port; return its process."""
    command = [str(redis_program(place)), "--port", "0", "--unixsocket", str(place.redis_socket)]
    command += ["--unixsocketperm", "700", "--daemonize", "no", "--save", ""]
    command += ["--appendonly", "no" if throwaway else "yes", "--maxmemory-policy", "noeviction"]
    return spawn(
        command,
        environment=plain_environment(),
        log=place.logs / "redis.log",
        folder=place.redis_data,
        account=place.account,
        death_signal=STOP_SIGNAL,
    )


def answers(place: Place) -> bool:
    """Say whether Redis answers a PING (it does not while it loads its file)."""
    client = redis.Redis(unix_socket_path=str(place.redis_socket), socket_timeout=1, socket_connect_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def wait_until_up(place: Place, process: Process) -> None:
    """Wait until Redis answers. Raises EmbeddedError, with its log, when it dies or is too slow."""

    def up() -> bool:
        if process.poll() is not None:
            raise EmbeddedError("Redis stopped while starting:\n" + last_lines(place.logs / "redis.log"))
        return answers(place)

    if not until(up, within=START_SECONDS):
        raise EmbeddedError("Redis did not start in time:\n" + last_lines(place.logs / "redis.log"))


def forget_heartbeats(place: Place) -> None:
    """Remove the marks that an earlier run's worker and beat kept: they outlive a quick restart."""
    client = redis.Redis(unix_socket_path=str(place.redis_socket), socket_timeout=1)
    try:
        client.delete(*HEARTBEATS)
    finally:
        client.close()


def set_broken_file_aside(place: Place) -> bool:
    """Put a damaged append-only file aside when Redis refused it; say whether it did.

    The database is the truth of work owed, so an empty Redis loses nothing; the file is kept for the curious.
    """
    file = place.redis_data / "appendonly.aof"
    if BROKEN_FILE not in last_lines(place.logs / "redis.log", 5) or not file.exists():
        return False
    file.rename(file.with_name(f"appendonly.damaged.{int(time.time())}"))
    say("  !! Redis could not read its file; it was put aside. Work owed is in the database: nothing is lost.")
    return True


def url(place: Place) -> str:
    """Return the REDIS_URL of the socket."""
    return f"unix://{place.redis_socket}"
