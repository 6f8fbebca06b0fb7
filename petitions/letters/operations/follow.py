"""What became of letters that left: handed over, or failed and sent by post instead."""

from __future__ import annotations

from datetime import datetime

from courtcase.notices.models import Notice
from courtcase.notices.operations import owe_notice
from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.addresses import on_file
from petitions.content import open_content
from petitions.models import Letter, LetterDelivery, LetterStatus, Petition
from petitions.steps import lock_petition
from petitions.telling import person_called
from petitions.versions import as_told

AT_ONCE = 200
POST = "post"
ARRIVED = (Notice.State.SENT, Notice.State.PRINTED)
SETTLED = (*ARRIVED, Notice.State.UNDELIVERED)
LOST = (Notice.State.UNDELIVERED, Notice.State.CANCELLED)


def follow_letters(*, actor: Actor, at: datetime) -> int:
    """Look after the sendings that came to an end since the last time; return how many."""
    ended = LetterDelivery.objects.filter(is_settled=False, notice__state__in=SETTLED).order_by("pk")
    found = list(ended.select_related("letter__petition", "notice")[:AT_ONCE])
    for delivery in found:
        note_outcome(delivery=delivery, actor=actor, at=at)
    return len(found)


@operation
def note_outcome(*, delivery: LetterDelivery, actor: Actor, at: datetime) -> None:
    """Note on its letter what came of a sending; one that did not arrive goes by post, unless that was the post.

    An institution is written to through several people: it is told by post only where none of them was reached.
    Does nothing the second time.
    """
    petition = lock_petition(petition=delivery.letter.petition)
    locked = LetterDelivery.objects.select_related("letter", "notice").select_for_update(of=("self", "letter"))
    one = locked.get(pk=delivery.pk)
    if one.is_settled or one.notice.state not in SETTLED:
        return
    letter = one.letter
    if one.notice.state in ARRIVED:
        letter.status, letter.delivered_at = LetterStatus.DELIVERED, one.notice.settled_at or at
        letter.channel = one.notice.channel
    else:
        letter.failed_at = one.failed_at = one.notice.settled_at or at
        note_lost(one, letter, petition)
        body = {"letter": str(letter.public_id), "number": letter.number, "channel": one.notice.channel}
        record(subject=petition.subject, event="petition.letter_failed", actor=actor, at=at, body=body)
    letter.save(update_fields=["status", "delivered_at", "failed_at", "channel"])
    one.is_settled = True
    one.save(update_fields=["is_settled", "failed_at"])


def note_lost(failed: LetterDelivery, letter: Letter, petition: Petition) -> None:
    """Note on a letter, unsaved, that somebody did not get it, and owe it by post; nothing where they get it otherwise."""
    if is_reached(failed, letter, petition):
        return
    letter.status = LetterStatus.FAILED
    if failed.notice.channel != POST:
        send_by_post(failed, petition)


def is_reached(failed: LetterDelivery, letter: Letter, petition: Petition) -> bool:
    """Say whether another sending of a letter to whom the failed one was for arrived, or is on its way."""
    others = letter.deliveries.exclude(pk=failed.pk).exclude(notice__state__in=LOST).select_related("notice")
    for_whom = addressee(failed.notice, petition)
    return any(addressee(one.notice, petition) == for_whom for one in others)


def addressee(notice: Notice, petition: Petition) -> tuple[str, int | None]:
    """Return whom a notice is for: the petitioner's key and the account; all who act for an institution are one."""
    return notice.context.get("petitioner", ""), None if petition.institution_id else notice.recipient_id


def send_by_post(failed: LetterDelivery, petition: Petition) -> None:
    """Owe the letter of a sending that failed to the same person by post."""
    key = failed.notice.context.get("petitioner", "")
    content = open_content(petition, as_told(petition))
    person = person_called(content, key) if key else on_file(petition, content.get("petitioner", {}))
    notice = owe_notice(
        subject=petition.subject,
        event=failed.notice.event,
        address={"name": person.get("full_name", ""), "lines": person.get("residence", "").splitlines()},
        channel=POST,
        language=failed.notice.language,
        context=failed.notice.context,
        key=f"instead:{failed.letter_id}:{key}",
        data_key=petition.data_key,
    )
    LetterDelivery.objects.get_or_create(notice=notice, defaults={"letter": failed.letter, "instead_of": failed})
