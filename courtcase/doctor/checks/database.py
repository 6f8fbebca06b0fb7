"""The database: whether it answers, is one we can use, and is used as it should be."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from courtcase import health
from courtcase.database import append_only_tables
from courtcase.doctor.findings import Outcome, check, look, well, wrong

LEAST_VERSION = 150_000
SLOW_MS = 50
FULL_PERCENT = 80
CLOCK_LOOK_SECONDS, CLOCK_WRONG_SECONDS = 1.0, 5.0


def value(statement: str, values: Sequence[list[str]] = ()) -> object:
    """Return the first column of the first row of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


@check(
    "database.answers",
    title=_("Database"),
    measured=_("The quickest of three SELECT 1."),
    remedy=_("See that PostgreSQL runs and that DATABASE_URL names it; its own log says more."),
    asks_database=True,
)
def answers() -> Outcome:
    """See that the database answers, and how soon."""
    taken = []
    for _number in range(3):
        began = time.monotonic()
        health.check_database()
        taken.append((time.monotonic() - began) * 1000)
    quickest = max(min(taken), 0.1)
    if quickest > SLOW_MS:
        slow = _("Look at the load of the database's machine and at the network between it and this one.")
        return look(_("The database answers slowly, in %(ms)s ms."), do=slow, ms=quickest)
    return well(_("The database answers in %(ms)s ms."), ms=quickest)


@check(
    "database.version",
    title=_("Version of the database"),
    measured="SHOW server_version_num",
    remedy=_("Take a backup, and restore it into PostgreSQL 15 or newer; docs/backup.md says how."),
    asks_database=True,
)
def version() -> Outcome:
    """See that the server is new enough."""
    number = int(str(value("SHOW server_version_num")))
    if number < LEAST_VERSION:
        return wrong(_("This is PostgreSQL %(version)d, which is too old."), version=number // 10_000)
    return well(_("This is PostgreSQL %(version)d."), version=number // 10_000)


@check(
    "database.letters",
    title=_("Kazakh letters in the database"),
    measured=_("server_encoding, and whether lower('Ә') is 'ә'."),
    remedy=_("Create a database with UTF8 and the locale C.UTF-8, and restore the newest backup into it."),
    asks_database=True,
)
def letters() -> Outcome:
    """See that searching and sorting can fold Kazakh letters."""
    if health.check_letters() != health.OK:
        return wrong(_("The database cannot fold Kazakh letters: searching and sorting silently fail."))
    return well(_("The database knows Kazakh letters."))


@check(
    "database.mode",
    title=_("Mode"),
    measured=_("COURTCASE_MODE beside the mode in which the database was prepared."),
    remedy=_("Set COURTCASE_MODE to the database's own mode, or name another database in DATABASE_URL."),
    asks_database=True,
)
def mode() -> Outcome:
    """See that this mode and the database belong together."""
    if health.check_mode() != health.OK:
        return wrong(_("The database does not belong to the mode “%(mode)s” that runs here."), mode=settings.MODE)
    return well(_("The mode is “%(mode)s”, and the database belongs to it."), mode=settings.MODE)


@check(
    "database.migrations",
    title=_("Tables"),
    measured=_("Migrations of the code beside those noted in the database."),
    remedy=_("Run: manage.py prepare_database"),
    asks_database=True,
)
def migrations() -> Outcome:
    """See that the tables are those of the code."""
    if missing := health.missing_migrations():
        return wrong(_("The tables are older than the code; migrations missing: %(missing)d."), missing=missing)
    return well(_("The tables are those of the code."))


@check(
    "database.role",
    title=_("What the application may change"),
    measured=_("has_table_privilege on every table that is only added to."),
    remedy=_(
        "Let DATABASE_URL name the application role, DATABASE_OWNER_URL the owner; then run: manage.py prepare_database"
    ),
    asks_database=True,
)
def role() -> Outcome:
    """See that the application cannot alter the record."""
    tables = append_only_tables()
    statement = (
        "SELECT count(*) FROM unnest(%s::text[]) AS name WHERE has_table_privilege(current_user, name, 'UPDATE')"
        " OR has_table_privilege(current_user, name, 'DELETE')"
    )
    if open_tables := int(str(value(statement, [tables]))):
        words = _(
            "The application could alter tables that are only added to: %(open)d of %(all)d; triggers alone guard them."
        )
        return (wrong if settings.IS_PRODUCTION else look)(words, open=open_tables, all=len(tables))
    return well(_("The application can only add to the record, never alter it."))


@check(
    "database.connections",
    title=_("Connections to the database"),
    measured="pg_stat_database, max_connections",
    remedy=_("Raise max_connections of PostgreSQL, or lower COURTCASE_WEB_THREADS and COURTCASE_WORKER_PROCESSES."),
    asks_database=True,
)
def connections() -> Outcome:
    """See that a new process would still get a connection."""
    used = int(str(value("SELECT sum(numbackends)::int FROM pg_stat_database")))
    most = int(str(value("SHOW max_connections")))
    words = _("Connections in use: %(used)d of %(most)d.")
    return (look if used * 100 >= most * FULL_PERCENT else well)(words, used=used, most=most)


@check(
    "database.size",
    title=_("Size of the database"),
    measured="pg_database_size",
    asks_database=True,
)
def size() -> Outcome:
    """Tell how large the database is."""
    gigabytes = int(str(value("SELECT pg_database_size(current_database())"))) / 1024**3
    return well(_("The database takes %(size)s GB of its machine's disk."), size=gigabytes)


@check(
    "clock.database",
    title=_("Clock of the database"),
    measured=_("clock_timestamp() of PostgreSQL beside this machine's clock."),
    remedy=_("Have both machines keep time by NTP: timedatectl set-ntp true (or chrony)."),
    asks_database=True,
)
def clock() -> Outcome:
    """See that this machine and the database agree about the time: terms and leases depend on it."""
    before = time.time()
    theirs = float(str(value("SELECT extract(epoch FROM clock_timestamp())")))
    return drift(theirs - (before + time.time()) / 2)


def drift(seconds: float) -> Outcome:
    """Return what it means that another clock is `seconds` ahead of ours (behind, if negative)."""
    words = _("This machine's clock differs by %(seconds)s s.")
    if abs(seconds) >= CLOCK_LOOK_SECONDS:
        return (wrong if abs(seconds) >= CLOCK_WRONG_SECONDS else look)(words, seconds=abs(seconds))
    return well(_("Both clocks agree within a second."))
