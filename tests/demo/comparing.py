"""Two databases compared, table by table: equal but for what is random by nature, and that opened or recomputed.

Every model is compared field by field. What may differ is named here, field by field, with what is compared instead: a new
model or field is compared as it stands until somebody says otherwise.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from courtcase.documents.models import Document
from courtcase.documents.queries import is_unaltered
from courtcase.keys.models import DataKey
from courtcase.keys.operations import open_json, plain_key
from courtcase.notices.identity import notice_key
from courtcase.notices.models import Notice
from courtcase.notices.operations import whom
from courtcase.people.models import Account
from courtcase.register.leaf import leaf_digest, salted_digest
from courtcase.register.models import ContentSalt, DailyRoot, Event, SealedEntry, TreeNode
from courtcase.register.operations import leaf_data_of
from petitions.content import canonical, open_content, open_text
from petitions.letters.writing import PURPOSE
from petitions.models import (
    Channel,
    Forwarding,
    Letter,
    Petition,
    PetitionVersion,
    PreparedReturn,
    Return,
    StudyAssignment,
)

# Tables that belong to no model: Django's own list of migrations, and the mode the database was made in.
NO_MODEL = {"django_migrations", "courtcase_database_mode"}
UUID_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OCCASIONS = [*(f"v{version}" for version in range(60)), "withdrawn", ""]


def all_models() -> list[type[models.Model]]:
    """Return every model with a table, those of many-to-many relations among them."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def tables_without_model() -> set[str]:
    """Return the tables of the database that no model stands for."""
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor)) - {model._meta.db_table for model in all_models()}


class Portrait:
    """Everything in the connected database, told without ids: what two equal databases have in common."""

    def __init__(self, *, run_from: datetime) -> None:
        """Instants from `run_from` on, or of the last day by the machine's clock, are those of the run itself."""
        self.run_from, self.now = run_from, datetime.now(UTC)
        self.told: dict[tuple[type[models.Model], Any], str] = {}
        self.rows: dict[type[models.Model], dict[Any, Any]] = {
            model: {row.pk: row for row in model._base_manager.all().iterator()} for model in all_models()
        }

    def tables(self) -> dict[str, Counter[str]]:
        """Return what every table holds, by its name."""
        return {
            model._meta.db_table: Counter(
                self.tell(model, pk) for pk, row in rows.items() if not tells_of_the_loading(self, row)
            )
            for model, rows in self.rows.items()
        }

    def tell(self, model: type[models.Model], pk: Any) -> str:
        """Return a row without its ids: other rows it points at stand there by the digest of what they tell."""
        known = self.told.get((model, pk))
        if known is None:
            row = self.rows[model][pk]
            self.told[model, pk] = "(itself)"  # for a row that leads back to itself
            told = {field.name: self.tell_field(row, field) for field in model._meta.concrete_fields}
            known = self.told[model, pk] = str({name: value for name, value in told.items() if value is not SKIPPED})
        return known

    def point_at(self, model: type[models.Model], pk: Any) -> str:
        """Return what stands for a row that another one points at."""
        return f"{model.__name__} {hashlib.sha256(self.tell(model, pk).encode()).hexdigest()[:16]}"

    def tell_field(self, row: models.Model, field: Any) -> Any:
        """Return one value of a row, or what is compared in its place."""
        instead = INSTEAD.get(type(row), {}).get(field.name)
        if instead is not None:
            return instead(self, row)
        value = getattr(row, field.attname)
        if isinstance(field, models.ForeignKey) and value is not None:
            return self.point_at(field.related_model, value)
        if isinstance(field, models.AutoField):
            return SKIPPED
        return self.plain(value)

    def plain(self, value: Any) -> Any:
        """Return a value as it is compared."""
        if isinstance(value, UUID):
            return "a uuid"
        if isinstance(value, str):
            return UUID_TEXT.sub(lambda found: self.owners.get(found.group(), "a uuid"), value)
        if isinstance(value, dict):
            return {key: self.plain(each) for key, each in sorted(value.items())}
        if isinstance(value, list):
            return [self.plain(each) for each in value]
        if isinstance(value, memoryview):
            return bytes(value)
        if isinstance(value, datetime):
            is_run = value >= self.run_from or abs(value - self.now) < timedelta(days=1)
            return "the run" if is_run else value.astimezone(UTC).isoformat()
        return value

    @cached_property
    def owners(self) -> dict[str, str]:
        """Return which petition a public id names: the instant at which it was begun, which no two share."""
        return {str(one.public_id): f"petition of {one.created_at.isoformat()}" for one in self.rows[Petition].values()}

    def of(self, model: type[models.Model], **wanted: Any) -> Any:
        """Return the one row of a model with these values."""
        return next(row for row in self.rows[model].values() if all(getattr(row, k) == v for k, v in wanted.items()))

    @cached_property
    def words(self) -> dict[tuple[int, int], bytes]:
        """Return the canonical words of frozen versions, by subject and number of the version."""
        petitions, keys = self.rows[Petition], self.rows[DataKey]
        found = {}
        for version in self.rows[PetitionVersion].values():
            petition = petitions[version.petition_id]
            petition.data_key = keys[petition.data_key_id]
            found[petition.subject_id, version.number] = canonical(open_content(petition, version))
        return found


class Skipped:
    """Stands for a field that is no part of the picture."""


SKIPPED = Skipped()


def tells_of_the_loading(portrait: Portrait, row: models.Model) -> bool:
    """Say whether a row tells how the load was taken, not what was loaded: the loader's diary, and the tree over all."""
    if isinstance(row, Event):
        return row.name.startswith("demo.")
    if isinstance(row, SealedEntry):
        return tells_of_the_loading(portrait, portrait.rows[Event][row.event_id])
    return isinstance(row, TreeNode)


def petition_of(portrait: Portrait, row: Any) -> Petition:
    """Return the petition a row belongs to, with its key."""
    petition: Petition = portrait.rows[Petition][row.petition_id]
    petition.data_key = portrait.rows[DataKey][petition.data_key_id]
    return petition


def valid_digest(portrait: Portrait, event: Event) -> str:
    """Return "valid" for an event whose digest is that of what it says."""
    event.subject = portrait.rows[apps.get_model("register", "Subject")][event.subject_id]
    event.actor = portrait.rows[Account][event.actor_id] if event.actor_id else None
    return "valid" if leaf_digest(leaf_data_of(event)) == bytes(event.digest) else "broken"


def content_recomputed(portrait: Portrait, event: Event) -> str | None:
    """Return what is known of an event's content: none, a salted digest of these words, or one of a text."""
    if event.content_digest is None:
        return None
    salt = bytes(portrait.rows[ContentSalt][event.pk].salt)
    contents = {"words": portrait.words.get((event.subject_id, event.body.get("words", 0)), b"")}
    contents |= {name: text.encode() for name, text in texts_of(portrait, event.subject_id).items()}
    digest = bytes(event.content_digest)
    return next((n for n, content in contents.items() if salted_digest(salt=salt, content=content) == digest), "other")


def texts_of(portrait: Portrait, subject_id: int) -> dict[str, str]:
    """Return the sealed texts of a petition, opened: why it was returned, why it was forwarded."""
    found = {}
    for model, field in ((Return, "sealed_explanation"), (Forwarding, "sealed_reason")):
        for row in portrait.rows[model].values():
            petition = petition_of(portrait, row)
            if petition.subject_id == subject_id:
                found[field] = open_text(petition, getattr(row, field))
    return found


def opened_text(field: str) -> Callable[[Portrait, Any], str]:
    """Return the function that opens a text sealed with the petition's key."""
    return lambda portrait, row: open_text(petition_of(portrait, row), getattr(row, field))


def opened_parts(portrait: Portrait, letter: Letter) -> Any:
    """Return the text and the values of a letter."""
    return open_json(petition_of(portrait, letter).data_key, bytes(letter.sealed_parts), purpose=PURPOSE)


def opened_address(portrait: Portrait, notice: Notice) -> Any:
    """Return where a notice goes."""
    if notice.address is None:
        return None
    return open_json(portrait.rows[DataKey][notice.data_key_id], bytes(notice.address), purpose="notice.address")


def occasion(portrait: Portrait, notice: Notice) -> str:
    """Return the occasion of which a notice's key is made, or "unknown"."""
    recipient = portrait.rows[Account].get(notice.recipient_id)
    person, *_before = whom(recipient, opened_address(portrait, notice))
    for word in OCCASIONS:
        made = notice_key(
            subject_id=notice.subject_id, event=notice.event, recipient=person, channel=notice.channel, occasion=word
        )
        if made == notice.key:
            return word
    return "unknown"


def key_opens(portrait: Portrait, key: DataKey) -> int:
    """Return the length of a data key, unwrapped."""
    return len(plain_key(bytes(key.wrapped), key.uuid, key.kek_id))


def code_digest(portrait: Portrait, petition: Petition) -> Any:
    """Return the digest of the tracking code; of a paper's random one, that it is there."""
    known = petition.code_digest
    return bytes(known) if known is not None and petition.channel != Channel.PAPER else known is not None


def stored_bytes(portrait: Portrait, document: Document) -> str:
    """Return that the stored bytes are those the row tells of."""
    return "unaltered" if is_unaltered(document) else "altered"


def sealed_as_written(portrait: Portrait, entry: SealedEntry) -> bool:
    """Say whether an entry of the tree is its event's digest."""
    return bytes(entry.leaf_hash) == bytes(portrait.rows[Event][entry.event_id].digest)


def covers_all(portrait: Portrait, root: DailyRoot) -> bool:
    """Say whether a root covers every event."""
    return root.tree_size == len(portrait.rows[Event]) == len(portrait.rows[SealedEntry])


def is_there(field: str) -> Callable[[Portrait, Any], bool]:
    """Return the function that says whether a field has a value."""
    return lambda portrait, row: getattr(row, field) is not None


INSTEAD: dict[type[models.Model], dict[str, Callable[[Portrait, Any], Any]]] = {
    Account: {"password": lambda portrait, row: row.password.partition("$")[0]},
    DataKey: {"wrapped": key_opens},
    Petition: {"holder_digest": is_there("holder_digest"), "code_digest": code_digest},
    PetitionVersion: {
        "sealed_content": lambda portrait, row: open_content(petition_of(portrait, row), row),
    },
    Return: {"sealed_explanation": opened_text("sealed_explanation")},
    PreparedReturn: {"sealed_explanation": opened_text("sealed_explanation")},
    Letter: {"sealed_parts": opened_parts, "sealed_text": opened_text("sealed_text")},
    Forwarding: {"sealed_reason": opened_text("sealed_reason")},
    StudyAssignment: {"sealed_report": opened_text("sealed_report")},
    Document: {"storage_key": stored_bytes},
    Event: {"digest": valid_digest, "content_digest": content_recomputed},
    ContentSalt: {"salt": lambda portrait, row: len(row.salt)},
    SealedEntry: {"position": lambda portrait, row: SKIPPED, "leaf_hash": sealed_as_written},
    DailyRoot: {"tree_size": covers_all, "root_hash": lambda portrait, row: len(row.root_hash)},
    Notice: {"address": opened_address, "key": occasion},
}


def differences(one: dict[str, Counter[str]], other: dict[str, Counter[str]]) -> list[str]:
    """Return in words where two databases differ: a line a table, with the first rows that only one of them has."""
    lines = []
    for table in sorted(one.keys() | other.keys()):
        left, right = one.get(table, Counter()), other.get(table, Counter())
        if left != right:
            lines.append(f"{table}: {left.total()} rows and {right.total()} rows")
            lines += [f"  only the first:  {row[:900]}" for row in sorted((left - right).elements())[:3]]
            lines += [f"  only the second: {row[:900]}" for row in sorted((right - left).elements())[:3]]
    return lines
