"""The second of two persons: confirms a list, or rejects it; never the one who proposed it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.series import next_number
from courtcase.law.time import court_day
from courtcase.notices.operations import owe_job
from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.people.plain_text import checked_reason
from courtcase.register.models import Subject
from courtcase.register.operations import record
from petitions.keeping.operations.propose_disposal import digest_of_list
from petitions.models import ActOutcome, DisposalAct

ACTION = "disposal.confirm"
JOB = "keeping.dispose"
SERIES = "disposals"


@operation
def confirm_disposal(*, act: DisposalAct, actor: Actor, at: datetime) -> DisposalAct:
    """Confirm a list, give it its number, and owe the work: one petition a job, so that none waits for another.

    Raises NotAllowed, also for whoever proposed it, and WrongState where it was decided already.
    """
    locked = decided_by_another(act, actor, at)
    locked.outcome, locked.decided_by, locked.decided_at = ActOutcome.CONFIRMED, actor.signed_in, at
    locked.number = next_number(series_code=SERIES, day=court_day(at)).printed
    locked.save(update_fields=["outcome", "decided_by", "decided_at", "number"])
    lines = list(locked.lines.values_list("pk", flat=True))
    body = {"number": locked.number, "kind": locked.kind, "petitions": len(lines), "list": digest_of_list(locked)}
    record(subject=locked.subject, event="disposal.confirmed", actor=actor, at=at, body=body)
    for line in lines:
        owe_job(kind=JOB, subject=None, key=f"{JOB}:{line}", body={"line": line})
    return locked


@operation
def reject_disposal(*, act: DisposalAct, reason: str, actor: Actor, at: datetime) -> DisposalAct:
    """Reject a list with a reason that names no person; nothing of it is destroyed. Raises as `confirm_disposal`.

    OperationError stands beside `reason`.
    """
    locked = decided_by_another(act, actor, at)
    locked.reason = checked_reason(reason)
    locked.outcome, locked.decided_by, locked.decided_at = ActOutcome.REJECTED, actor.signed_in, at
    locked.save(update_fields=["outcome", "decided_by", "decided_at", "reason"])
    record(subject=locked.subject, event="disposal.rejected", actor=actor, at=at, body={"kind": locked.kind})
    return locked


def decided_by_another(act: DisposalAct, actor: Actor, at: datetime) -> DisposalAct:
    """Return the list locked. Raises NotAllowed for whoever proposed it and may not, WrongState where it was decided."""
    ensure(actor, ACTION, at)
    Subject.objects.select_for_update(no_key=True).get(pk=act.subject_id)
    locked = DisposalAct.objects.select_for_update(of=("self",)).select_related("subject").get(pk=act.pk)
    if locked.proposed_by_id == actor.signed_in.pk:
        raise NotAllowed(_("Another person than the one who proposed the list must decide on it."))
    if locked.outcome:
        raise WrongState(_("This list is decided already."))
    return locked
