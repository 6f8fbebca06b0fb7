"""What follows once a petition, or its correction, lies signed before the Court, on paper or electronically."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from courtcase.law.queries import edition_on
from courtcase.notices.operations import owe_job
from courtcase.people.actors import Actor
from petitions.content import PetitionContent
from petitions.filing.operations.save_draft import take_up_words
from petitions.filing.operations.submit_petition import require_cure_term
from petitions.models import Petition
from petitions.steps import take_step
from petitions.telling import tell_petitioner
from petitions.workflow import State
from petitions.writers import Writer


def receive_signed(
    *,
    petition: Petition,
    step: str,
    day: date,
    body: dict[str, Any],
    content: PetitionContent | None,
    actor: Actor,
    at: datetime,
) -> Petition:
    """File a locked petition by `step`, or take up its correction: it came signed on the legal `day`; routing is owed.

    A correction keeps the day of first filing (art. 47). Raises TermPassed, NotAllowed, WrongState.
    """
    if petition.state == State.CURE_AWAITING_SIGNATURE:
        require_cure_term(petition, day=day)
        take_up_words(petition)
        take_step(petition=petition, step=step, actor=actor, at=at, body=body)
        tell_petitioner(petition=petition, event="petition.cured", at=at, content=content)
        return petition
    changes = {"filed_at": at, "filed_on": day, "edition": edition_on(day), **without_helper(petition, body)}
    take_step(petition=petition, step=step, actor=actor, at=at, changes=changes, body=body)
    tell_petitioner(petition=petition, event="petition.filed", at=at, content=content)
    owe_job(kind="petitions.route", subject=petition.subject, key=f"petitions.route:{petition.public_id}")
    return petition


def without_helper(petition: Petition, body: dict[str, Any]) -> dict[str, Any]:
    """Return what takes a filed petition from whoever only helped to write it: it is the petitioner's from now on.

    The account lets go of it, and so does every browser that holds the draft; the code on the paper opens it. Where the
    petitioner signed electronically, it was at this browser.
    """
    if petition.writer != Writer.HELPER:
        return {}
    later = {} if body.get("signature") == "electronic" else {"code_epoch": petition.code_epoch + 1}
    return {"account": None, **later}
