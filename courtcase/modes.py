"""Production, demo and test: what each needs, and what makes a start unsafe. Needs no settings, so it guards them."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

MODES = ("production", "demo", "test")
SECRET_LENGTH = 50  # what `check --deploy` asks for too
TABLE = "courtcase_database_mode"
RESTORING = "courtcase_restoring"  # stands in a database while a backup is being restored into it

# What production cannot do without, and what for, in the words of the refusal.
NEEDED_IN_PRODUCTION: dict[str, str] = {
    "DATABASE_URL": "the PostgreSQL database (as the application role)",
    "REDIS_URL": "Redis, by which workers are woken",
    "COURTCASE_SECRET_KEY": f"at least {SECRET_LENGTH} random characters that sign sessions and links",
    "COURTCASE_KEY_FILES": "the files with the key-encryption keys, the current one first",
    "COURTCASE_INDEX_KEY_FILE": "the file with the key of blind indexes",
    "COURTCASE_MAIL_URL": "the mail server, without which nobody is notified",
    "COURTCASE_HOSTS": "the host names the site answers to",
    "COURTCASE_PUBLIC_ADDRESS": "the https address readers use, printed in letters, receipts and rulings",
}


class UnsafeMode(ImproperlyConfigured):
    """A start that would be unsafe; the text lists every reason and what to set."""


def value(environment: Mapping[str, str], name: str) -> str:
    """Return a variable's value, or the content of the file that NAME_FILE names, or nothing."""
    if path := environment.get(name + "_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise UnsafeMode(f"{name}_FILE names a file that cannot be read: {error.strerror}.") from error
    return environment.get(name, "").strip()


def current(environment: Mapping[str, str]) -> str:
    """Return the mode: production unless the environment says otherwise. Raises UnsafeMode for an unknown word."""
    mode = environment.get("COURTCASE_MODE") or "production"
    if mode not in MODES:
        raise UnsafeMode(f"COURTCASE_MODE is {mode!r}; it must be one of {', '.join(MODES)}.")
    return mode


def is_yes(word: str) -> bool:
    """Say whether a variable's value means yes."""
    return word.lower() in {"1", "true", "yes", "on"}


def missing_in_production(environment: Mapping[str, str]) -> list[str]:
    """Return a line for each thing production needs and does not have."""
    lines = [
        f"{name} is not set: {what}." for name, what in NEEDED_IN_PRODUCTION.items() if not value(environment, name)
    ]
    secret = value(environment, "COURTCASE_SECRET_KEY")
    if secret and (len(secret) < SECRET_LENGTH or secret.startswith("not-secret")):
        lines.append(f"COURTCASE_SECRET_KEY is too short or well known: use {SECRET_LENGTH} random characters or more.")
    for name, paths in named_key_files(environment).items():
        lines += [f"{name} names {path}, which is no file." for path in paths if not Path(path).is_file()]
    if "*" in value(environment, "COURTCASE_HOSTS").split(","):
        lines.append("COURTCASE_HOSTS is *: name the hosts, or anyone can make links that point elsewhere.")
    address = value(environment, "COURTCASE_PUBLIC_ADDRESS")
    if address and not address.startswith("https://"):
        lines.append(
            "COURTCASE_PUBLIC_ADDRESS must begin with https://: it is printed for good in what the Court signs."
        )
    return lines


def named_key_files(environment: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the paths of key files by the variable that names them; a key-encryption key may be `path` or `id=path`."""
    entries = [entry.strip() for entry in value(environment, "COURTCASE_KEY_FILES").split(",") if entry.strip()]
    index = value(environment, "COURTCASE_INDEX_KEY_FILE")
    before = value(environment, "COURTCASE_INDEX_KEY_FILES_BEFORE")
    after = value(environment, "COURTCASE_INDEX_KEY_FILE_NEXT")
    return {
        "COURTCASE_KEY_FILES": [entry.rpartition("=")[2].strip() for entry in entries],
        "COURTCASE_INDEX_KEY_FILE": [index] if index else [],
        "COURTCASE_INDEX_KEY_FILES_BEFORE": [path.strip() for path in before.split(",") if path.strip()],
        "COURTCASE_INDEX_KEY_FILE_NEXT": [after] if after else [],
    }


def refuse_unsafe_settings(environment: Mapping[str, str]) -> None:
    """Raise UnsafeMode when the mode is production and something it needs is missing. Settings call this first."""
    if current(environment) != "production":
        return
    if lines := missing_in_production(environment):
        advice = "Production refuses to start. (To try Courtcase out: `make run`, which sets COURTCASE_MODE=demo.)"
        raise UnsafeMode("\n  - ".join([advice, *lines]))


def is_loopback(address: str) -> bool:
    """Say whether an address to listen on can be reached from this machine alone."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_public_demo(environment: Mapping[str, str], address: str) -> None:
    """Raise UnsafeMode when a demo, whose passwords are printed, would listen on an address others can reach."""
    allowed = is_yes(environment.get("COURTCASE_DEMO_PUBLIC", ""))
    if current(environment) == "demo" and not is_loopback(address) and not allowed:
        raise UnsafeMode(
            f"A demo has printed passwords and does not listen on {address}, where others can reach it. "
            "If that is what you want, set COURTCASE_DEMO_PUBLIC=1 and list the host names in COURTCASE_HOSTS."
        )


def database_mode(cursor: Any) -> str | None:
    """Return the mode a database was prepared in, or None for one never prepared."""
    cursor.execute("SELECT to_regclass(%s)", [TABLE])
    if cursor.fetchone()[0] is None:
        return None
    cursor.execute(f"SELECT mode FROM {TABLE}")  # noqa: S608 - a constant
    row = cursor.fetchone()
    return str(row[0]) if row else None


def holds_real_petition(cursor: Any) -> bool:
    """Say whether a database holds a petition that is not marked synthetic."""
    cursor.execute("SELECT to_regclass('petitions_petition')")
    if cursor.fetchone()[0] is None:
        return False
    cursor.execute("SELECT EXISTS (SELECT 1 FROM petitions_petition WHERE NOT synthetic)")
    return bool(cursor.fetchone()[0])


def refuse_half_restored(cursor: Any) -> None:
    """Raise UnsafeMode when a restore into the database has begun and has not ended."""
    cursor.execute("SELECT to_regclass(%s)", [RESTORING])
    if cursor.fetchone()[0] is not None:
        raise UnsafeMode(
            "A backup is being restored into this database, or was and did not end: nothing may use it yet. "
            "Run the same `manage.py restore` again: it goes on where it stopped. See docs/backup.md."
        )


def refuse_other_database(cursor: Any, mode: str) -> None:
    """Raise UnsafeMode when the database is half restored, of another mode, or a demo would touch a real petition."""
    refuse_half_restored(cursor)
    known = database_mode(cursor)
    if known not in {None, mode}:
        raise UnsafeMode(f"This database was made in mode {known}; it is never used in mode {mode}. Name another one.")
    if mode == "demo" and holds_real_petition(cursor):
        raise UnsafeMode("This database holds a real petition: a demo never runs on it. Name another one.")


def remember_mode(cursor: Any, mode: str) -> None:
    """Write the mode into a database that does not know its own yet. Run as the owner.

    Raises UnsafeMode as `refuse_other_database` does.
    """
    refuse_other_database(cursor, mode)
    cursor.execute(
        f"CREATE TABLE IF NOT EXISTS {TABLE} (one boolean PRIMARY KEY DEFAULT true CHECK (one), "
        "mode text NOT NULL, since timestamptz NOT NULL DEFAULT now())"
    )
    cursor.execute(f"INSERT INTO {TABLE} (mode) VALUES (%s) ON CONFLICT DO NOTHING", [mode])  # noqa: S608


def refuse_unsafe_start(environment: Mapping[str, str]) -> None:
    """Raise UnsafeMode when a process started with this environment would be unsafe: settings, address, database.

    A database that is down is no reason to refuse: the process starts, says so to its readers, and recovers.
    """
    import psycopg2

    refuse_unsafe_settings(environment)
    refuse_public_demo(environment, environment.get("COURTCASE_LISTEN_ADDRESS") or "127.0.0.1")
    address = value(environment, "DATABASE_URL")
    try:
        connection = psycopg2.connect(address, connect_timeout=3) if address else None
    except psycopg2.OperationalError:
        return
    if connection is not None:
        try:
            refuse_other_database(connection.cursor(), current(environment))
        finally:
            connection.close()
