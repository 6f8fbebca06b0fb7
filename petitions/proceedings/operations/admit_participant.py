from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.operations import OperationError, WrongState, operation
from courtcase.people import operations as people
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.register.operations import record
from petitions.cases import lock_open_case
from petitions.models import Capacity, Case, CaseParticipant
from petitions.telling import tell_participants


@operation
def admit_to_case(
    *,
    case: Case,
    account: Account | None,
    capacity: str,
    reason: str,
    actor: Actor,
    at: datetime,
    ends_on: date | None = None,
) -> CaseParticipant:
    """Let somebody with an account take part in a case: they read the papers open to participants.

    `ends_on` is the last day of the authority. Returns the row. Raises OperationError beside `email`, `ends_on` or
    `reason`, NotAllowed, WrongState once the case is closed.
    """
    locked = lock_open_case(case=case, action="case.admit", actor=actor, at=at)
    if account is None or not account.is_active:
        raise OperationError(_("Nobody has an account with this e-mail."), field="email")
    if ends_on is not None and ends_on < court_day(at):
        raise OperationError(_("The authority has ended already."), field="ends_on")
    if locked.participants.filter(account=account, ended_at=None).exists():
        raise OperationError(_("This account takes part in the case already."), field="email")
    grant = people.admit_participant(account=account, subject=locked.subject, reason=reason, actor=actor, at=at)
    taking = CaseParticipant.objects.create(
        case=locked,
        account=account,
        grant=grant,
        capacity=Capacity(capacity),
        authority_ends_on=ends_on,
        admitted_at=at,
    )
    facts = {"participant": str(taking.public_id), "capacity": str(taking.capacity)}
    record(subject=locked.subject, event="case.participant_admitted", actor=actor, at=at, body=facts)
    key = str(taking.public_id)
    tell_participants(subject=locked.subject, accounts=[account], event="case.participant_admitted", at=at, key=key)
    return taking


@operation
def end_participation(*, participant: CaseParticipant, reason: str, actor: Actor, at: datetime) -> CaseParticipant:
    """End somebody's taking part: what was open until now stays readable to them, nothing newer is seen.

    Raises OperationError beside `reason`, NotAllowed, WrongState where it has ended or the case is closed.
    """
    case = lock_open_case(case=participant.case, action="case.admit", actor=actor, at=at)
    locked = CaseParticipant.objects.select_for_update(of=("self",)).select_related("grant").get(pk=participant.pk)
    if locked.ended_at is not None:
        raise WrongState(_("This has ended already."))
    people.dismiss_participant(grant=locked.grant, reason=reason, actor=actor, at=at)
    locked.ended_at = at
    locked.save(update_fields=["ended_at"])
    body = {"participant": str(locked.public_id)}
    record(subject=case.subject, event="case.participation_ended", actor=actor, at=at, body=body)
    return locked
