"""A small running Court that commits for good, and an empty machine beside it to restore into."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client, override_settings
from django.utils import timezone

from courtcase import modes
from courtcase.backup.taking import Taken, take_backup
from courtcase.documents.models import Document
from courtcase.documents.operations import remove_document
from courtcase.keys.files import forget_keys
from courtcase.law.time import court_day
from courtcase.long_work.operations import do_next_piece
from courtcase.long_work.registry import works
from courtcase.people.actors import Actor
from courtcase.register.sealing import publish_root, seal
from courtcase.settings import database
from petitions.intake.operations.mark_petitions import WORK as MARKING
from petitions.models import Petition
from rulings.models import Ruling
from tests.cast import Cast
from tests.documents.files import picture, store_upload, upload
from tests.petitions.walk import Walk
from tests.real_commits import RealDatabase, drop_database, run_as_owner, with_name
from tests.rulings.desk import Desk

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@dataclass
class Court:
    """The running system: its database, its folder, what it holds, and the set first taken of it."""

    database: RealDatabase
    folder: Path
    walk: Walk
    ruling: Ruling
    petition: Petition
    document: Document
    content: bytes
    visitor: Client
    taken: Taken | None = None

    @property
    def set(self) -> Path:
        """Return the folder of the set first taken."""
        assert self.taken is not None
        return self.taken.path

    def store(self, petition: Petition, content: bytes | None = None) -> Document:
        """Store a file that belongs to a petition."""
        actor = Actor.of(self.walk.cast.petitioner)
        uploaded = upload("Шағым.png", content or picture())
        return store_upload(uploaded=uploaded, subject=petition.subject, kind="attachment", actor=actor, at=AT)

    def work(self) -> None:
        """File one more petition with a file, take another file away, and seal: what goes on while a set is taken."""
        petition = self.walk.filed()
        self.store(petition)
        remove_document(document=self.store(petition), actor=Actor.system("tests"), at=timezone.now())
        seal(at=timezone.now())


@dataclass
class Machine:
    """An empty machine: a database without a table and a folder without a file."""

    name: str
    database_url: str
    owner_url: str
    folder: Path


def remember_mode(database: RealDatabase) -> None:
    """Write the mode into the database, as `prepare_database` does."""
    session = psycopg2.connect(database.owner_url)
    with session, session.cursor() as cursor:
        modes.remember_mode(cursor, "test")
        cursor.execute(f"GRANT SELECT ON {modes.TABLE} TO {settings.DATABASE_APPLICATION_ROLE}")
    session.close()


def beside(act: Callable[[], object]) -> None:
    """Do something on a connection of its own, as another person would, and wait for its end."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    other = threading.Thread(target=run)
    other.start()
    other.join(30)


def begin_half_of_a_long_work() -> None:
    """Mark one of the petitions, as a worker that is then killed would."""
    one_by_one = replace(works[MARKING], limit=1)
    assert do_next_piece(work=one_by_one, actor=Actor.system(MARKING), at=timezone.now())


@pytest.fixture(scope="module")
def court(module_commits: RealDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    """Return the running system, of which a set is taken; Django points at its database unless a test says otherwise."""
    folder = tmp_path_factory.mktemp("Сот деректері")
    with override_settings(MEDIA_ROOT=folder / "documents", BACKUP_DIR=folder / "backups", DATA_DIR=folder):
        forget_keys()
        remember_mode(module_commits)
        walk = Walk(Cast())
        ruling = Desk(walk).published()
        petition, content = walk.registered(), picture()
        visitor = Client()
        visitor.force_login(walk.cast.petitioner)
        made = Court(module_commits, folder, walk, ruling, petition, Document(), content, visitor)
        made.document = made.store(petition, content)
        publish_root(day=court_day(timezone.now()), at=timezone.now())
        walk.filed()
        begin_half_of_a_long_work()
        made.taken = take_backup(at=AT)
        yield made
    forget_keys()


@contextmanager
def empty_machine(running: RealDatabase, folder: Path) -> Iterator[Machine]:
    """Point Django at an empty machine for the block, and back at the running system afterwards."""
    name = f"{running.name}_restored"
    owner_url, was = settings.DATABASE_OWNER_URL, dict(connection.settings_dict)
    drop_database(owner_url, name)
    run_as_owner(owner_url, f'CREATE DATABASE "{name}" TEMPLATE template0')
    connections.close_all()
    connection.settings_dict["NAME"] = name
    made = Machine(name, with_name(settings.DATABASE_URL, name), with_name(owner_url, name), folder)
    changed = {"DATABASE_URL": made.database_url, "DATABASE_OWNER_URL": made.owner_url}
    try:
        with override_settings(**changed, MEDIA_ROOT=folder / "documents"):
            yield made
    finally:
        connections.close_all()
        connection.settings_dict.update(was)
        drop_database(owner_url, name)


@pytest.fixture
def machine(court: Court, tmp_path: Path) -> Iterator[Machine]:
    """Return an empty machine for one test."""
    with empty_machine(court.database, tmp_path / "new") as made:
        yield made


def restored(folder: Path) -> str:
    """Run `manage.py restore` and return what was said."""
    said = StringIO()
    call_command("restore", str(folder), stdout=said)
    return said.getvalue()


def serve_from(machine: Machine) -> None:
    """Go on as the application's own role, as the web server does."""
    role = database(machine.database_url, lock_timeout_ms=3_000, statement_timeout_ms=10_000)
    connection.close()
    connection.settings_dict.update({key: role[key] for key in ("USER", "PASSWORD", "OPTIONS")})
