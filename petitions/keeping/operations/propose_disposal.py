"""The first of two persons: a list of what has reached the end of its term."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from courtcase.law.keeping import keeping_on
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.register.operations import open_subject, record
from petitions.keeping.ends import CASES, KINDS, over, over_on
from petitions.models import DisposalAct, DisposalLine

ACTION = "disposal.propose"
MOST = 200


@operation
def propose_disposal(*, kind: str, actor: Actor, at: datetime) -> DisposalAct:
    """Make a list of up to 200 petitions or cases of a kind whose term is over, longest ago first, and return it.

    Nothing is destroyed by it. Raises NotAllowed, and OperationError where nothing has reached its end, or the Court has
    set or confirmed no period.
    """
    ensure(actor, ACTION, at)
    if kind not in KINDS:
        raise NotAllowed()
    rule = keeping_on(kind, court_day(at))
    if rule is None or not rule.is_obeyed:
        raise OperationError(_("No period is confirmed for this kind: nothing of it may be destroyed."), field="kind")
    found = list(over(kind, at).select_for_update(of=("self",), no_key=True)[:MOST])
    if not found:
        raise OperationError(_("Nothing of this kind has reached the end of its term."), field="kind")
    act = DisposalAct.objects.create(
        subject=open_subject(kind="disposal", at=at), kind=kind, rule=rule, proposed_by=actor.signed_in, proposed_at=at
    )
    DisposalLine.objects.bulk_create(
        DisposalLine(
            act=act,
            petition=None if kind == CASES else one,
            case=one if kind == CASES else None,
            number=(one.number if kind == CASES else one.register_number) or "",
            closed_on=one.ended_on,
            over_on=over_on(one.ended_on, kind, at),
        )
        for one in found
    )
    body = {"kind": kind, "rule": rule.pk, "petitions": len(found), "list": digest_of_list(act)}
    record(subject=act.subject, event="disposal.proposed", actor=actor, at=at, body=body)
    return act


def digest_of_list(act: DisposalAct) -> str:
    """Return the SHA-256 of the subjects on a list, by their random ids in its order: the record names the list by it."""
    lines = act.lines.order_by("pk").values_list("petition__subject__uuid", "case__subject__uuid")
    return sha256(json.dumps([str(petition or case) for petition, case in lines]).encode()).hexdigest()
