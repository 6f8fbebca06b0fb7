from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.permissions import may
from courtcase.register.operations import record
from petitions.models import BenchKind, Sitting, SittingMember
from petitions.proceedings.bench import QUORUM


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
    if locked.adjourned_at is not None:
        raise WrongState(_("This session was put off."))
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
