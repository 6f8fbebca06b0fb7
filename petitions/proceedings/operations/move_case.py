"""What a signed ruling does to a case that goes on: joinder, severance, extension, suspension, resumption.

Called by `rulings` when such a ruling is signed, by nothing else.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.clocks import extend_clock, resume_clock, suspend_clock
from courtcase.law.models.clocks import ClockState
from courtcase.law.queries import open_clocks
from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.cases import lock_case
from petitions.docket import file_petition, file_ruling
from petitions.models import Case, CaseState, Petition, Rapporteur
from petitions.proceedings.moving import carry_over
from petitions.proceedings.operations.resolve_petition import (
    RulingReference,
    answer,
    day_of,
    facts_of,
    join_case,
    open_case,
)
from petitions.steps import lock_petition, take_step
from petitions.telling import tell_petitioner
from petitions.terms import close_all, decision_term, restart

DECISION_TERM = "final_decision"


def lock_moving(case: Case) -> Case:
    """Return the case locked; raises WrongState once it is closed."""
    locked = lock_case(case)
    if locked.state != CaseState.PREPARATION:
        raise WrongState(_("This case is already closed."))
    return locked


@operation
def join_cases(*, case: Case, into: Case, ruling: RulingReference, actor: Actor, at: datetime) -> Case:
    """Join `case` with all its petitions and papers to `into`, in which they are decided; returns `into`.

    The term of the decision runs from the petition that was accepted last. Raises OperationError, NotAllowed,
    WrongState where either is closed or a session on `case` is still called.
    """
    if case.pk == into.pk:
        raise OperationError(_("A case cannot be joined to itself."), field="join")
    first, second = sorted((case, into), key=lambda one: one.pk)
    locked = {one.pk: lock_moving(one) for one in (first, second)}
    gone, kept = locked[case.pk], locked[into.pk]
    if gone.sittings.filter(held_at=None, adjourned_at=None).exists():
        raise WrongState(_("A session on the case is still called: put it off first."))
    later = gone.joined_on > kept.joined_on
    moved = [
        move(petition, to=kept, step="join", ruling=ruling, actor=actor, at=at)
        for petition in gone.petitions.order_by("pk")
    ]
    carry_over(gone, kept, actor=actor, at=at)
    file_ruling(case=kept, answer=moved[0].answers.get(ruling_uuid=ruling.uuid), actor=actor, at=at)
    join_case(kept, day=gone.joined_on)
    if later:
        term = decision_term(petitioner_kind=moved[0].petitioner_kind, day=gone.joined_on)
        restart(subject=kept.subject, term=term, day=gone.joined_on, actor=actor, at=at)
    day = day_of(ruling, at=at)
    gone.rapporteurs.filter(ended_at=None).update(ended_at=at)
    gone.state, gone.closed_on, gone.joined_into = CaseState.JOINED, day, kept
    gone.version += 1
    gone.save(update_fields=["state", "closed_on", "joined_into", "version"])
    gone.notes.all().delete()
    close_all(subject=gone.subject, day=day, actor=actor, at=at)
    facts = facts_of(ruling) | {"into": str(kept.public_id)}
    record(subject=gone.subject, event="case.joined", actor=actor, at=at, body=facts)
    return kept


def move(petition: Petition, *, to: Case, step: str, ruling: RulingReference, actor: Actor, at: datetime) -> Petition:
    """Put a petition into another locked case by a ruling, tell the petitioner, and return it."""
    locked = lock_petition(petition=petition)
    event = take_step(petition=locked, step=step, actor=actor, at=at, changes={"case": to}, body=facts_of(ruling))
    answer(petition=locked, ruling=ruling, case=to)
    tell_petitioner(petition=locked, event=event.name, at=at)
    record(
        subject=to.subject,
        event="case.petition_joined" if step == "join" else "case.opened",
        actor=actor,
        at=at,
        body={"petition": str(locked.subject.uuid)},
    )
    return locked


@operation
def sever_petition(*, case: Case, petition: Petition, ruling: RulingReference, actor: Actor, at: datetime) -> Case:
    """Take a petition out of a case into a new one with the same judge-rapporteurs; returns the new case.

    The term of its decision runs from its own acceptance. Raises OperationError, NotAllowed, WrongState where it is the
    only petition of the case.
    """
    locked = lock_moving(case)
    if petition.case_id != locked.pk:
        raise OperationError(_("This petition is not joined in the case."), field="petition")
    if locked.petitions.count() < 2:
        raise WrongState(_("The only petition of a case cannot be severed."))
    accepted = petition.answers.filter(kind="acceptance").order_by("pk").first()
    day = accepted.day if accepted and accepted.day else day_of(ruling, at=at)
    new = open_case(synthetic=locked.synthetic, day=day_of(ruling, at=at), at=at)
    moved = move(petition, to=new, step="sever", ruling=ruling, actor=actor, at=at)
    file_petition(case=new, petition=moved, actor=actor, at=at)
    given = moved.answers.get(ruling_uuid=ruling.uuid)
    for one in (new, locked):
        file_ruling(case=one, answer=given, actor=actor, at=at)
    for named in locked.rapporteurs.filter(ended_at=None):
        Rapporteur.objects.create(case=new, judge=named.judge, named_by=named.named_by, named_at=at)
    restart(
        subject=new.subject,
        term=decision_term(petitioner_kind=moved.petitioner_kind, day=moved.filed_on or day),
        day=day,
        actor=actor,
        at=at,
    )
    locked.version += 1
    locked.save(update_fields=["version"])
    facts = facts_of(ruling) | {"petition": str(moved.subject.uuid), "case": str(new.public_id)}
    record(subject=locked.subject, event="case.severed", actor=actor, at=at, body=facts)
    return new


@operation
def extend_case(*, case: Case, amount: int, unit: str, ruling: RulingReference, actor: Actor, at: datetime) -> Case:
    """Extend the term of the final decision by a ruling. Raises OperationError, NotAllowed, WrongState where none runs."""
    locked = lock_moving(case)
    clock = open_clocks(locked.subject).filter(term__code__startswith=DECISION_TERM).order_by("due_on").first()
    if clock is None:
        raise WrongState(_("No term of the decision runs in this case."))
    day = day_of(ruling, at=at)
    extend_clock(clock=clock, amount=amount, unit=unit, ruling=named(ruling), day=day, actor=actor, at=at)
    return told_all(locked, step="extend", event="case.extended", ruling=ruling, actor=actor, at=at)


@operation
def suspend_case(*, case: Case, ruling: RulingReference, actor: Actor, at: datetime) -> Case:
    """Suspend a case by a ruling: every term that runs in it stands still. Raises NotAllowed, WrongState where none runs."""
    locked = lock_moving(case)
    running = list(open_clocks(locked.subject).filter(state=ClockState.OPEN))
    if not running:
        raise WrongState(_("No term runs in this case."))
    for clock in running:
        suspend_clock(clock=clock, ruling=named(ruling), day=day_of(ruling, at=at), actor=actor, at=at)
    return told_all(locked, step="suspend", event="case.suspended", ruling=ruling, actor=actor, at=at)


@operation
def resume_case(*, case: Case, ruling: RulingReference, actor: Actor, at: datetime) -> Case:
    """Resume a suspended case by a ruling: its terms run again. Raises NotAllowed, WrongState where none is suspended."""
    locked = lock_moving(case)
    held = list(open_clocks(locked.subject).filter(state=ClockState.SUSPENDED))
    if not held:
        raise WrongState(_("No term of this case is suspended."))
    for clock in held:
        resume_clock(clock=clock, ruling=named(ruling), day=day_of(ruling, at=at), actor=actor, at=at)
    return told_all(locked, step="resume", event="case.resumed", ruling=ruling, actor=actor, at=at)


def named(ruling: RulingReference) -> str:
    """Return by which words a clock names the ruling that changed it."""
    return ruling.number_printed or str(ruling.uuid)


def told_all(case: Case, *, step: str, event: str, ruling: RulingReference, actor: Actor, at: datetime) -> Case:
    """Take the step with every petition of a locked case, file the ruling, tell every petitioner; returns the case."""
    for petition in case.petitions.order_by("pk"):
        one = lock_petition(petition=petition)
        taken = take_step(petition=one, step=step, actor=actor, at=at, body=facts_of(ruling))
        given = answer(petition=one, ruling=ruling, case=case)
        file_ruling(case=case, answer=given, actor=actor, at=at)
        tell_petitioner(petition=one, event=taken.name, at=at)
    case.version += 1
    case.save(update_fields=["version"])
    record(subject=case.subject, event=event, actor=actor, at=at, body=facts_of(ruling))
    return case
