"""A judge who is recused, away or ill is replaced on the bench of a session that is to come."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from petitions.models import BenchKind, Case, Sitting, SittingMember
from petitions.proceedings.conflicts import conflicts
from petitions.proceedings.operations.call_session import require_bench
from petitions.proceedings.operations.conduct_session import lock_to_come, record_of_sitting
from petitions.proceedings.operations.name_judges import require_judges
from petitions.telling import tell_bench

EVENTS = ("case.bench_changed", "petition.bench_changed")


@operation
def replace_judge(
    *,
    sitting: Sitting,
    leaving: Account | None,
    taking: Account | None,
    presiding: Account,
    actor: Actor,
    at: datetime,
) -> Sitting:
    """Let `taking` sit in the place of `leaving` in a session that was not held, of whichever bench, and say who presides.

    `leaving` is None where a seat is empty already, as a recusal leaves it; `taking` is None where nobody comes, as in a
    plenary that keeps its quorum. Both are told. Returns the session. Raises OperationError beside `leaving`, `taking`,
    `presiding` or, where the bench would lack its quorum, `judges`; NotAllowed, WrongState.
    """
    case, locked = lock_to_come(sitting=sitting, actor=actor, at=at)
    if leaving is None and taking is None:
        raise OperationError(_("Say who leaves the bench, or who comes."), field="leaving")
    seated = [member.judge for member in locked.members.select_related("judge").order_by("pk")]
    if leaving is not None and leaving not in seated:
        raise OperationError(_("This judge is not on the bench."), field="leaving")
    if taking is not None:
        require_may_sit(taking, seated=seated, sitting=locked, case=case)
    chosen = [one for one in [*seated, taking] if one is not None and one != leaving]
    require_bench(bench=BenchKind(locked.bench), chosen=require_judges(chosen, at=at), presiding=presiding)
    locked.members.filter(judge=leaving).delete()
    if taking is not None:
        SittingMember.objects.create(sitting=locked, judge=taking)
    locked.members.exclude(judge=presiding).update(presides=False)
    locked.members.filter(judge=presiding).update(presides=True)
    note(locked, case, leaving=leaving, taking=taking, actor=actor, at=at)
    return locked


def require_may_sit(judge: Account, *, seated: list[Account], sitting: Sitting, case: Case | None) -> None:
    """Raise OperationError beside `taking` for a judge who is on the bench already, or cannot sit on that day."""
    if judge in seated:
        raise OperationError(_("This judge is on the bench already."), field="taking")
    found = conflicts(judges=[judge], day=sitting.day, starts_at=sitting.starts_at, case=case)
    if found:
        raise OperationError(" ".join(found), field="taking", code="conflict")


def note(
    sitting: Sitting, case: Case | None, *, leaving: Account | None, taking: Account | None, actor: Actor, at: datetime
) -> None:
    """Record that the bench changed, and tell whoever comes and whoever goes."""
    facts = {
        "sitting": str(sitting.public_id),
        "left": str(leaving.public_id) if leaving else None,
        "came": str(taking.public_id) if taking else None,
    }
    subject = record_of_sitting(sitting, case, events=EVENTS, actor=actor, at=at, body=facts)
    if subject is None:
        return
    told = {"sitting": str(sitting.public_id), "day": sitting.day.isoformat()}
    key = f"bench:{sitting.public_id}:{at.isoformat()}"
    for judge, name in ((taking, "session.called"), (leaving, "session.left")):
        if judge is not None:
            tell_bench(subject=subject, judges=[judge], event=name, context=told, at=at, key=key)
