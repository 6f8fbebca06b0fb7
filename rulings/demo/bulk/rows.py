"""The rows of some petitions in memory: given their ids as they are made, and copied table by table."""

from __future__ import annotations

from collections import deque

from django.db import connection, models, transaction

from courtcase.copying import copy_rows
from courtcase.documents.models import Document
from courtcase.keys.models import DataKey
from courtcase.law.models import Clock
from courtcase.notices.models import Job, Notice
from courtcase.register.models import ContentSalt, Event, Subject
from petitions.models import (
    ArchiveEntry,
    Assignment,
    Attachment,
    ClaimedRight,
    ContestedProvision,
    FilingApproval,
    Forwarding,
    IncomingPaper,
    Petition,
    PetitionVersion,
    QueueEntry,
    Return,
)

# In this order foreign keys are right at every line.
TABLES: tuple[type[models.Model], ...] = (
    Subject,
    DataKey,
    Document,
    Petition,
    PetitionVersion,
    ContestedProvision,
    ClaimedRight,
    FilingApproval,
    Attachment,
    IncomingPaper,
    Event,
    ContentSalt,
    Clock,
    Assignment,
    QueueEntry,
    ArchiveEntry,
    Return,
    Return.grounds.through,
    Forwarding,
    Job,
    Notice,
)
IDS_AT_ONCE = 2_000


class Ids:
    """Ids as PostgreSQL's sequences give them, taken some thousands at once: nobody else gets the same."""

    def __init__(self) -> None:
        """Begin with none."""
        self.waiting: dict[type[models.Model], deque[int]] = {model: deque() for model in TABLES}

    def next(self, model: type[models.Model]) -> int:
        """Return the next id of a model's table."""
        waiting = self.waiting[model]
        if not waiting:
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence_of(model), IDS_AT_ONCE])
                waiting.extend(row[0] for row in cursor.fetchall())
        return waiting.popleft()


def sequence_of(model: type[models.Model]) -> str:
    """Return the name of the sequence that gives a table's ids."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, str(model._meta.pk.column)])
        return str(cursor.fetchone()[0])


def reserve(model: type[models.Model], count: int) -> int:
    """Take `count` ids that follow one another and return the first. Call it while nobody else writes to the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence_of(model)])
        first = int(cursor.fetchone()[0])
        cursor.execute("SELECT setval(%s, %s)", [sequence_of(model), first + count])
    return first


class Rows:
    """Rows laid aside until they are copied."""

    def __init__(self, ids: Ids) -> None:
        """Take where ids come from."""
        self.ids = ids
        self.rows: dict[type[models.Model], list[models.Model]] = {model: [] for model in TABLES}

    def keep(self, row: models.Model) -> None:
        """Lay a row aside, with an id where it has none. Raises KeyError for a model that is not in TABLES."""
        if row.pk is None:
            row.pk = self.ids.next(type(row))
        self.rows[type(row)].append(row)

    def copy(self) -> int:
        """Write everything in one transaction, forget it, and return how many rows it was."""
        copied = 0
        with transaction.atomic():
            for model, rows in self.rows.items():
                if rows:
                    copy_rows(model, rows)
                    copied += len(rows)
        self.rows = {model: [] for model in TABLES}
        return copied
