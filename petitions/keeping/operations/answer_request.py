"""The Court answers a request about personal data, and the person is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from courtcase.law.clocks import close_clocks
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.notices.operations import owe_notice
from courtcase.operations import WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.register.models import Subject
from courtcase.register.operations import record
from petitions.addresses import on_file
from petitions.keeping.operations.block_data import block_what_is_asked
from petitions.keeping.operations.holding import release_what_was_asked
from petitions.keeping.requests import TERMS, said, sealed_answer
from petitions.models import DataRequest, RequestKind, RequestOutcome, RequestRoad
from petitions.telling import road_of, written_person

ANSWERS = "data_request.answer"
EVENT = "data_request.answered"


@operation
def answer_request(*, request: DataRequest, outcome: str, answer: str, actor: Actor, at: datetime) -> DataRequest:
    """Answer a request and tell the person by the road it came; a request to block that is granted blocks at once.

    What was held for the answer is held for it no more. Raises NotAllowed, WrongState where it was answered.
    """
    ensure(actor, ANSWERS, at)
    Subject.objects.select_for_update(no_key=True).get(pk=request.subject_id)
    related = ("subject", "data_key", "account", "petition__data_key", "petition__account")
    locked = DataRequest.objects.select_for_update(of=("self",)).select_related(*related).get(pk=request.pk)
    if locked.outcome:
        raise WrongState(_("This request is answered already."), field="answer")
    locked.outcome, locked.answer = RequestOutcome(outcome), sealed_answer(locked, answer)
    locked.answered_by, locked.answered_at = actor.signed_in, at
    locked.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    terms = [TERMS[RequestKind(locked.kind)]]
    close_clocks(subject=locked.subject, terms=terms, day=court_day(at), actor=actor, at=at)
    record(subject=locked.subject, event=EVENT, actor=actor, at=at, body={"outcome": outcome})
    if locked.kind == RequestKind.BLOCKING and locked.outcome == RequestOutcome.GRANTED:
        block_what_is_asked(locked, actor=actor, at=at)
    release_what_was_asked(locked, actor=actor, at=at)
    told = road_to(locked)
    if told is not None:
        owe_notice(subject=locked.subject, event=EVENT, language=locked.language, **told)
    return locked


def road_to(request: DataRequest) -> dict[str, Any] | None:
    """Return by which road the person is told: the account, the petition's address, or post; None where none is left."""
    if request.account is not None:
        return {"recipient": request.account, "channel": Notice.Channel.EMAIL} if request.account.email else None
    if request.road == RequestRoad.PAPER:
        asker = said(request).asker
        lines = [line.strip() for line in asker.get("lines", "").splitlines() if line.strip()]
        address = {"name": asker.get("name", ""), "lines": lines}
        return {"address": address, "channel": Notice.Channel.POST, "data_key": request.data_key}
    if request.petition is None or request.petition.disposed_on is not None:
        return None
    channel, where = road_of(on_file(request.petition, written_person(request.petition)))
    return {"address": where, "channel": channel, "data_key": request.data_key}
