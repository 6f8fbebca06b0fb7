"""Writing the record: subjects, events, reads, holds. Sealing lives in `sealing.py` and is offered here by name."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from courtcase.people.plain_text import checked_reason
from courtcase.register import events, leaf
from courtcase.register.models import Event, LegalHold, RecordedRead, Subject, SubjectKind
from courtcase.register.queries import held
from courtcase.register.sealing import publish_root, seal

__all__ = [
    "forget_content",
    "lift_hold",
    "open_subject",
    "place_hold",
    "prepare_event",
    "publish_root",
    "record",
    "record_read",
    "record_reads",
    "seal",
]


def open_subject(*, kind: str, at: datetime | None = None) -> Subject:
    """Create and return the row for which events, terms and notices of a new thing will stand.

    `kind` is one of SubjectKind; `at` the aware instant at which the thing began (now, when left out).
    """
    return Subject.objects.create(kind=SubjectKind(kind), created_at=at or timezone.now())


def record(
    *,
    subject: Subject,
    event: str,
    actor: Actor,
    at: datetime,
    body: Mapping[str, Any] | None = None,
    content: bytes | None = None,
) -> Event:
    """Write one past-tense fact about `subject` and return it. One statement, whether `content` is given or not.

    Call it within an operation's transaction: it takes no lock. `event` is a declared name, `at` an aware instant,
    `body` a flat mapping to JSON scalars without personal data. Of `content` (the signed words, say) only a digest
    is written, under a random salt that is kept apart and deleted with the content. Raises UndeclaredEvent, UnfitBody.
    """
    fact, salt = prepare_event(subject=subject, event=event, actor=actor, at=at, body=body, content=content)
    if salt is None:
        rows.insert(fact)
    else:
        insert_with_salt(fact, salt)
    return fact


def insert_with_salt(fact: Event, salt: bytes) -> None:
    """Insert an event and the salt of its content in one statement, and set the event's key."""
    both = (
        f"WITH written AS ({rows.insert_statement(Event)} RETURNING id) "  # noqa: S608 - names of our own
        "INSERT INTO register_contentsalt (event_id, salt) SELECT id, %s FROM written RETURNING event_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(both, [*rows.values_of(fact), salt])
        rows.stored(fact, cursor.fetchone()[0])


def prepare_event(
    *,
    subject: Subject,
    event: str,
    actor: Actor,
    at: datetime,
    body: Mapping[str, Any] | None = None,
    content: bytes | None = None,
) -> tuple[Event, bytes | None]:
    """Return an event as `record` would write it, unsaved, and the salt of its content or None.

    For loaders that write many rows at once. Raises UndeclaredEvent, UnfitBody, and ValueError for a naive instant.
    """
    events.require_declared(event)
    if timezone.is_naive(at):
        raise ValueError("an event needs an instant with a zone")
    facts = dict(body or {})
    leaf.check_body(facts)
    salt = secrets.token_bytes(leaf.SALT_BYTES) if content is not None else None
    fact = Event(
        subject=subject,
        name=event,
        actor_kind=actor.kind,
        actor=actor.account if actor.kind == "account" else None,
        actor_name=actor.name if actor.kind == "system" else "",
        at=at,
        body=facts,
        content_digest=leaf.salted_digest(salt=salt, content=content) if salt and content is not None else None,
    )
    fact.digest = leaf.leaf_digest(leaf_data_of(fact))
    return fact, salt


def leaf_data_of(event: Event) -> bytes:
    """Return the canonical JSON of an event whose subject and actor are loaded."""
    return leaf.leaf_data(
        uuid=event.uuid,
        subject=event.subject.uuid,
        name=event.name,
        actor_kind=event.actor_kind,
        actor_ref=str(event.actor.public_id) if event.actor is not None else event.actor_name,
        at=event.at,
        body=event.body,
        content_digest=bytes(event.content_digest) if event.content_digest is not None else None,
    )


def record_read(*, subject: Subject, place: str, actor: Actor, at: datetime, purpose: str = "") -> RecordedRead:
    """Write that the actor was shown something sealed or personal of `subject`, and return the row. One INSERT.

    `place` is the declared action by which it was read (petition.read); `purpose` why, without personal data.
    """
    leaf.check_body({"place": place, "purpose": purpose})
    read = RecordedRead(
        subject=subject, account=actor.account, actor_kind=actor.kind, at=at, place=place, purpose=purpose
    )
    rows.insert(read)
    return read


def record_reads(*, subjects: Iterable[int], place: str, actor: Actor, at: datetime) -> None:
    """Write of each of many subjects, named by their ids, what `record_read` writes of one. One INSERT for all."""
    leaf.check_body({"place": place})
    known = {"account": actor.account, "actor_kind": actor.kind, "at": at, "place": place}
    RecordedRead.objects.bulk_create(RecordedRead(subject_id=subject, **known) for subject in subjects)


@operation
def place_hold(*, subject: Subject, reason: str, actor: Actor, at: datetime) -> LegalHold:
    """Forbid erasing anything of `subject` until the hold is lifted; return the hold.

    `reason` names an order or proceedings and no person. Raises NotAllowed, OperationError beside `reason`, WrongState
    where one stands already.
    """
    require(actor, "register.hold", at)
    locked = Subject.objects.select_for_update(no_key=True).get(pk=subject.pk)
    words = checked_reason(reason)
    if LegalHold.objects.filter(subject=locked, cause="", lifted_at=None).exists():
        raise WrongState(_("A legal hold already stands here."))
    hold = LegalHold.objects.create(subject=locked, reason=words, placed_by=actor.account, placed_at=at)
    record(subject=locked, event="register.hold_placed", actor=actor, at=at, body={"hold": hold.pk})
    return hold


@operation
def lift_hold(*, hold: LegalHold, reason: str, actor: Actor, at: datetime) -> LegalHold:
    """Lift a hold and return it. Raises NotAllowed, OperationError beside `reason`, WrongState where it was lifted."""
    require(actor, "register.hold", at)
    subject = Subject.objects.select_for_update(no_key=True).get(pk=hold.subject_id)
    words = checked_reason(reason)
    locked = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if locked.lifted_at is not None:
        raise WrongState(_("This legal hold was already lifted."))
    if locked.cause:
        raise WrongState(_("This hold ends by itself, when what it waits for is done."))
    locked.lifted_by, locked.lifted_at, locked.lifted_reason = actor.account, at, words
    locked.save(update_fields=["lifted_by", "lifted_at", "lifted_reason"])
    record(subject=subject, event="register.hold_lifted", actor=actor, at=at, body={"hold": locked.pk})
    return locked


def hold_for(*, subjects: Iterable[Subject], cause: str, reason: str, actor: Actor, at: datetime) -> int:
    """Within another operation, forbid erasing anything of `subjects` until `release` is called for the cause; return how many.

    `reason` is the number of what asks for it. The caller has judged who may; where a hold of this cause stands nothing is done.
    """
    placed = 0
    for subject in subjects:
        if LegalHold.objects.filter(subject=subject, cause=cause, lifted_at=None).exists():
            continue
        hold = LegalHold.objects.create(
            subject=subject, cause=cause, reason=reason, placed_by=actor.account, placed_at=at
        )
        record(subject=subject, event="register.hold_placed", actor=actor, at=at, body={"hold": hold.pk})
        placed += 1
    return placed


def release(*, cause: str, reason: str, actor: Actor, at: datetime) -> int:
    """Within another operation, lift the holds of a cause; return how many stood. The caller has judged who may."""
    holds = list(
        LegalHold.objects.select_for_update(of=("self",)).select_related("subject").filter(cause=cause, lifted_at=None)
    )
    for hold in holds:
        hold.lifted_by, hold.lifted_at, hold.lifted_reason = actor.account, at, reason
        hold.save(update_fields=["lifted_by", "lifted_at", "lifted_reason"])
        record(subject=hold.subject, event="register.hold_lifted", actor=actor, at=at, body={"hold": hold.pk})
    return len(holds)


@operation
def forget_content(*, subject: Subject, actor: Actor, at: datetime) -> int:
    """Delete the salts of everything recorded about `subject`, so that no digest betrays erased content; return how many.

    The caller erases the content itself in the same transaction. The chain stays whole: it covers the digests.
    Raises NotAllowed, and WrongState while a legal hold stands.
    """
    if not actor.is_system:
        require(actor, "register.forget", at)
    locked = Subject.objects.select_for_update(no_key=True).get(pk=subject.pk)
    if held(locked):
        raise WrongState(_("A legal hold stands: nothing of this may be erased."))
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM register_contentsalt USING register_event"
            " WHERE register_contentsalt.event_id = register_event.id AND register_event.subject_id = %s",
            [locked.pk],
        )
        forgotten = cursor.rowcount
    record(subject=locked, event="register.content_forgotten", actor=actor, at=at, body={"digests": forgotten})
    return forgotten


def require(actor: Actor, action: str, at: datetime) -> None:
    """Raise NotAllowed unless the actor may do `action`."""
    if not may(actor, action, at):
        raise NotAllowed()
