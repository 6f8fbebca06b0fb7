"""What became of a contested norm, said of the petitions that are in no case yet: while they are checked and studied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from courtcase.notices.operations import owe_job
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.queries import assistants_of
from courtcase.register.operations import record
from petitions.models import NormAlarm, Petition
from petitions.proceedings.operations.raise_alarms import EVENT, JOB, alarm_cases, before_case
from petitions.steps import lock_petition
from petitions.telling import tell_petitioner, tell_staff
from petitions.workflow import BEFORE_CASE

AT_ONCE = 100


@dataclass(frozen=True)
class ChangedNorms:
    """Which norms (ids) were touched, how, by which act or ruling, since when, and which account said so (None: the system)."""

    norms: tuple[int, ...]
    change: str
    by: str
    day: date | None
    raised_by: int | None

    @classmethod
    def of_job(cls, body: dict[str, Any]) -> ChangedNorms:
        """Return what the body of a job says."""
        day = date.fromisoformat(body["day"]) if body["day"] else None
        return cls(tuple(body["norms"]), body["change"], body["by"], day, body["raised_by"])


@operation
def alarm_petitions(*, body: dict[str, Any], actor: Actor, at: datetime) -> int:
    """Say it of a hundred petitions, the first after the id `body["after"]`, and owe the rest to the next task.

    `body` is as `raise_alarms` owes it. Each petition, norm and cause once. Returns how many petitions were told of.
    Raises NotAllowed: only the system does this.
    """
    if not actor.is_system:
        raise NotAllowed()
    changed, after = ChangedNorms.of_job(body), int(body["after"])
    # What was accepted since it was said stands in a case by now. Cases are locked before petitions.
    alarm_cases(
        changed.norms,
        change=changed.change,
        by=changed.by,
        day=changed.day,
        raised_by=changed.raised_by,
        actor=actor,
        at=at,
    )
    waiting = before_case(changed.norms).filter(pk__gt=after).order_by("pk")
    found = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    told = sum(say_of(Petition(pk=pk), changed, actor=actor, at=at) for pk in found)
    if len(found) == AT_ONCE:
        key = f"{JOB}:{min(changed.norms)}:{changed.change}:{found[-1]}:{at.isoformat()}"
        owe_job(kind=JOB, subject=None, key=key, body=body | {"after": found[-1]})
    return told


def say_of(petition: Petition, changed: ChangedNorms, *, actor: Actor, at: datetime) -> bool:
    """Say of one petition what became of its norms, once each; returns whether anything was new."""
    locked = lock_petition(petition=petition)
    if locked.state not in BEFORE_CASE:
        return False
    contested = locked.contested.filter(provision__in=changed.norms).order_by("provision")
    new = [
        alarm
        for norm in contested.values_list("provision", flat=True).distinct()
        for alarm, is_new in [alarm_of(locked, norm, changed, at=at)]
        if is_new
    ]
    for alarm in new:
        key = f"alarm:{alarm.pk}"
        facts = {"norm": alarm.provision_id, "change": alarm.change, "by": alarm.by}
        record(subject=locked.subject, event=EVENT, actor=actor, at=at, body=facts)
        tell_petitioner(petition=locked, event=EVENT, at=at, key=key, facts={"alarm": str(alarm.pk)})
        for account in working_on(locked, at):
            tell_staff(petition=locked, account=account, event=EVENT, at=at, key=key, facts={"alarm": str(alarm.pk)})
    return bool(new)


def alarm_of(petition: Petition, norm: int, changed: ChangedNorms, *, at: datetime) -> tuple[NormAlarm, bool]:
    """Return the alarm of a petition about one norm, and whether it is new."""
    return NormAlarm.objects.get_or_create(
        petition=petition,
        provision_id=norm,
        change=changed.change,
        by=changed.by,
        defaults={"day": changed.day, "raised_at": at, "raised_by_id": changed.raised_by},
    )


def working_on(petition: Petition, at: datetime) -> list[Account]:
    """Return who of the Court has the petition: its clerk, the judges who study it or did, and their assistants."""
    judges = [study.judge for study in petition.studies.select_related("judge").order_by("pk")]
    clerks = [petition.assignee] if petition.assignee is not None else []
    return list(dict.fromkeys([*clerks, *judges, *assistants_of(judges, at)]))
