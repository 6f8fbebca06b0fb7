from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

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
from petitions.proceedings.conflicts import conflicts
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
    starts_at: time | None = None,
    place: str = "",
    in_writing: bool = False,
    actor: Actor,
    at: datetime,
    synthetic: bool = False,
) -> Sitting:
    """Call a session of a bench for `day`: the acceptance bench with studied petitions on its agenda, or a case's bench.

    `in_writing` is the written procedure, to which nobody is summoned. No judge of the bench may sit elsewhere at that
    time, be away on that day or be recused from the case.
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
    require_free(judges=chosen, day=day, starts_at=starts_at, case=case)
    sitting = Sitting.objects.create(
        bench=bench,
        day=day,
        case=case,
        starts_at=starts_at,
        place=place.strip(),
        in_writing=in_writing,
        called_by=actor.signed_in,
        called_at=at,
        synthetic=synthetic,
    )
    SittingMember.objects.bulk_create(
        SittingMember(sitting=sitting, judge=judge, presides=judge == presiding) for judge in chosen
    )
    lay_agenda(sitting=sitting, petitions=petitions, actor=actor, at=at)
    tell_of(sitting, judges=chosen, petitions=petitions, actor=actor, at=at)
    return sitting


def tell_of(
    sitting: Sitting, *, judges: Sequence[Account], petitions: Sequence[Petition], actor: Actor, at: datetime
) -> None:
    """Record that a session was called, and tell its bench."""
    day = sitting.day.isoformat()
    if sitting.case is not None:
        body = {"day": day, "bench": str(sitting.bench), "in_writing": sitting.in_writing}
        record(subject=sitting.case.subject, event="case.session_called", actor=actor, at=at, body=body)
    subject = sitting.case.subject if sitting.case else petitions[0].subject if petitions else None
    if subject is not None:
        told = {"sitting": str(sitting.public_id), "day": day}
        key = str(sitting.public_id)
        tell_bench(subject=subject, judges=judges, event="session.called", context=told, at=at, key=key)


def require_free(*, judges: Sequence[Account], day: date, starts_at: time | None, case: Case | None) -> None:
    """Raise OperationError beside `judges` that names every conflict of the bench on that day."""
    found = conflicts(judges=judges, day=day, starts_at=starts_at, case=case)
    if found:
        raise OperationError(" ".join(found), field="judges", code="conflict")


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
        if AgendaItem.objects.filter(petition=petition, sitting__held_at=None, sitting__adjourned_at=None).exists():
            raise OperationError(_("A petition is already on the agenda of another session."), field="petitions")
        body = {"day": sitting.day.isoformat()}
        record(subject=petition.subject, event="petition.laid_before_session", actor=actor, at=at, body=body)
    AgendaItem.objects.bulk_create(
        AgendaItem(sitting=sitting, petition=petition, position=position)
        for position, petition in enumerate(petitions, start=1)
    )
