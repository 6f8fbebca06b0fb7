"""Operations on the rows of law: superseding, confirming, the working calendar, and what publication decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from courtcase.law.clocks import CALENDAR_LOCK, facts_of, lock, recount_clock, tell
from courtcase.law.models import CalendarDay, Clock, ClockChange, DecidedProvision, LegalPosition, Provision, RuleRow
from courtcase.law.models.calendar import DayCertainty
from courtcase.law.models.clocks import ChangeKind, ClockState
from courtcase.law.reasons import Reason
from courtcase.law.rows import differing, successor
from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.register.models import Subject
from courtcase.register.operations import open_subject, record

Row = TypeVar("Row", bound=RuleRow)

# A change of one day can move an end that lies this far from it at most (rows of days off are shorter).
REACH = timedelta(days=20)


def locked_row(row: Row) -> Row:
    """Return the row read anew and locked."""
    return cast(Row, type(row)._default_manager.select_for_update().get(pk=row.pk))


@operation
def supersede_rule(
    *, row: Row, values: dict[str, Any], entered_by: str, actor: Actor, at: datetime, applies_from: date | None = None
) -> Row:
    """Put a new row with `values` in the place of `row` and return it; the old one stays for what it decided.

    With a later `applies_from` the law itself changed: the old row ends the day before. Without, the old row was wrong:
    it is superseded. The new row is unconfirmed. Raises WrongState where `row` was superseded already, OperationError
    where nothing would change or `applies_from` lies before the old row's first day.
    """
    ensure(actor, "rule.change", at)
    old = locked_row(row)
    if old.superseded_at is not None:
        raise WrongState(_("Another row has already taken the place of this rule."))
    if not differing(old, values) and applies_from in {None, old.applies_from}:
        raise OperationError(_("Nothing in the rule would change."))
    if applies_from is not None and applies_from < old.applies_from:
        raise OperationError(_("A rule cannot apply before the one it follows."), field="applies_from")
    old.subject = old.subject or open_subject(kind="rule", at=at)
    if applies_from is None or applies_from == old.applies_from:
        old.superseded_at = at
    else:
        old.applies_to = applies_from - timedelta(days=1)
    old.save(update_fields=["superseded_at", "applies_to", "subject"])
    new = successor(old, values, applies_from=applies_from, entered_at=at, entered_by=entered_by)
    new.save(force_insert=True)
    body = {"rule": old.code, "old_row": old.pk, "new_row": new.pk, "fields": ", ".join(sorted(differing(old, values)))}
    record(subject=old.subject, event="rule.superseded", actor=actor, at=at, body=body)
    return new


@operation
def confirm_rule(*, row: Row, confirmed_by: str, on: date, actor: Actor, at: datetime) -> Row:
    """Mark the row as confirmed by an office or role (no personal data) on a legal day; from then it is cited as law.

    Raises WrongState where it was superseded or confirmed already.
    """
    ensure(actor, "rule.confirm", at)
    locked = locked_row(row)
    if locked.superseded_at is not None or locked.confirmed_on is not None:
        raise WrongState(_("This row is confirmed already or another took its place."))
    locked.subject = locked.subject or open_subject(kind="rule", at=at)
    locked.confirmed_by, locked.confirmed_on = confirmed_by, on
    locked.save(update_fields=["confirmed_by", "confirmed_on", "subject"])
    body = {"rule": locked.code, "row": locked.pk, "on": on.isoformat()}
    record(subject=locked.subject, event="rule.confirmed", actor=actor, at=at, body=body)
    return locked


@operation
def change_calendar_day(
    *, day: date, is_working: bool, name: str, source: str, actor: Actor, at: datetime
) -> list[Clock]:
    """Make `day` a working day or a day off by the act `source`, and date the running terms anew, each with an event.

    Closed terms never change. Returns the terms whose end moved. Raises OperationError without a source.
    """
    ensure(actor, "calendar.change", at)
    if not source.strip():
        raise OperationError(_("Name the act that moved the day."), field="source")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CALENDAR_LOCK])
    row = CalendarDay.objects.filter(day=day).first() or CalendarDay(day=day, is_working=day.weekday() < 5)
    was_working, row.is_working = row.is_working, is_working
    row.name, row.source, row.changed_at = name, source, at
    row.certainty, row.subject = DayCertainty.CONFIRMED, row.subject or open_subject(kind="rule", at=at)
    row.save()
    moved = date_anew(day=day, actor=actor, at=at) if was_working != is_working else []
    body = {"day": day.isoformat(), "is_working": is_working, "source": source, "clocks_moved": len(moved)}
    record(subject=row.subject, event="calendar.day_changed", actor=actor, at=at, body=body)
    return moved


def date_anew(*, day: date, actor: Actor, at: datetime) -> list[Clock]:
    """Count anew every term that has not closed and that the change of `day` can reach; return those that moved."""
    forward = Q(starts_on__lte=day, due_on__gte=day - REACH)
    backward = Q(due_on__lte=day + REACH, starts_on__gte=day)
    # Of a term suspended after it ran out, the working days of the suspension lie past its end.
    held = Exists(ClockChange.objects.filter(clock=OuterRef("pk"), kind=ChangeKind.RESUMED, day__gte=day))
    reached = Clock.objects.filter(forward | backward | (Q(starts_on__lte=day) & held)).exclude(state=ClockState.CLOSED)
    moved = []
    for clock in reached.order_by("subject_id", "id"):
        try:
            locked = lock(clock)
        except WrongState:  # closed by somebody else between the look and the lock: it keeps its end
            continue
        before = locked.due_on
        recount_clock(locked)
        if locked.due_on != before:
            params = {"changed": day.isoformat(), "from": before.isoformat(), "day": locked.due_on.isoformat()}
            locked.reasons = [*locked.reasons, Reason("calendar_changed", params).as_json()]
            locked.save(update_fields=["due_on", "reasons"])
            tell(locked, "clock.redated", facts_of(locked, {"due_on_before": before.isoformat()}), actor=actor, at=at)
            moved.append(locked)
    return moved


@operation
def note_legal_positions(
    *, ruling: Subject, points: Mapping[str, Sequence[tuple[str, str]]], actor: Actor, at: datetime
) -> None:
    """Note what a published ruling decided, point by point; called by publication alone, again for a correction.

    `points` are the points by language (kk, ru, en), each as the id of its block and its words. What stood there before goes.
    """
    LegalPosition.objects.filter(ruling_uuid=UUID(str(ruling.uuid))).delete()
    LegalPosition.objects.bulk_create(
        LegalPosition(
            ruling_uuid=UUID(str(ruling.uuid)), language=language, position=position, anchor=anchor, text=text
        )
        for language, some in points.items()
        for position, (anchor, text) in enumerate(some, start=1)
    )


@operation
def note_decided_provision(
    *,
    provision: Provision,
    ruling: Subject,
    outcome: str,
    in_part: bool,
    decided_on: date | None,
    numbers: dict[str, str],
    public_path: str,
    actor: Actor,
    at: datetime,
) -> DecidedProvision:
    """Note what a published ruling decided on a provision; called by publication alone, again for a correction.

    `outcome` is a code of Outcome or blank (not seen); `numbers` are the printed forms by language (kk, ru, en).
    The ruling's own record says that it was published, so no event is written here.
    """
    row, _created = DecidedProvision.objects.update_or_create(
        provision=provision,
        ruling_uuid=UUID(str(ruling.uuid)),
        defaults={
            "outcome": outcome,
            "in_part": in_part,
            "decided_on": decided_on,
            "number_kk": numbers["kk"],
            "number_ru": numbers["ru"],
            "number_en": numbers["en"],
            "public_path": public_path,
        },
    )
    return row
