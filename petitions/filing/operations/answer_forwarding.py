"""A body with an account answers what was forwarded to it: taken, or not ours."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.content import seal_text
from petitions.forwarding import ANSWER
from petitions.models import Forwarding, ForwardingAnswer, Petition
from petitions.steps import lock_petition
from petitions.telling import tell_petitioner, tell_staff

EVENTS = {
    ForwardingAnswer.TAKEN: "petition.forwarding_taken",
    ForwardingAnswer.NOT_OURS: "petition.forwarding_not_ours",
}
SHORTEST = 20


@operation
def answer_forwarding(*, petition: Petition, answer: str, words: str, actor: Actor, at: datetime) -> Forwarding:
    """Answer for the body; the petitioner is told, and who forwarded it. “Not ours” closes the petition to the body.

    Raises OperationError beside `answer`, or beside `words` where a refusal says no reason; NotAllowed, WrongState.
    """
    locked = lock_petition(petition=petition)
    if not access.may(actor, ANSWER, locked, at):
        raise NotAllowed()
    if answer not in ForwardingAnswer.values:
        raise OperationError(_("Say whether it is yours."), field="answer")
    said = words.strip()
    if answer == ForwardingAnswer.NOT_OURS and len(said) < SHORTEST:
        raise OperationError(_("Write why, and who can help: at least one sentence."), field="words")
    forwarding = Forwarding.objects.select_related("forwarded_by").select_for_update(of=("self",)).get(petition=locked)
    if forwarding.answer:
        raise WrongState(_("It was answered already."))
    forwarding.answer, forwarding.answered_by, forwarding.answered_at = answer, actor.signed_in, at
    forwarding.sealed_answer = seal_text(locked, said) if said else None
    forwarding.save(update_fields=["answer", "answered_by", "answered_at", "sealed_answer"])
    event = EVENTS[ForwardingAnswer(answer)]
    record(subject=locked.subject, event=event, actor=actor, at=at, body={"forwarding": forwarding.pk})
    tell_petitioner(petition=locked, event=event, at=at, key=f"forwarding:{forwarding.pk}")
    tell_staff(petition=locked, account=forwarding.forwarded_by, event=event, at=at, key=f"forwarding:{forwarding.pk}")
    return forwarding
