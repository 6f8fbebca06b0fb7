"""Telling the witnesses of a day's root, and having an authority outside the Court put its time stamp on it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from courtcase.keys.operations import new_data_key
from courtcase.notices.models import Notice
from courtcase.notices.operations import owe_notices
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.register import stamps
from courtcase.register.models import DailyRoot, Event, RootStamp, Subject, SubjectKind
from courtcase.register.operations import record
from courtcase.register.witness import imprint_of
from courtcase.signatures.calling import post
from courtcase.witnesses.queries import Witness, witnesses_at

TOLD, STAMPED = "register.root_told", "register.root_stamped"
# What roots are told about: one row for all of them, the same in every installation, for it says nothing.
ROOTS = UUID("7d0f3a52-5a50-4c1c-9a5e-0b6d1f1f7b10")
LONGEST_ANSWER = 64 * 1024
LANGUAGE_OF_ADDRESSES = "kk"


def subject_of_roots(at: datetime) -> Subject:
    """Return the row about which roots are told, made where it is missing."""
    return Subject.objects.get_or_create(uuid=ROOTS, defaults={"kind": SubjectKind.REGISTER, "created_at": at})[0]


@operation
def tell_witnesses(*, root: DailyRoot, actor: Actor, at: datetime) -> int:
    """Owe every witness an e-mail with a day's root, once for each day, and return how many there are.

    Raises NotAllowed to anybody but the system.
    """
    require_system(actor)
    subject, witnesses = subject_of_roots(at), list(witnesses_at(at))
    if Event.objects.filter(subject=subject, name=TOLD, body__day=root.day.isoformat()).exists():
        return len(witnesses)
    owe_notices([owed_to(witness, root, subject) for witness in witnesses])
    record(
        subject=subject, event=TOLD, actor=actor, at=at,
        body={"day": root.day.isoformat(), "size": root.tree_size, "witnesses": len(witnesses)},
    )  # fmt: skip
    return len(witnesses)


def owed_to(witness: Witness, root: DailyRoot, subject: Subject) -> dict[str, object]:
    """Return the message to one witness, as `owe_notices` takes it: the root itself goes with it, as it was published."""
    account = witness.account
    told = {"day": root.day.isoformat(), "size": root.tree_size, "root": bytes(root.root_hash).hex()}
    whom = {"recipient": account} if account else {"address": {"email": witness.email}, "data_key": new_data_key()}
    return {
        "subject": subject,
        "event": TOLD,
        "channel": Notice.Channel.EMAIL,
        "language": account.language if account else LANGUAGE_OF_ADDRESSES,
        "context": told,
        "key": root.day.isoformat(),
        **whom,
    }


@operation
def stamp_root(*, root: DailyRoot, actor: Actor, at: datetime) -> RootStamp | None:
    """Ask the configured authority for a time stamp on a day's root, verify it, keep it, and return it.

    One that is there is returned; None where no authority is configured. Raises NotAllowed to anybody but the system,
    OSError where the authority cannot be reached, StampRefused where what it answers is not to be trusted.
    """
    require_system(actor)
    if not settings.TIMESTAMP_URL:
        return None
    authority = urlsplit(settings.TIMESTAMP_URL).hostname or ""
    known = RootStamp.objects.filter(root=root, authority=authority).first()
    if known is not None:
        return known
    request, nonce = stamps.request_for(root)
    response = post(settings.TIMESTAMP_URL, request, content_type="application/timestamp-query", longest=LONGEST_ANSWER)
    trusted = settings.TIMESTAMP_CERTIFICATES
    stamped_at = stamps.stamped_at(response, imprint=imprint_of(root), trusted=trusted, nonce=nonce)
    stamp = RootStamp.objects.create(root=root, authority=authority, stamped_at=stamped_at, response=response)
    record(
        subject=subject_of_roots(at), event=STAMPED, actor=actor, at=at,
        body={"day": root.day.isoformat(), "authority": authority},
    )  # fmt: skip
    return stamp


def require_system(actor: Actor) -> None:
    """Raise NotAllowed unless the system itself acts."""
    if not actor.is_system:
        raise NotAllowed()
