"""Another period of keeping: one person proposes it, another confirms, and a new dated row of law takes the old one's place."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from courtcase.law.models import KeepingTerm, KeepingUnit
from courtcase.law.operations import confirm_rule, supersede_rule
from courtcase.law.rows import differing
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.people.plain_text import checked_reason
from courtcase.register.operations import open_subject, record
from petitions.keeping.periods import CONFIRMS, Period, changeable, least, period_of, touched, values_of
from petitions.models import KeepingChange

PROPOSES = "keeping.propose_period"
SYSTEM = Actor.system("keeping.change_period")


@operation
def propose_period(
    *,
    rule: KeepingTerm,
    period: Period,
    applies_from: date,
    order: str,
    actor: Actor,
    at: datetime,
    means_shorter: bool = False,
) -> KeepingChange:
    """Propose another period for a kind from a legal day on, by an order, and return the proposal. Nothing changes by it.

    `means_shorter`: whoever proposes says that things shall end sooner than by the row in force. Raises NotAllowed, what
    `check_period` raises, and OperationError beside `means_shorter`.
    """
    ensure(actor, PROPOSES, at)
    locked = KeepingTerm.objects.select_for_update().get(pk=rule.pk)
    words = check_period(locked, period, applies_from=applies_from, order=order, at=at)
    check_shorter(locked, period, means_shorter=means_shorter)
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


def check_period(rule: KeepingTerm, period: Period, *, applies_from: date, order: str, at: datetime) -> str:
    """Return the cleaned words of the order where a period may be proposed in place of a row; it changes nothing.

    Raises WrongState where another proposal waits or the row is not the one in force, OperationError beside `unit`,
    `amount`, `applies_from` or `order`.
    """
    day = court_day(at)
    if not changeable(day).filter(pk=rule.pk).exists():
        raise WrongState(_("Another row has already taken the place of this rule."))
    check_least(rule.code, period)
    if not differing(rule, values_of(rule, period)):
        raise OperationError(_("This is the period that is set already."), field="amount")
    if applies_from < day or applies_from < rule.applies_from:
        raise OperationError(_("A period is changed from today on, or from a later day."), field="applies_from")
    words = checked_reason(order, field="order")
    if KeepingChange.objects.filter(rule__code=rule.code, is_confirmed=None).exists():
        raise WrongState(_("Another change of this period waits for the second person."))
    return words


def check_least(code: str, period: Period) -> None:
    """Raise OperationError beside `unit` or `amount` for a period shorter than the least this site takes for a kind."""
    bound = least().get(code)
    if bound is None or period.longest is None:
        return
    if period.unit == KeepingUnit.HOUR:
        raise OperationError(_("This kind is not kept by the hour. Choose days or years."), field="unit")
    if period.longest < bound:
        words = ngettext_lazy(
            "For this kind at least %(count)d day can be set.",
            "For this kind at least %(count)d days can be set.",
            bound.days,
        )
        raise OperationError(str(words % {"count": bound.days}), field="amount")


def check_shorter(rule: KeepingTerm, period: Period, *, means_shorter: bool) -> None:
    """Raise OperationError beside `means_shorter` where a period is shorter than the row's and nobody says it is meant."""
    if period.is_shorter_than(period_of(rule)) and not means_shorter:
        raise OperationError(_("Tick that you mean the shorter period, or choose another."), field="means_shorter")


@operation
def confirm_period(*, change: KeepingChange, actor: Actor, at: datetime, means_shorter: bool = False) -> KeepingTerm:
    """Confirm a proposed period: a new row, confirmed by its order, follows the old one from its day. Return the new row.

    `means_shorter` as in `propose_period`, said by the second person. Raises NotAllowed, also for whoever proposed it,
    WrongState where it was decided or the row is another by now, and OperationError beside `means_shorter` or where the
    period is less than the least of its kind.
    """
    locked = decided_by_another(change, actor, at)
    period = proposed_period(locked)
    check_least(locked.rule.code, period)
    check_shorter(locked.rule, period, means_shorter=means_shorter)
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


def proposed_period(change: KeepingChange) -> Period:
    """Return the period a proposal would set."""
    return Period(change.amount, change.unit, for_ever=change.for_ever)


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
        "shorter": proposed_period(change).is_shorter_than(period_of(change.rule)),
        "from": change.applies_from.isoformat(),
    }
