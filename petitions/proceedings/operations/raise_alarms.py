from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet

from courtcase.law.queries import cited_whole, touched_by
from courtcase.notices.operations import owe_job
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.permissions import may
from courtcase.people.plain_text import require_impersonal
from courtcase.people.queries import accounts_with_role, assistants_of
from courtcase.people.roles import Role
from courtcase.register.operations import record
from petitions.cases import lock_case
from petitions.models import Case, CaseState, NormAlarm, NormChange, Petition, SittingMember
from petitions.proceedings.participation import taking_part
from petitions.steps import lock_petition
from petitions.telling import tell_bench, tell_participants, tell_petitioner
from petitions.terms import with_open_cure
from petitions.workflow import BEFORE_CASE, WITH_PETITIONER

JOB = "petitions.norm_changed"
EVENT = "petition.norm_changed"


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

    `provisions` are ids; what is a part of them, or of which they are a part, is touched with them. Said once for each case,
    norm and cause, however often it is asked. Petitions that are in no case yet are owed the same by a task, many of them as
    they may be. Returns the new alarms. Called by publication for what a ruling decided, and by hand for the rest.
    Raises NotAllowed, and OperationError beside `by` for what is evidently personal.
    """
    if not may(actor, "case.raise_alarm", at):
        raise NotAllowed()
    # It stands in letters and in the register; found only by the task, it would keep everybody from being told.
    require_impersonal(by, field="by")
    norms = touched(provisions)
    raised_by = actor.account.pk if actor.account else None
    raised = alarm_cases(norms, change=change, by=by, day=day, raised_by=raised_by, actor=actor, at=at)
    if before_case(norms).exists():
        facts = {
            "norms": sorted(norms),
            "change": str(change),
            "by": by,
            "day": day.isoformat() if day else None,
            "raised_by": raised_by,
        }
        owe_job(kind=JOB, subject=None, key=f"{JOB}:{min(norms)}:{change}:{at.isoformat()}", body=facts | {"after": 0})
    return raised


def alarm_cases(
    norms: Collection[int],
    *,
    change: str,
    by: str,
    day: date | None,
    raised_by: int | None,
    actor: Actor,
    at: datetime,
) -> list[NormAlarm]:
    """Say it in every open case on one of these norms where it was not said yet, and return the new alarms.

    `raised_by` is the id of the account that said so; None: the system did. Called within the operations that alarm.
    """
    found = Case.objects.filter(state=CaseState.PREPARATION, petitions__contested__provision__in=norms)
    raised = []
    for case in found.order_by("pk").distinct():
        locked = lock_case(case)
        contested = locked.petitions.filter(contested__provision__in=norms)
        for norm in sorted(set(contested.values_list("contested__provision", flat=True)) & set(norms)):
            alarm, is_new = NormAlarm.objects.get_or_create(
                case=locked,
                provision_id=norm,
                change=change,
                by=by,
                defaults={"day": day, "raised_at": at, "raised_by_id": raised_by},
            )
            if is_new:
                say(alarm, case=locked, actor=actor, at=at)
                raised.append(alarm)
    return raised


def touched(provisions: Collection[int]) -> set[int]:
    """Return the ids of these provisions, of what they are a part of, and of their parts."""
    found: set[int] = set(provisions)
    for norm in cited_whole().filter(pk__in=provisions):
        found.update(touched_by(norm).values_list("pk", flat=True))
    return found


def before_case(norms: Collection[int]) -> QuerySet[Petition]:
    """Return the filed petitions on one of these norms that are in no case yet; a returned one while it can be corrected."""
    about = Petition.objects.filter(state__in=BEFORE_CASE, contested__provision__in=norms, disposed_on=None)
    return about.filter(~Q(state__in=WITH_PETITIONER) | with_open_cure()).distinct()


def say(alarm: NormAlarm, *, case: Case, actor: Actor, at: datetime) -> None:
    """Record an alarm in the case and in its petitions, and tell everybody concerned.

    These are the rapporteurs, the benches still to sit and the assistants of both, the Chair and the secretaries of session;
    the petitioners; and whoever takes part in the case.
    """
    facts = {"norm": alarm.provision_id, "change": str(alarm.change), "by": alarm.by}
    record(subject=case.subject, event="case.norm_changed", actor=actor, at=at, body=facts)
    told = {"case": str(case.public_id), "alarm": str(alarm.pk)}
    key = f"alarm:{alarm.pk}"
    event = "case.norm_changed"
    tell_bench(subject=case.subject, judges=concerned(case, at), event=event, context=told, at=at, key=key)
    tell_participants(subject=case.subject, accounts=taking_part(case, at), event=event, at=at, key=key, context=told)
    # Whoever was told while the petition was in no case yet is not told again.
    same = NormAlarm.objects.filter(provision=alarm.provision_id, change=alarm.change, by=alarm.by)
    told_before = same.filter(petition__case=case).values("petition")
    for petition in case.petitions.exclude(pk__in=told_before).order_by("pk"):
        locked = lock_petition(petition=petition)
        record(subject=locked.subject, event=EVENT, actor=actor, at=at, body=facts)
        tell_petitioner(petition=locked, event=EVENT, at=at, key=key, facts={"alarm": str(alarm.pk)})


def concerned(case: Case, at: datetime) -> list[Account]:
    """Return whom of the Court a change of the norm concerns in a case, each once."""
    named = [one.judge for one in case.rapporteurs.filter(ended_at=None).select_related("judge")]
    seats = SittingMember.objects.filter(sitting__case=case, sitting__held_at=None).select_related("judge")
    judges = [*named, *(seat.judge for seat in seats)]
    offices = [*accounts_with_role(Role.CHAIR, at), *accounts_with_role(Role.SECRETARY, at)]
    return list(dict.fromkeys([*judges, *assistants_of(judges, at), *offices]))
