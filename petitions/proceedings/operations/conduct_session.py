from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.permissions import may
from courtcase.register.models import Subject
from courtcase.register.operations import record
from petitions.cases import lock_open_case, seal_words
from petitions.docket import file_paper
from petitions.models import BenchKind, Case, PaperKind, Petition, Sitting
from petitions.proceedings.docket import MINUTES_PURPOSE
from petitions.proceedings.operations.call_session import call_session
from petitions.proceedings.participation import taking_part
from petitions.steps import lock_petition
from petitions.telling import tell_bench, tell_participants, tell_petitioner
from petitions.workflow import State


def lock_sitting(*, sitting: Sitting, actor: Actor, at: datetime) -> tuple[Case, Sitting]:
    """Return the open case of a session, and the session, both locked. Raises NotAllowed, WrongState without a case."""
    case, locked = lock_any_sitting(sitting=sitting, actor=actor, at=at)
    if case is None:
        raise WrongState(_("This session sits on no case."))
    return case, locked


def lock_any_sitting(*, sitting: Sitting, actor: Actor, at: datetime) -> tuple[Case | None, Sitting]:
    """Return a session locked after its open case; None for the acceptance bench. Raises NotAllowed, WrongState."""
    if not may(actor, "session.manage", at):
        raise NotAllowed()
    case = lock_open_case(case=sitting.case, action="case.read", actor=actor, at=at) if sitting.case else None
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    locked.case = case
    return case, locked


def lock_to_come(*, sitting: Sitting, actor: Actor, at: datetime) -> tuple[Case | None, Sitting]:
    """Return the same of a session that was neither held nor put off; raises WrongState for every other."""
    case, locked = lock_any_sitting(sitting=sitting, actor=actor, at=at)
    if locked.held_at is not None or locked.adjourned_at is not None:
        raise WrongState(_("This session was held or put off already."))
    return case, locked


def on_agenda(sitting: Sitting) -> list[Petition]:
    """Return the petitions that stand before a session of the acceptance bench, in their order."""
    items = sitting.agenda.select_related("petition__subject").order_by("position")
    return [item.petition for item in items]


def still_waiting(petitions: Iterable[Petition]) -> list[Petition]:
    """Return those of `petitions` that still wait for a session: one that was withdrawn meanwhile goes before none."""
    return [petition for petition in petitions if petition.state == State.REPORTED]


def record_of_sitting(
    sitting: Sitting, case: Case | None, *, events: tuple[str, str], actor: Actor, at: datetime, body: dict[str, Any]
) -> Subject | None:
    """Record a fact of a session in its case, or in each petition that waits for it; `events` are the names for either.

    Returns the subject that notices of it are about; None where nothing stands before the session.
    """
    of_case, of_petition = events
    if case is not None:
        record(subject=case.subject, event=of_case, actor=actor, at=at, body=body)
        return case.subject
    petitions = on_agenda(sitting)
    for petition in still_waiting(petitions):
        record(subject=petition.subject, event=of_petition, actor=actor, at=at, body=body)
    return petitions[0].subject if petitions else None


@operation
def summon(*, sitting: Sitting, actor: Actor, at: datetime) -> Sitting:
    """Summon everybody who takes part in the case, petitioners and participants, to a session that is to come.

    The summons is filed in the docket, open to participants, once. Returns the session. Raises NotAllowed, WrongState.
    """
    case, locked = lock_sitting(sitting=sitting, actor=actor, at=at)
    if locked.held_at or locked.adjourned_at or locked.in_writing:
        raise WrongState(_("Nobody is summoned to a session that was held, put off, or is in writing."))
    if locked.summoned_at is not None:
        raise WrongState(_("Those who take part were summoned already."))
    locked.summoned_at = at
    locked.save(update_fields=["summoned_at"])
    file_paper(case=case, kind=PaperKind.SUMMONS, sitting=locked, is_open=True, actor=actor, at=at)
    tell_all(case, event="summoned", sitting=locked, at=at)
    body = {"day": locked.day.isoformat(), "sitting": str(locked.public_id)}
    record(subject=case.subject, event="case.summoned", actor=actor, at=at, body=body)
    return locked


def tell_all(case: Case, *, event: str, sitting: Sitting, at: datetime) -> None:
    """Tell the petitioners of a case, and whoever takes part in it, of something about a session."""
    key = f"{event}:{sitting.public_id}"
    for petition in case.petitions.order_by("pk"):
        tell_petitioner(petition=lock_petition(petition=petition), event=f"petition.{event}", at=at, key=key)
    told = taking_part(case, at)
    tell_participants(subject=case.subject, accounts=told, event=f"case.{event}", at=at, key=key)


@operation
def write_minutes(*, sitting: Sitting, minutes: str, actor: Actor, at: datetime) -> Sitting:
    """File the minutes of a session that was held; who was present stands with them. Returns the session.

    Raises OperationError beside `minutes`, NotAllowed, WrongState where it was not held or has minutes already.
    """
    case, locked = lock_sitting(sitting=sitting, actor=actor, at=at)
    if locked.held_at is None:
        raise WrongState(_("Attendance of this session has not been recorded yet."))
    if locked.minutes_at is not None:
        raise WrongState(_("The minutes of this session are filed already."))
    if len(minutes.strip()) < 20:
        raise OperationError(_("Write the minutes: at least one sentence."), field="minutes")
    locked.sealed_minutes = seal_words(case, minutes.strip(), at=at, purpose=MINUTES_PURPOSE)
    locked.minutes_at = at
    locked.save(update_fields=["sealed_minutes", "minutes_at"])
    file_paper(case=case, kind=PaperKind.MINUTES, sitting=locked, actor=actor, at=at)
    body = {"sitting": str(locked.public_id)}
    record(subject=case.subject, event="case.minutes_filed", actor=actor, at=at, body=body, content=minutes.encode())
    return locked


@operation
def adjourn_session(*, sitting: Sitting, actor: Actor, at: datetime, day: date | None = None) -> Sitting | None:
    """Put off a session that was not held, to `day` with the same bench, or to a day still to be set.

    What stood before the acceptance bench goes to the new session, or can be laid before another. The bench is told, and
    whoever was summoned. Returns the session called in its place, if a day is set.
    Raises OperationError beside `day` or `judges`, NotAllowed, WrongState.
    """
    case, locked = lock_to_come(sitting=sitting, actor=actor, at=at)
    members = list(locked.members.select_related("judge").order_by("pk"))
    presiding = next((member.judge for member in members if member.presides), None)
    if day is not None and presiding is None:
        raise OperationError(_("Nobody of the bench presides any more: replace the judge first."), field="day")
    locked.adjourned_at = at
    locked.save(update_fields=["adjourned_at"])
    judges = [member.judge for member in members]
    facts = {"day": locked.day.isoformat(), "to": day.isoformat() if day else None}
    events = ("case.session_adjourned", "petition.session_put_off")
    subject = record_of_sitting(locked, case, events=events, actor=actor, at=at, body=facts)
    if day is not None and presiding is not None:
        locked.adjourned_to = call_again(
            locked, day=day, judges=judges, presiding=presiding, case=case, actor=actor, at=at
        )
        locked.save(update_fields=["adjourned_to"])
    if subject is not None:
        told = {"sitting": str(locked.public_id), "day": locked.day.isoformat()}
        key = str(locked.public_id)
        tell_bench(subject=subject, judges=judges, event="session.adjourned", context=told, at=at, key=key)
    if case is not None and locked.summoned_at is not None:
        tell_all(case, event="adjourned", sitting=locked, at=at)
    return locked.adjourned_to


def call_again(
    sitting: Sitting,
    *,
    day: date,
    judges: list[Account],
    presiding: Account,
    case: Case | None,
    actor: Actor,
    at: datetime,
) -> Sitting:
    """Call the session of the same bench, hour and place that takes the place of one that was put off."""
    return call_session(
        bench=BenchKind(sitting.bench),
        day=day,
        judges=judges,
        presiding=presiding,
        petitions=still_waiting(on_agenda(sitting)),
        case=case,
        starts_at=sitting.starts_at,
        place=sitting.place,
        in_writing=sitting.in_writing,
        actor=actor,
        at=at,
    )
