"""Asking every check within a time limit, and never failing with one.

Findings are made when they are asked for, not kept by a periodic job: the worker that would keep them is one of the
patients. What asks the database goes one after the other on the caller's own connection, so that an examination opens
no other; what asks anything else goes at once, each in a daemon thread that touches no database.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from threading import Lock, Thread

import redis
from django.db import Error, ProgrammingError, connection, transaction
from django.utils.translation import gettext_lazy as _

from courtcase.doctor.findings import (
    CHECKS,
    Check,
    Finding,
    NotExamined,
    Outcome,
    Said,
    State,
    finding,
    wrong,
)

LIMIT_SECONDS = 2.0
DATABASE_SECONDS = 8.0  # for all that asks the database together
DO_FIRST = _("Put right what else is wrong first, then examine again.")

_threads: dict[str, Thread] = {}  # those of an earlier examination that have not ended yet are not started again
_lock = Lock()


def examine() -> list[Finding]:
    """Ask every check and return the findings, the worst first. Never raises; takes ten seconds at the very worst."""
    beside = [check for check in CHECKS.values() if not check.asks_database]
    outcomes = begin(beside)
    ends = time.monotonic() + LIMIT_SECONDS
    asked = ask_database([check for check in CHECKS.values() if check.asks_database])
    wait(beside, until=ends)
    late = wrong(_("There was no answer within %(seconds)d s."), seconds=int(LIMIT_SECONDS))
    answered = dict(outcomes) | asked
    return sorted((finding(one, answered.get(code, late)) for code, one in CHECKS.items()), key=lambda one: -one.state)


def answer(check: Check) -> Outcome:
    """Return a check's outcome, whatever it raises."""
    try:
        return check.function()
    except Exception as error:
        return failed(error)


def failed(error: Exception) -> Outcome:
    """Return the outcome of a check that raised: the class of the error alone, for its text may hold passwords."""
    if isinstance(error, NotExamined):
        return Outcome(State.LOOK, Said(error.because), Said(DO_FIRST))
    values = {"error": type(error).__name__}
    if isinstance(error, ProgrammingError):
        return Outcome(
            State.LOOK, Said(_("This was not examined: the tables are not those of the code.")), Said(DO_FIRST)
        )
    if isinstance(error, redis.RedisError):
        return Outcome(State.LOOK, Said(_("Redis could not be asked (%(error)s)."), values), Said(DO_FIRST))
    return Outcome(State.WRONG, Said(_("This could not be found out (%(error)s)."), values))


def begin(checks: Iterable[Check]) -> dict[str, Outcome]:
    """Start a thread for each check and return the dictionary that they fill, by code."""
    outcomes: dict[str, Outcome] = {}

    def note(check: Check) -> None:
        outcomes[check.code] = answer(check)

    with _lock:
        for check in checks:
            if not (known := _threads.get(check.code)) or not known.is_alive():
                _threads[check.code] = Thread(target=note, args=(check,), daemon=True, name=f"doctor {check.code}")
                _threads[check.code].start()
    return outcomes


def wait(checks: Iterable[Check], *, until: float) -> None:
    """Wait for the checks' threads, but no longer than the monotonic instant `until`."""
    for check in checks:
        _threads[check.code].join(max(until - time.monotonic(), 0))


def ask_database(checks: list[Check]) -> dict[str, Outcome]:
    """Ask the checks one after the other in one transaction, each statement under the limit; return outcomes by code.

    Where the database is away or all takes too long, the first says so and the rest were not examined.
    """
    outcomes: dict[str, Outcome] = {}
    ends = time.monotonic() + DATABASE_SECONDS
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(int(LIMIT_SECONDS * 1000))])
            for check in checks:
                if time.monotonic() > ends:
                    break
                outcomes[check.code] = ask(check)
    except Error as error:
        if checks and checks[0].code not in outcomes:
            outcomes[checks[0].code] = wrong(_("The database does not answer (%(error)s)."), error=type(error).__name__)
    because = _("This was not examined: the database does not answer, or too slowly.")
    unasked = Outcome(State.LOOK, Said(because), Said(DO_FIRST))
    return {check.code: outcomes.get(check.code, unasked) for check in checks}


def ask(check: Check) -> Outcome:
    """Ask one check behind a savepoint, so that its failure leaves the next ones their transaction.

    Raises django.db.Error when the connection itself is lost.
    """
    try:
        with transaction.atomic():
            return check.function()
    except Exception as error:
        if connection.connection is None or connection.connection.closed:
            raise
        return failed(error)
