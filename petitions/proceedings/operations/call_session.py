from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.permissions import may
from courtcase.register.operations import record
from petitions.cases import lock_case
from petitions.models import AgendaItem, BenchKind, Case, CaseState, Petition, Sitting, SittingMember
from petitions.proceedings.bench import QUORUM, SEATS
from petitions.proceedings.operations.name_judges import require_judges
from petitions.telling import tell_bench
from petitions.workflow import State


@operation
def call_session(
    *,
    bench: BenchKind,
    day: date,
    judges: Sequence[Account],
    presiding: Account,
    petitions: Sequence[Petition] = (),
    case: Case | None = None,
    actor: Actor,
    at: datetime,
    synthetic: bool = False,
) -> Sitting:
    """Call a session of a bench for `day`: the acceptance bench with studied petitions on its agenda, or a case's bench.

    Raises OperationError beside `bench`, `judges`, `presiding`, `day` or `petitions`; NotAllowed, WrongState.
    """
    if not may(actor, "session.manage", at):
        raise NotAllowed()
    if case is not None:
        require_open(case=case, bench=bench)
    chosen = require_judges(judges, at=at)
    require_bench(bench=bench, chosen=chosen, presiding=presiding)
    if day < court_day(at):
        raise OperationError(_("This day has passed."), field="day")
    sitting = Sitting.objects.create(
        bench=bench, day=day, case=case, called_by=actor.signed_in, called_at=at, synthetic=synthetic
    )
    SittingMember.objects.bulk_create(
        SittingMember(sitting=sitting, judge=judge, presides=judge == presiding) for judge in chosen
    )
    lay_agenda(sitting=sitting, petitions=petitions, actor=actor, at=at)
    if case is not None:
        body = {"day": day.isoformat(), "bench": str(bench)}
        record(subject=case.subject, event="case.session_called", actor=actor, at=at, body=body)
    subject = case.subject if case is not None else petitions[0].subject if petitions else None
    if subject is not None:
        tell_bench(
            subject=subject,
            judges=chosen,
            event="session.called",
            context={"sitting": str(sitting.public_id), "day": day.isoformat()},
            at=at,
            key=str(sitting.public_id),
        )
    return sitting


def require_open(*, case: Case, bench: BenchKind) -> None:
    """Raise WrongState unless the case still waits for its decision, OperationError for a bench that decides no case."""
    locked = lock_case(case)
    if locked.state != CaseState.PREPARATION:
        raise WrongState(_("This case is already closed."))
    if bench == BenchKind.ACCEPTANCE:
        raise OperationError(_("The acceptance bench decides no case."), field="bench")


def require_bench(*, bench: BenchKind, chosen: Sequence[Account], presiding: Account) -> None:
    """Raise OperationError unless the bench has its seats and one of its judges presides."""
    if not QUORUM[bench] <= len(chosen) <= SEATS[bench]:
        raise OperationError(
            _("This bench sits with %(quorum)s to %(seats)s judges.")
            % {"quorum": QUORUM[bench], "seats": SEATS[bench]},
            field="judges",
        )
    if presiding not in chosen:
        raise OperationError(_("The presiding judge must be one of the bench."), field="presiding")


def lay_agenda(*, sitting: Sitting, petitions: Sequence[Petition], actor: Actor, at: datetime) -> None:
    """Lay studied petitions before the acceptance bench; each stands on one open agenda at most."""
    if not petitions:
        return
    locked = (
        Petition.objects.select_related("subject")
        .select_for_update(of=("self",), no_key=True)
        .filter(pk__in=[petition.pk for petition in petitions])
    )
    for petition in locked.order_by("pk"):
        if sitting.bench != BenchKind.ACCEPTANCE or petition.state != State.REPORTED:
            raise OperationError(_("Only studied petitions are laid before the acceptance bench."), field="petitions")
        if AgendaItem.objects.filter(petition=petition, sitting__held_at=None).exists():
            raise OperationError(_("A petition is already on the agenda of another session."), field="petitions")
        body = {"day": sitting.day.isoformat()}
        record(subject=petition.subject, event="petition.laid_before_session", actor=actor, at=at, body=body)
    AgendaItem.objects.bulk_create(
        AgendaItem(sitting=sitting, petition=petition, position=position)
        for position, petition in enumerate(petitions, start=1)
    )


@operation
def hold_session(*, sitting: Sitting, present: Mapping[Account, bool], actor: Actor, at: datetime) -> Sitting:
    """Record who of the bench was present; without a quorum the session was not held.

    Raises OperationError beside `present`, WrongState where attendance was recorded before, NotAllowed.
    """
    if not may(actor, "session.manage", at):
        raise NotAllowed()
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if locked.held_at is not None:
        raise WrongState(_("Attendance of this session was already recorded."))
    if court_day(at) < locked.day:
        raise WrongState(_("This session is still to come."))
    members = list(locked.members.select_related("judge"))
    for member in members:
        member.present = present.get(member.judge, False)
    attending = [member for member in members if member.present]
    if len(attending) < QUORUM[BenchKind(locked.bench)]:
        raise OperationError(_("There is no quorum: the session cannot be held."), field="present")
    if not any(member.presides for member in attending):
        raise OperationError(_("The presiding judge is absent."), field="present")
    SittingMember.objects.bulk_update(members, ["present"])
    locked.held_at = at
    locked.save(update_fields=["held_at"])
    if locked.case is not None:
        body = {"present": len(attending)}
        record(subject=locked.case.subject, event="case.session_held", actor=actor, at=at, body=body)
    return locked
