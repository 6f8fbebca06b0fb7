"""What goes with the petitions when one case is joined to another: papers, requests, the plan, those who take part."""

from __future__ import annotations

from datetime import datetime

from courtcase.keys import operations as keys
from courtcase.people.actors import Actor
from petitions.cases import key_of, open_words, seal_words
from petitions.docket import file_paper
from petitions.models import Case, CaseParticipant, PaperKind
from petitions.proceedings.docket import ADDRESS_PURPOSE, QUESTION_PURPOSE
from petitions.proceedings.queries import PLAN_PURPOSE

# What is sealed with the key of the case it was written in stays in that case: the minutes of its sessions.
STAYS = frozenset({PaperKind.SUMMONS, PaperKind.MINUTES})


def carry_over(gone: Case, kept: Case, *, actor: Actor, at: datetime) -> None:
    """Carry everything of a locked case over to the locked case it is joined to; what is sealed is sealed anew."""
    for entry in gone.docket.exclude(kind__in=STAYS).order_by("number"):
        what = {name: getattr(entry, name) for name in ("petition", "document", "study", "answer", "request")}
        is_open = entry.opened_at is not None
        file_paper(case=kept, kind=PaperKind(entry.kind), is_open=is_open, actor=actor, at=at, **what)
    move_requests(gone, kept, at=at)
    for step in gone.plan.all():
        step.sealed_what = seal_words(
            kept, open_words(gone, step.sealed_what, purpose=PLAN_PURPOSE), at=at, purpose=PLAN_PURPOSE
        )
        step.case = kept
        step.save(update_fields=["sealed_what", "case"])
    known = kept.participants.filter(ended_at=None).values("account")
    CaseParticipant.objects.filter(case=gone, ended_at=None).exclude(account__in=known).update(case=kept)


def move_requests(gone: Case, kept: Case, *, at: datetime) -> None:
    """Carry the requests over, their questions and addresses sealed with the key of the other case."""
    for asked in gone.requests.all():
        words = open_words(gone, asked.sealed_question, purpose=QUESTION_PURPOSE)
        asked.sealed_question = seal_words(kept, words, at=at, purpose=QUESTION_PURPOSE)
        if asked.sealed_address is not None and gone.data_key is not None:
            address = keys.open_json(gone.data_key, bytes(asked.sealed_address), purpose=ADDRESS_PURPOSE)
            asked.sealed_address = keys.seal_json(key_of(kept, at=at), address, purpose=ADDRESS_PURPOSE)
        asked.case = kept
        asked.save(update_fields=["sealed_question", "sealed_address", "case"])
