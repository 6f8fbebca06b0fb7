"""/healthz: the process lives. /readyz: everything a petition needs is there; what is not is named."""

from __future__ import annotations

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courtcase import modes
from courtcase.people.permissions import public
from courtcase.preparation import letters_problem
from courtcase.processes import HEARTBEAT_KEY

OK = "ok"
_settled: set[str] = set()  # checks whose answer cannot turn bad while this process lives


@public("health")
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that the process lives, touching nothing else."""
    return JsonResponse({"status": "alive"})


@public("health")
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all checks pass, else 503; the body names each check and, in a word, what is wrong."""
    found = {name: run(check) for name, check in checks().items()}
    ready = all(answer == OK for answer in found.values())
    return JsonResponse({"status": "ready" if ready else "not ready", "checks": found}, status=200 if ready else 503)


def checks() -> dict[str, Callable[[], str]]:
    """Return the checks by name, in the order in which they are worth mending."""
    return {
        "database": check_database,
        "letters": once(check_letters),
        "mode": once(check_mode),
        "migrations": once(check_migrations),
        "redis": check_redis,
        "worker": lambda: check_heartbeat("worker"),
        "beat": lambda: check_heartbeat("beat"),
    }


def run(check: Callable[[], str]) -> str:
    """Return a check's answer; an error becomes its class name, for its text may hold addresses and passwords."""
    try:
        return check()
    except (DatabaseError, redis.RedisError) as error:
        return f"unreachable ({type(error).__name__})"


def once(check: Callable[[], str]) -> Callable[[], str]:
    """Return `check` that is not asked again in this process after it passed."""

    def remembered() -> str:
        if check.__name__ not in _settled and (answer := check()) != OK:
            return answer
        _settled.add(check.__name__)
        return OK

    return remembered


def check_database() -> str:
    """Ask the database anything at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def check_letters() -> str:
    """Refuse a database that cannot fold Kazakh letters."""
    return letters_problem() or OK


def check_mode() -> str:
    """Refuse a database that was made in another mode, or a demo's that holds a real petition."""
    with connection.cursor() as cursor:
        try:
            modes.refuse_other_database(cursor, settings.MODE)
        except modes.UnsafeMode as error:
            return str(error)
    return OK


def check_migrations() -> str:
    """Say when tables are older than the code."""
    missing = missing_migrations()
    return f"{missing} migrations are not applied: run manage.py prepare_database" if missing else OK


def missing_migrations() -> int:
    """Return how many migrations of the code the database does not have."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def client() -> redis.Redis:
    """Return a Redis client that gives up after one second."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


def check_redis() -> str:
    """Ping Redis."""
    if not settings.REDIS_URL:
        return "REDIS_URL is not set"
    with client() as connected:
        connected.ping()
    return OK


def check_heartbeat(name: str) -> str:
    """Look for the mark that `name` (worker or beat) renews while it works."""
    if not settings.REDIS_URL:
        return "REDIS_URL is not set"
    with client() as connected:
        return OK if connected.exists(HEARTBEAT_KEY.format(name)) else "no sign of life"
