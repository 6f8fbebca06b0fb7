from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.register.operations import record
from petitions.cases import lock_open_case, seal_words
from petitions.models import Case, DocketEntry, PlanStep
from petitions.proceedings.participation import taking_part
from petitions.proceedings.queries import PLAN_PURPOSE
from petitions.telling import tell_participants


@operation
def plan_step(*, case: Case, what: str, who: Account, due: date, actor: Actor, at: datetime) -> PlanStep:
    """Add a step to the plan by which a case is prepared, and return it.

    Raises OperationError beside `what`, NotAllowed, WrongState once the case is closed.
    """
    locked = lock_open_case(case=case, action="case.prepare", actor=actor, at=at)
    if not what.strip():
        raise OperationError(_("Write what is to be done."), field="what")
    sealed = seal_words(locked, what.strip(), at=at, purpose=PLAN_PURPOSE)
    step = PlanStep.objects.create(
        case=locked, sealed_what=sealed, who=who, due_on=due, added_by=actor.signed_in, added_at=at
    )
    facts = {"step": str(step.public_id), "who": str(who.public_id), "due_on": due.isoformat()}
    record(subject=locked.subject, event="case.step_planned", actor=actor, at=at, body=facts, content=what.encode())
    return step


@operation
def finish_step(*, step: PlanStep, actor: Actor, at: datetime) -> PlanStep:
    """Mark a step of the plan as done and return it. Raises NotAllowed, WrongState where it was done before."""
    case = lock_open_case(case=step.case, action="case.prepare", actor=actor, at=at)
    locked = PlanStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if locked.done_at is not None:
        raise WrongState(_("This step was done already."))
    locked.done_at, locked.done_by = at, actor.signed_in
    locked.save(update_fields=["done_at", "done_by"])
    body = {"step": str(locked.public_id)}
    record(subject=case.subject, event="case.step_done", actor=actor, at=at, body=body)
    return locked


@operation
def open_paper(*, entry: DocketEntry, actor: Actor, at: datetime) -> DocketEntry:
    """Open a paper of the docket to the participants of the case and return its entry; what they read stays open.

    Who opens it answers for its holding no personal data of others.
    Raises NotAllowed, WrongState where it is open already or the case is closed.
    """
    case = lock_open_case(case=entry.case, action="case.prepare", actor=actor, at=at)
    locked = DocketEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if locked.opened_at is not None:
        raise WrongState(_("The participants read this paper already."))
    locked.opened_at = at
    locked.save(update_fields=["opened_at"])
    body = {"number": locked.number}
    record(subject=case.subject, event="case.paper_opened", actor=actor, at=at, body=body)
    told = taking_part(case, at)
    tell_participants(subject=case.subject, accounts=told, event="case.paper_opened", at=at, key=str(locked.number))
    return locked
