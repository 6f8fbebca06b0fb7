"""Owe a message or a piece of work, take a message back, and decide about those that did not arrive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from courtcase import rows
from courtcase.keys.operations import blind_indexes, new_data_key, seal_json
from courtcase.notices.identity import canonical_address, notice_key
from courtcase.notices.models import Job, Notice
from courtcase.notices.wake import wake
from courtcase.observability.request_ids import current_request_id

if TYPE_CHECKING:
    from courtcase.keys.models import DataKey
    from courtcase.people.models import Account
    from courtcase.register.models import Subject


def owe_job(
    *,
    kind: str,
    subject: Subject | None,
    key: str,
    not_before: datetime | None = None,
    body: dict[str, Any] | None = None,
) -> Job:
    """Write down work of `kind` for a task, once for each `key`, and wake a worker when the transaction commits.

    `body` carries ids and words, never personal data. `not_before` is an aware instant; None means at once.
    Returns the row, the earlier one when the key was already owed.
    """
    row = prepare_job(kind=kind, subject=subject, key=key, not_before=not_before, body=body)
    is_new = rows.insert_unless_there(row)
    wake()
    return row if is_new else Job.objects.get(key=key)


def owe_jobs(jobs: Sequence[Job]) -> None:
    """Write down several jobs as `prepare_job` returned them, a thousand in a statement; those already owed stay."""
    Job.objects.bulk_create(jobs, batch_size=1_000, ignore_conflicts=True)
    wake()


def prepare_job(
    *,
    kind: str,
    subject: Subject | None,
    key: str,
    not_before: datetime | None = None,
    body: dict[str, Any] | None = None,
) -> Job:
    """Return a job as `owe_job` would write it, unsaved."""
    start = not_before or timezone.now()
    return Job(
        kind=kind,
        subject=subject,
        key=key,
        body=body or {},
        not_before=start,
        next_attempt_at=start,
        request_id=current_request_id(),
    )


def owe_notice(
    *,
    subject: Subject,
    event: str,
    recipient: Account | None = None,
    address: dict[str, Any] | None = None,
    channel: str,
    language: str,
    context: dict[str, Any] | None = None,
    not_before: datetime | None = None,
    key: str = "",
    data_key: DataKey | None = None,
) -> Notice:
    """Write down a message about `event` for one person by one channel, once; on commit wake a worker, where one sends it.

    `recipient` is an account; or, for somebody without one, `address` is {"email": ...}, {"phone": ...} or
    {"name": ..., "lines": ...} and is sealed under `data_key` (a fresh one when None). `context` carries ids and words,
    never personal data. `not_before` is an aware instant, the end of the time in which it can be taken back.
    `key` tells apart two facts of one name about one subject (the register event's id, say).
    Returns the row, the earlier one when it was already owed. Raises ValueError when there is nobody to tell.
    """
    row = prepare_notice(
        subject=subject,
        event=event,
        recipient=recipient,
        address=address,
        channel=channel,
        language=language,
        context=context,
        not_before=not_before,
        key=key,
    )
    if row.channel in Notice.SENT_BY_WORKERS:
        wake()
    if known := list(owed_under_another_key([row]).values()):
        return known[0]
    # A data key of its own is made only for a notice that is new.
    if address is not None and data_key is None and (earlier := Notice.objects.filter(key=row.key).first()):
        return earlier
    if address is not None:
        seal_address(row, address, data_key)
    return row if rows.insert_unless_there(row) else Notice.objects.get(key=row.key)


def owe_notices(told: Sequence[Mapping[str, Any]]) -> None:
    """Write down several messages in one statement: each is what `owe_notice` takes, an address with its `data_key`."""
    made = []
    for one in told:
        data_key = one.get("data_key")
        row = prepare_notice(**{name: value for name, value in one.items() if name != "data_key"})
        if one.get("address") is not None:
            seal_address(row, one["address"], data_key)
        made.append(row)
    if known := owed_under_another_key(made):
        made = [row for row in made if known.keys().isdisjoint(row.keys_before)]
    if any(row.channel in Notice.SENT_BY_WORKERS for row in made):
        wake()
    rows.insert_all_unless_there(made)


def prepare_notice(
    *,
    subject: Subject,
    event: str,
    recipient: Account | None = None,
    address: dict[str, Any] | None = None,
    channel: str,
    language: str,
    context: dict[str, Any] | None = None,
    not_before: datetime | None = None,
    key: str = "",
) -> Notice:
    """Return a notice as `owe_notice` would write it, unsaved and its address not yet sealed. Raises ValueError."""
    if (recipient is None) == (address is None):
        raise ValueError("a notice goes to an account or to an address, one of the two")
    start = not_before or timezone.now()
    row = Notice(
        subject=subject,
        event=event,
        recipient=recipient,
        channel=Notice.Channel(channel).value,
        language=language,
        context=context or {},
        not_before=start,
        next_attempt_at=start,
        request_id=current_request_id(),
    )
    row.key, *row.keys_before = [
        notice_key(subject_id=subject.pk, event=event, recipient=one, channel=channel, occasion=key)
        for one in whom(recipient, address)
    ]
    return row


def whom(recipient: Account | None, address: dict[str, Any] | None) -> list[str]:
    """Return the words that stand for the recipient in a notice's key: an id, or a blind index of the address.

    An address has one for each index key that is named: what was owed before another key came is known under its own.
    """
    if recipient is not None:
        return [str(recipient.pk)]
    return [one.hex() for one in blind_indexes(canonical_address(address or {}), "notice.address")]


def owed_under_another_key(made: Sequence[Notice]) -> dict[str, Notice]:
    """Return, by the key it stands under, what was owed before the index key was changed. Asks nothing where there is one key."""
    before = [key for row in made for key in row.keys_before]
    return {one.key: one for one in Notice.objects.filter(key__in=before)} if before else {}


def seal_address(notice: Notice, address: dict[str, Any], data_key: DataKey | None) -> None:
    """Put `address` on the unsaved notice as ciphertext."""
    notice.data_key = data_key or new_data_key()
    notice.address = seal_json(notice.data_key, address, purpose="notice.address")


def cancel_notice(*, subject: Subject, event: str, at: datetime) -> int:
    """Take back every notice of `event` about `subject` that nobody has begun to send; return how many.

    `at` is the aware instant of the undoing. What a worker holds at this moment is left alone: it may be on its way.
    """
    waiting = Notice.objects.select_for_update(skip_locked=True).filter(
        subject=subject, event=event, state=Notice.State.OWED, sending_since=None
    )
    ids = [notice.pk for notice in waiting if notice.lease_until is None or notice.lease_until < at]
    return Notice.objects.filter(pk__in=ids).update(state=Notice.State.CANCELLED, settled_at=at)
