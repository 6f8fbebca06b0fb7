from __future__ import annotations

from datetime import datetime

from courtcase.keys.operations import shred_data_key
from courtcase.law.keeping import over_before
from courtcase.notices.operations import cancel_notice
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from rulings.models import Watch

EVENTS = ("watch.asked", "watch.answered")
BATCH = 500


@operation
def confirm_watch(*, watch: Watch, actor: Actor, at: datetime) -> Watch:
    """Note that the reader of the address wants the messages; again changes nothing. Returns it. Raises NotAllowed."""
    if not may(actor, "watch.keep", at):
        raise NotAllowed()
    Watch.objects.filter(pk=watch.pk, confirmed_at=None).update(confirmed_at=at)
    watch.refresh_from_db()
    return watch


@operation
def leave_watch(*, watch: Watch, actor: Actor, at: datetime) -> None:
    """End a watch for good: nothing more is sent, and the address can be read by nobody any more. Raises NotAllowed."""
    if not may(actor, "watch.keep", at):
        raise NotAllowed()
    locked = Watch.objects.select_related("subject", "data_key").select_for_update(of=("self",)).filter(pk=watch.pk)
    for one in locked:
        erase(one, at=at)


def erase(watch: Watch, *, at: datetime) -> None:
    """Take back what is not sent yet, delete the row and shred the key of every address sealed with it."""
    for event in EVENTS:
        cancel_notice(subject=watch.subject, event=event, at=at)
    data_key = watch.data_key
    watch.delete()
    shred_data_key(data_key=data_key)


@operation
def erase_unconfirmed(*, actor: Actor, at: datetime) -> int:
    """Erase up to 500 watches whose link was not followed as long as the table of keeping says; return how many."""
    before = over_before("watch_unconfirmed", at)
    if before is None:
        return 0
    late = Watch.objects.filter(confirmed_at=None, asked_at__lt=before)
    rows = late.select_related("subject", "data_key").select_for_update(of=("self",), skip_locked=True)
    found = list(rows.order_by("asked_at")[:BATCH])
    for watch in found:
        erase(watch, at=at)
    return len(found)
