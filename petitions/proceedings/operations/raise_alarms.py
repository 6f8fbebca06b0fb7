from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.permissions import may
from courtcase.people.queries import accounts_with_role
from courtcase.people.roles import Role
from courtcase.register.operations import record
from petitions.cases import lock_case
from petitions.models import Case, CaseState, NormAlarm, NormChange, SittingMember
from petitions.telling import tell_bench


@operation
def raise_alarms(
    *,
    provisions: Collection[int],
    change: NormChange,
    by: str,
    actor: Actor,
    at: datetime,
    day: date | None = None,
) -> list[NormAlarm]:
    """Say in every open case what became of a norm contested there, `by` which act or ruling, and tell whoever is concerned.

    `provisions` are ids. Said once for each case, norm and cause, however often it is asked. Returns the new alarms.
    Called by publication for what a ruling decided, and by the secretary of session for the rest. Raises NotAllowed.
    """
    if not may(actor, "case.raise_alarm", at):
        raise NotAllowed()
    found = Case.objects.filter(state=CaseState.PREPARATION, petitions__contested__provision__in=provisions)
    raised = []
    for case in found.order_by("pk").distinct():
        locked = lock_case(case)
        contested = locked.petitions.filter(contested__provision__in=provisions)
        for norm in sorted(set(contested.values_list("contested__provision", flat=True)) & set(provisions)):
            alarm, is_new = NormAlarm.objects.get_or_create(
                case=locked,
                provision_id=norm,
                change=change,
                by=by,
                defaults={"day": day, "raised_at": at, "raised_by": actor.account},
            )
            if is_new:
                say(alarm, case=locked, actor=actor, at=at)
                raised.append(alarm)
    return raised


def say(alarm: NormAlarm, *, case: Case, actor: Actor, at: datetime) -> None:
    """Record an alarm and tell the rapporteurs, the benches still to sit, the Chair and the secretaries of session."""
    facts = {"norm": alarm.provision_id, "change": str(alarm.change), "by": alarm.by}
    record(subject=case.subject, event="case.norm_changed", actor=actor, at=at, body=facts)
    told = {"case": str(case.public_id)}
    key = f"alarm:{alarm.pk}"
    tell_bench(
        subject=case.subject, judges=concerned(case, at), event="case.norm_changed", context=told, at=at, key=key
    )


def concerned(case: Case, at: datetime) -> list[Account]:
    """Return whom a change of the norm concerns in a case, each once."""
    named = [one.judge for one in case.rapporteurs.filter(ended_at=None).select_related("judge")]
    seats = SittingMember.objects.filter(sitting__case=case, sitting__held_at=None).select_related("judge")
    offices = [*accounts_with_role(Role.CHAIR, at), *accounts_with_role(Role.SECRETARY, at)]
    return list(dict.fromkeys([*named, *(seat.judge for seat in seats), *offices]))
