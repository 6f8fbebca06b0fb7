from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from courtcase.law.models import Clock
from courtcase.law.models.clocks import ClockState
from courtcase.law.time import court_day
from courtcase.notices.operations import owe_jobs, prepare_job
from courtcase.operations import operation
from courtcase.people.actors import Actor
from petitions.models import Petition
from petitions.steps import lock_petition, take_step
from petitions.telling import tell_petitioner

LAPSE_JOB = "petitions.lapse_cure"


def passed_cures(*, at: datetime) -> QuerySet[Clock]:
    """Return the open terms for corrections whose last day is over."""
    return Clock.objects.filter(
        state=ClockState.OPEN, term__code="cure", due_on__lt=court_day(at), subject__petition__isnull=False
    )


def owe_lapses(*, at: datetime) -> int:
    """Owe a job for every term for corrections whose last day is over, so that none waits for another; return how many."""
    day = court_day(at).isoformat()
    found = passed_cures(at=at).order_by("pk").values_list("pk", "subject__petition")
    jobs = [
        prepare_job(kind=LAPSE_JOB, subject=None, key=f"{LAPSE_JOB}:{clock}:{day}", body={"petition": petition})
        for clock, petition in found
    ]
    owe_jobs(jobs)
    return len(jobs)


@operation
def lapse_if_passed(*, petition: Petition, actor: Actor, at: datetime) -> bool:
    """Let the term for corrections of a petition lapse if its last day is over; say whether that was done.

    What was corrected, extended or lapsed already is let be: the worker may call it any number of times.
    """
    locked = lock_petition(petition=petition)
    if not passed_cures(at=at).filter(subject=locked.subject_id).exists():
        return False
    lapse_cure(petition=locked, actor=actor, at=at)
    return True


@operation
def lapse_cure(*, petition: Petition, actor: Actor, at: datetime) -> Petition:
    """Note that the month for corrections has passed, and tell the petitioner; a new petition can still be filed.

    Raises NotAllowed, WrongState.
    """
    locked = lock_petition(petition=petition)
    take_step(petition=locked, step="lapse_cure", actor=actor, at=at)
    tell_petitioner(petition=locked, event="petition.cure_lapsed", at=at)
    return locked
