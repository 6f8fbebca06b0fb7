"""A restore on trial: the newest set is restored into a throwaway place by the very command of an emergency, and judged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import psycopg2
from django.conf import settings
from django.db import connection
from psycopg2 import sql

from courtcase.backup.manifest import BackupError, first_line
from courtcase.backup.sets import backup_dir, read_manifest, write_synced
from courtcase.keys.files import named
from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.register.models import Subject, SubjectKind
from courtcase.register.operations import record
from courtcase.register.witness import leads_to

DRILLS = "drills"
MOST_WORDS = 2_000
# What trials are recorded about: one row for all of them.
TRIALS = UUID("5b8f7f0e-8a52-4c86-9d0c-6a3b5e3f2f01")


@dataclass(frozen=True)
class Report:
    """What a trial showed: which set, how long it took, whether it was whole, and whether the register still leads there."""

    set: str
    began_at: str
    seconds: float
    whole: bool
    rows: int
    documents: int
    register_entries: int
    register_root: str
    running_register_leads_there: bool | None
    said: str


def drill(*, folder: Path, owner_url: str = "", at: datetime) -> Report:
    """Restore the set in `folder` into a throwaway database and folder, write the report, and return it.

    The database is made beside the application's and dropped again; `owner_url` names an empty one where the owner may
    make none (it is left as it is). Raises BackupError where no trial could begin; a set that fails is a report.
    """
    manifest = read_manifest(folder)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="courtcase-drill-") as place, throwaway(owner_url) as (owner, application):
        command = [sys.executable, "manage.py", "restore", str(folder.resolve())]
        done = subprocess.run(  # noqa: S603 - our own command
            command, cwd=settings.BASE_DIR, env=environment(Path(place), owner, application), capture_output=True
        )
    said = (done.stdout + done.stderr).decode("utf-8", "replace")[-MOST_WORDS:]
    state = manifest.register
    report = Report(
        set=folder.name,
        began_at=at.astimezone(UTC).isoformat(),
        seconds=round(time.monotonic() - began, 1),
        whole=done.returncode == 0,
        rows=sum(manifest.rows.values()),
        documents=manifest.documents.count,
        register_entries=state.entries,
        register_root=state.root,
        running_register_leads_there=leads_to(state.entries, bytes.fromhex(state.root)) if state.entries else True,
        said=said,
    )
    write_report(report, at=at)
    return report


def environment(place: Path, owner: str, application: str) -> dict[str, str]:
    """Return this process's environment, pointed at the throwaway place; the keys are the real ones."""
    made = settings.DATA_DIR / "keys"
    keys = [f"{name}={path}" for name, path in map(named, settings.KEY_FILES)] or [str(made / "kek-1.key")]
    return dict(os.environ) | {
        "COURTCASE_MODE": settings.MODE,
        "COURTCASE_DATA_DIR": str(place),
        "COURTCASE_S3_BUCKET": "",
        "COURTCASE_KEY_FILES": ",".join(keys),
        "COURTCASE_INDEX_KEY_FILE": settings.INDEX_KEY_FILE or str(made / "index.key"),
        "DATABASE_URL": application,
        "DATABASE_OWNER_URL": owner,
    }


@contextmanager
def throwaway(owner_url: str) -> Iterator[tuple[str, str]]:
    """Yield the addresses (owner, application) of an empty database, which is dropped afterwards where it was made here."""
    if owner_url:
        yield owner_url, with_database(settings.DATABASE_URL, urlsplit(owner_url).path[1:])
        return
    if not settings.DATABASE_OWNER_URL:
        raise BackupError("A trial needs the owner's address: run it as the owner, or name an empty database.")
    name = f"courtcase_drill_{os.getpid()}"
    run_as_owner(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    try:
        yield with_database(settings.DATABASE_OWNER_URL, name), with_database(settings.DATABASE_URL, name)
    finally:
        run_as_owner(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def with_database(url: str, name: str) -> str:
    """Return the address with another database in it."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def run_as_owner(statement: sql.Composable) -> None:
    """Run one statement of the server as the owner. Raises BackupError with the server's first line."""
    try:
        session = psycopg2.connect(with_database(settings.DATABASE_OWNER_URL, str(connection.settings_dict["NAME"])))
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute(statement)
        session.close()
    except psycopg2.Error as error:
        raise BackupError(
            f"The throwaway database could not be made: {first_line(error)}. Let the owner make databases "
            "(ALTER ROLE … CREATEDB), or name an empty one with --database."
        ) from error


def write_report(report: Report, *, at: datetime) -> Path:
    """Write the report beside the sets and return where."""
    folder = backup_dir() / DRILLS
    folder.mkdir(exist_ok=True, mode=0o700)
    path = folder / f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.json"
    write_synced(path, (json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n").encode())
    return path


def newest_report() -> Report | None:
    """Return the report of the last trial; None where there is none that can be read."""
    for path in sorted((backup_dir() / DRILLS).glob("*.json"), reverse=True):
        try:
            return Report(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            continue
    return None


@operation
def record_drill(*, report: Report, actor: Actor, at: datetime) -> None:
    """Write into the register that a set was restored on trial, and how it ended."""
    subject = Subject.objects.get_or_create(uuid=TRIALS, defaults={"kind": SubjectKind.REGISTER, "created_at": at})[0]
    body = {"whole": report.whole, "entries": report.register_entries, "root": report.register_root}
    record(subject=subject, event="register.restore_tried", actor=actor, at=at, body=body)
