"""Public pages read from a streaming replica of the database while it keeps up; everything else asks the primary.

`docs/scaling.md` tells the whole of it. Nothing here writes, and nothing that decides about a petition reads here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch

from courtcase.frame.outages import outage_of
from courtcase.observability.metrics import gauge
from courtcase.reading import READING, reads_here

log = structlog.get_logger(__name__)
# Rooms whose pages are the same for everybody, and the one page of a room that is otherwise for those who sign in.
ROOMS_READ_BY_ALL = frozenset({"publication", "statistics"})
PAGES_READ_BY_ALL = frozenset({"execution:list"})
# The API of what is public, by the names of its lists; a program that brings a token is none of everybody.
APIS_READ_BY_ALL = (
    "api_rulings",
    "api_norms",
    "api_measures",
    "api_open_data",
    "api_statistics",
    "api_statistics_definitions",
    "api_statistics_reported",
)
# What stands in those rooms and still is somebody's own: whoever asked a moment ago must find what they wrote.
OWN_PAGES = frozenset({"watch_ask", "watch_asked", "watch_left", "watch", "watch_confirm", "watch_leave"})
LOOK_SECONDS = 1.0
# A replica that did not answer is left alone so long, lest every reader waits for it.
PAUSE_SECONDS = 15.0
PRIMARY_POSITION = "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"
REPLAYED_POSITION = (
    "SELECT (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END) - '0/0'::pg_lsn"
)


class Replica:
    """How far behind the replica is, as this process sees it: positions of the primary, and which of them it has replayed.

    Time stamps of replayed transactions would not tell a replica that was cut off from a primary that is idle.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew: nothing is known, so nothing is read there."""
        self.noted: list[tuple[float, int]] = []
        self.caught_up_at = self.looked_at = float("-inf")
        self.away_until = float("-inf")

    def lag(self, now: float) -> float:
        """Return how many seconds ago the primary stood where the replica stands now; infinite where that is not known."""
        return now - self.caught_up_at

    def is_fit(self) -> bool:
        """Say whether it may be read from: it answers, and lags by no more than it may. Looks at most once a second."""
        now = time.monotonic()
        if now < self.away_until:
            return False
        if now - self.looked_at >= LOOK_SECONDS and self.lock.acquire(blocking=False):
            try:
                self.looked_at = now
                self.look(now)
            finally:
                self.lock.release()
        return now >= self.away_until and self.lag(now) <= settings.READING_LAG_SECONDS

    def look(self, now: float) -> None:
        """Note where the primary stands and which of the positions noted the replica has reached."""
        try:
            self.noted = [*self.noted[-600:], (now, position(DEFAULT_DB_ALIAS, PRIMARY_POSITION))]
            replayed = position(READING, REPLAYED_POSITION)
        except (DatabaseError, InterfaceError) as error:
            self.is_away(error)
            return
        reached = [at for at, where in self.noted if where <= replayed]
        self.caught_up_at = max([self.caught_up_at, *reached])
        self.noted = [one for one in self.noted if one[1] > replayed]

    def is_away(self, error: BaseException) -> None:
        """Leave the replica alone for a while."""
        log.warning("replica_away", error=type(error).__name__)
        self.away_until = time.monotonic() + PAUSE_SECONDS


replica = Replica()


def position(alias: str, statement: str) -> int:
    """Return a position in the log, in bytes from its beginning."""
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def is_configured() -> bool:
    """Say whether there is a replica at all."""
    return READING in connections.settings


@gauge("reading_lag_seconds", "Seconds the replica lags behind, as this process saw it last; -1 where it is not used.")
def reading_lag_seconds() -> float:
    """Return the lag; -1 where there is no replica, or it is away."""
    return replica.lag(time.monotonic()) if is_configured() and replica.is_fit() else -1.0


class ReadingRouter:
    """Django's router: reads of a public page go to the replica, all else to the primary."""

    def db_for_read(self, model: type, **hints: Any) -> str | None:
        """Return the replica while a public page is made of it."""
        return READING if reads_here.get() else None

    def db_for_write(self, model: type, **hints: Any) -> str:
        """Return the primary, whatever page is made."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """Let rows of the two belong together: they are the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Migrate the primary alone; the replica follows."""
        return db == DEFAULT_DB_ALIAS


def is_read_by_all(request: HttpRequest, match: ResolverMatch | None) -> bool:
    """Say whether a request only reads what is public. Who has a session has perhaps just changed something: not theirs."""
    if match is None or request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    if "Authorization" in request.headers:
        return False
    if (match.view_name or "").rpartition("-")[0] in APIS_READ_BY_ALL:
        return True
    in_room = match.namespace in ROOMS_READ_BY_ALL and match.url_name not in OWN_PAGES
    return in_room or match.view_name in PAGES_READ_BY_ALL


class ReadingMiddleware:
    """Make public pages from the replica, and from the primary once more where the replica fails in the middle of one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = reads_here.set(False)
        try:
            return self.get_response(request)
        finally:
            reads_here.reset(token)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], arguments: Any, keywords: Any) -> None:
        """Turn reading over to the replica where it is fit for this page."""
        if is_configured() and is_read_by_all(request, request.resolver_match) and replica.is_fit():
            reads_here.set(True)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Make the page again from the primary where the replica was what failed; what fails there too is told as ever."""
        if not reads_here.get() or outage_of(exception) is None or request.resolver_match is None:
            return None
        reads_here.set(False)
        replica.is_away(exception)
        match = request.resolver_match
        try:
            made: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except Exception as error:  # noqa: BLE001 - the first error is told, by whoever tells errors of the database
            log.warning("primary_failed_too", error=type(error).__name__)
            return None
        return made
