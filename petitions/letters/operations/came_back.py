"""An e-mail about a petition came back: the register says so, and a letter that it carried goes by post."""

from __future__ import annotations

from datetime import datetime

from courtcase.notices.models import Notice
from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.letters.operations.follow import note_outcome
from petitions.models import LetterDelivery, Petition
from petitions.steps import lock_petition


@operation
def note_came_back(*, notice: Notice, status: str, actor: Actor, at: datetime) -> None:
    """Record that an e-mail about a petition came back for good; where it carried a letter, that goes by post.

    Does nothing for a notice about something else.
    """
    petition = Petition.objects.filter(subject=notice.subject_id).first()
    if petition is None:
        return
    locked = lock_petition(petition=petition)
    body = {"notice": str(notice.public_id), "status": status}
    record(subject=locked.subject, event="petition.notice_came_back", actor=actor, at=at, body=body)
    # What is noted as failed already was looked after before this job came.
    arrived = LetterDelivery.objects.filter(notice=notice, failed_at=None, by_post=None)
    delivery = arrived.select_related("letter__petition").first()
    if delivery is None:
        return
    # It was taken for delivered when the mail server took it.
    LetterDelivery.objects.filter(pk=delivery.pk).update(is_settled=False)
    note_outcome(delivery=delivery, actor=actor, at=at)
