"""Another period of keeping: one person proposes it, another confirms, and a new dated row of law takes the old one's place."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.models import KeepingTerm
from courtcase.law.operations import confirm_rule, supersede_rule
from courtcase.law.rows import differing
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.people.plain_text import checked_reason
from courtcase.register.operations import open_subject, record
from petitions.keeping.periods import Period, changeable, touched, values_of
from petitions.models import KeepingChange

PROPOSES, CONFIRMS = "keeping.propose_period", "keeping.confirm_period"
SYSTEM = Actor.system("keeping.change_period")


@operation
def propose_period(
    *, rule: KeepingTerm, period: Period, applies_from: date, order: str, actor: Actor, at: datetime
) -> KeepingChange:
    """Propose another period for a kind from a legal day on, by an order, and return the proposal. Nothing changes by it.

    Raises NotAllowed, WrongState where another proposal waits or the row is not the one in force, OperationError beside
    `amount`, `applies_from` or `order`.
    """
    ensure(actor, PROPOSES, at)
    day = court_day(at)
    locked = KeepingTerm.objects.select_for_update().get(pk=rule.pk)
    if not changeable(day).filter(pk=locked.pk).exists():
        raise WrongState(_("Another row has already taken the place of this rule."))
    if not differing(locked, values_of(locked, period)):
        raise OperationError(_("This is the period that is set already."), field="amount")
    if applies_from < day or applies_from < locked.applies_from:
        raise OperationError(_("A period is changed from today on, or from a later day."), field="applies_from")
    words = checked_reason(order, field="order")
    if KeepingChange.objects.filter(rule__code=locked.code, is_confirmed=None).exists():
        raise WrongState(_("Another change of this period waits for the second person."))
    if locked.subject is None:
        locked.subject = open_subject(kind="rule", at=at)
        locked.save(update_fields=["subject"])
    change = KeepingChange.objects.create(
        rule=locked,
        amount=period.amount,
        unit=period.unit,
        for_ever=period.for_ever,
        applies_from=applies_from,
        order=words,
        touched=touched(locked.code, period, at),
        proposed_by=actor.signed_in,
        proposed_at=at,
    )
    record(subject=locked.subject, event="keeping.change_proposed", actor=actor, at=at, body=facts_of(change))
    return change


@operation
def confirm_period(*, change: KeepingChange, actor: Actor, at: datetime) -> KeepingTerm:
    """Confirm a proposed period: a new row, confirmed by its order, follows the old one from its day. Return the new row.

    Raises NotAllowed, also for whoever proposed it, and WrongState where it was decided or the row is another by now.
    """
    locked = decided_by_another(change, actor, at)
    period = Period(locked.amount, locked.unit, for_ever=locked.for_ever)
    day = court_day(at)
    first = max(locked.applies_from, day)
    new = supersede_rule(
        row=locked.rule,
        values=values_of(locked.rule, period),
        entered_by="data protection officer",
        actor=SYSTEM,
        at=at,
        applies_from=first,
    )
    made = confirm_rule(row=new, confirmed_by=locked.order, on=day, actor=SYSTEM, at=at)
    locked.is_confirmed, locked.decided_by, locked.decided_at, locked.made = True, actor.signed_in, at, made
    locked.save(update_fields=["is_confirmed", "decided_by", "decided_at", "made"])
    tell(locked, "keeping.change_confirmed", actor=actor, at=at)
    return made


@operation
def reject_period(*, change: KeepingChange, actor: Actor, at: datetime) -> KeepingChange:
    """Reject a proposed period; the one in force stays. Raises as `confirm_period`."""
    locked = decided_by_another(change, actor, at)
    locked.is_confirmed, locked.decided_by, locked.decided_at = False, actor.signed_in, at
    locked.save(update_fields=["is_confirmed", "decided_by", "decided_at"])
    tell(locked, "keeping.change_rejected", actor=actor, at=at)
    return locked


def decided_by_another(change: KeepingChange, actor: Actor, at: datetime) -> KeepingChange:
    """Return a proposal locked. Raises NotAllowed for whoever proposed it and may not, WrongState where it was decided."""
    ensure(actor, CONFIRMS, at)
    related = ("rule__subject",)
    locked = KeepingChange.objects.select_for_update(of=("self",)).select_related(*related).get(pk=change.pk)
    if locked.proposed_by_id == actor.signed_in.pk:
        raise NotAllowed(_("Another person than the one who proposed the period must decide on it."))
    if locked.is_confirmed is not None:
        raise WrongState(_("This change is decided already."))
    return locked


def tell(change: KeepingChange, event: str, *, actor: Actor, at: datetime) -> None:
    """Record what became of a proposal, at the rule it is about."""
    assert change.rule.subject is not None  # noqa: S101 - opened with the proposal
    record(subject=change.rule.subject, event=event, actor=actor, at=at, body=facts_of(change))


def facts_of(change: KeepingChange) -> dict[str, object]:
    """Return what the record says of a proposal."""
    return {
        "rule": change.rule.code,
        "row": change.rule_id,
        "amount": change.amount,
        "unit": change.unit,
        "for_ever": change.for_ever,
        "from": change.applies_from.isoformat(),
    }
