from __future__ import annotations

from datetime import datetime

from courtcase.law.models import Clock
from courtcase.law.models.clocks import ClockState
from courtcase.law.time import court_day
from courtcase.operations import operation
from courtcase.people.actors import Actor
from petitions.models import Petition
from petitions.steps import lock_petition, take_step
from petitions.telling import tell_petitioner


def lapse_cures(*, actor: Actor, at: datetime) -> int:
    """Close every term for corrections whose last day is over, each petition by itself; return how many."""
    passed = Clock.objects.filter(state=ClockState.OPEN, term__code="cure", due_on__lt=court_day(at))
    found = list(Petition.objects.filter(subject__in=passed.values("subject")).order_by("pk"))
    for petition in found:
        lapse_cure(petition=petition, actor=actor, at=at)
    return len(found)


@operation
def lapse_cure(*, petition: Petition, actor: Actor, at: datetime) -> Petition:
    """Note that the month for corrections has passed, and tell the petitioner; a new petition can still be filed.

    Raises NotAllowed, WrongState.
    """
    locked = lock_petition(petition=petition)
    take_step(petition=locked, step="lapse_cure", actor=actor, at=at)
    tell_petitioner(petition=locked, event="petition.cure_lapsed", at=at)
    return locked
