from __future__ import annotations

from datetime import datetime

from courtcase.law.series import next_number
from courtcase.law.time import court_day
from courtcase.operations import operation
from courtcase.people.actors import Actor
from petitions.models import Petition
from petitions.steps import lock_petition, take_step
from petitions.telling import tell_petitioner


@operation
def register_petition(*, petition: Petition, actor: Actor, at: datetime, version: int | None = None) -> Petition:
    """Register a filed petition under the next number of the year's series and start the term of screening.

    Raises NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    day = court_day(at)
    take_step(
        petition=locked,
        step="register",
        actor=actor,
        at=at,
        changes={"registered_on": day},
        numbered=lambda: {"register_number": next_number(series_code="petitions", day=day).printed},
    )
    tell_petitioner(petition=locked, event="petition.registered", at=at)
    return locked


@operation
def begin_screening(*, petition: Petition, actor: Actor, at: datetime, version: int | None = None) -> Petition:
    """Take a registered petition up for the check against arts. 44 and 45; an unassigned one becomes the actor's.

    Raises NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    changes = {} if locked.assignee_id else {"assignee": actor.account}
    take_step(petition=locked, step="begin_screening", actor=actor, at=at, changes=changes)
    return locked
