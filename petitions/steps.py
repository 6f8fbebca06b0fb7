"""How every operation moves a petition: lock, compare, permit, move, clock, record, queue — once, here."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.law import clocks
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, StaleVersion, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from courtcase.register.operations import record
from petitions import access
from petitions.models import ArchiveEntry, Petition, QueueEntry
from petitions.models.intake import FIRST_OF_ALL
from petitions.workflow import FINAL, UNFILED, WITH_PETITIONER, State, Transition, transition_named

# Where no term runs, a petition stands in the queue behind every one whose term does.
NO_TERM = date(9999, 12, 31)
UNWRITTEN = "_unwritten"
# One petition, locked as `locked_petitions` locks.
LOCKED = "petitions_petition.id = %s FOR NO KEY UPDATE OF register_subject, petitions_petition"
QUEUE_COLUMNS = [
    field.column for field in QueueEntry._meta.concrete_fields if not field.primary_key and field.name != "petition"
]


def locked_petitions() -> QuerySet[Petition]:
    """Return petitions as they are read to be changed: each is locked with its subject, the subject first."""
    return Petition.objects.select_related("subject").select_for_update(of=("subject", "self"), no_key=True)


def lock_petition(*, petition: Petition, version: int | None = None) -> Petition:
    """Return the petition read anew and locked, with its subject, in the house's order (Subject, then Petition).

    `version` is the one the person saw. Raises StaleVersion when another stands by now.
    """
    locked = rows.read(Petition, LOCKED, [petition.pk], related=("subject", "data_key"))
    if locked is None:
        raise Petition.DoesNotExist
    require_version(locked, version)
    return locked


def require_version(petition: Petition, version: int | None) -> None:
    """Raise StaleVersion where another version than the one the person saw (None: they saw none) stands by now."""
    if version is not None and petition.version != version:
        raise StaleVersion(
            _("Somebody changed this petition after you opened it. See what changed, then decide again."),
            current=petition.version,
        )


def take_step(
    *,
    petition: Petition,
    step: str,
    actor: Actor,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
    body: dict[str, Any] | None = None,
    content: bytes | None = None,
    numbered: Callable[[], dict[str, Any]] | None = None,
    without: Collection[str] = (),
    is_followed: bool = False,
) -> Event:
    """Take the transition called `step` with a locked petition and return the event that records it.

    `changes` are further fields to set; `body` goes into the record and holds no personal data; `content` is digested
    with a salt. `without` names terms of the row that do not begin this time. `numbered` is called as late as can be
    and returns fields that need a number of a series, whose row stays locked until the end of the transaction.
    Where it `is_followed` by another step of the same operation, that one writes the petition and its row of the queue.
    Raises NotAllowed and WrongState.
    """
    transition = transition_named(step)
    require(petition=petition, transition=transition, actor=actor, at=at)
    before = petition.state
    fields = changed_fields(petition=petition, transition=transition, changes=changes or {}, at=at)
    assign_fields(petition, fields)
    move_clocks(petition=petition, transition=transition, without=without, actor=actor, at=at)
    if is_followed:
        petition.__dict__[UNWRITTEN] = Unwritten(unwritten_of(petition, before).before, [*fields])
    else:
        stood, earlier = unwritten_of(petition, before)
        if not moved_in_queue(petition=petition, before=stood, transition=transition):
            refresh_queue(petition=petition, at=at, before=stood)
        late = numbered() if numbered else {}
        assign_fields(petition, late)
        rows.update(petition, list(dict.fromkeys([*earlier, *fields, *late])))
    return record(
        subject=petition.subject,
        event=transition.event,
        actor=actor,
        at=at,
        body=step_facts(petition=petition, before=before, body=body),
        content=content,
    )


class Unwritten(NamedTuple):
    """What a step left to the one that follows it: the state that the database still has, and the fields that changed."""

    before: str
    fields: list[str]


def unwritten_of(petition: Petition, before: str) -> Unwritten:
    """Return what an earlier step of this operation left to write; where there was none, the petition stood at `before`."""
    left: Unwritten = petition.__dict__.pop(UNWRITTEN, Unwritten(before, []))
    return left


def step_facts(*, petition: Petition, before: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the record says of a step that led the petition from the state `before` to where it stands."""
    return {"from": str(before), "to": str(petition.state), "version": petition.version, **(body or {})}


def require(*, petition: Petition, transition: Transition, actor: Actor, at: datetime) -> None:
    """Raise NotAllowed unless `actor` may take `transition` with `petition`, WrongState unless its state allows it."""
    if not access.may(actor, transition.action, petition, at):
        raise NotAllowed()
    if petition.state not in transition.sources:
        raise WrongState(
            _("This cannot be done now: the petition stands at “%(state)s”.") % {"state": State(petition.state).label}
        )


def changed_fields(
    *, petition: Petition, transition: Transition, changes: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """Return every field the step sets: `changes`, the next version, the target and, at an end, the day of it."""
    fields = {**changes, "version": petition.version + 1}
    if transition.target is not None:
        fields["state"] = transition.target
        # A step that leads on settles what came back; the one by which it comes back sets the mark itself.
        if petition.came_back:
            fields["came_back"] = False
        if transition.target in FINAL:
            fields["closed_on"] = court_day(at)
        elif petition.state in FINAL:
            fields["closed_on"] = None
    return fields


def assign_fields(petition: Petition, fields: Mapping[str, Any]) -> None:
    """Set `fields` on the object without saving."""
    for name, value in fields.items():
        setattr(petition, name, value)


def move_clocks(
    *, petition: Petition, transition: Transition, without: Collection[str], actor: Actor, at: datetime
) -> None:
    """Close the clocks the step ends and start those it begins, on the Court's legal day of `at`."""
    day = court_day(at)
    if transition.stops:
        clocks.close_clocks(subject=petition.subject, terms=transition.stops, day=day, actor=actor, at=at)
    for term in (term for term in transition.starts if term not in without):
        clocks.begin_clock(subject=petition.subject, term=term, starts_on=day, actor=actor, at=at)


def moved_in_queue(*, petition: Petition, before: str, transition: Transition) -> bool:
    """Write what a step changes in the row of a queued petition, in one statement; return False where that is not enough.

    It is where the row comes, goes or is missing, and where a signed correction lets other words count.
    """
    if not is_queued(before) or not is_queued(petition.state) or before == State.CURE_AWAITING_SIGNATURE:
        return False
    entry = queue_row(petition=petition, due_on=None, provision_id=None, at=petition.created_at)
    columns = ["state", "team", "assignee", "arrived_at", "came_back"]
    if transition.starts or transition.stops or has_queue_term(before) != has_queue_term(petition.state):
        set_due(entry, nearest_term(petition, before=before))
        columns += ["due_on", "urgency"]
    return rows.update_where(entry, columns, key="petition")


def nearest_term(petition: Petition, *, before: str | None = None) -> date | None:
    """Return the nearest term that makes a clerk late; none runs before the petition is filed, and nobody is asked then."""
    if not has_queue_term(petition.state) or before in UNFILED:
        return None
    return clocks.nearest_due(petition.subject)


def set_due(entry: QueueEntry, due_on: date | None) -> None:
    """Set the term of an unsaved row, and how urgent it makes it; danger to life comes before every term."""
    entry.due_on, entry.urgency = due_on, FIRST_OF_ALL if entry.petition.in_danger else due_on or NO_TERM


def refresh_queue(*, petition: Petition, at: datetime, before: str | None = None) -> None:
    """Write the petition's row of the clerks' queue; where nothing is left to do take it away, and into the archive.

    One that comes back after it was closed leaves the archive.
    """
    write_queue_row(petition=petition, at=at, before=before)
    if before in FINAL:
        ArchiveEntry.objects.filter(petition=petition).delete()
    if petition.state in FINAL:
        archive_entry_of(petition).save(force_insert=True)


def write_queue_row(*, petition: Petition, at: datetime, before: str | None = None) -> None:
    """Write the petition's row of the clerks' queue, or take it away. One that is closed keeps it while it is in danger."""
    if not is_queued(petition.state) and not (petition.in_danger and petition.state in FINAL):
        QueueEntry.objects.filter(petition=petition).delete()
        return
    entry = queue_row(petition=petition, due_on=nearest_term(petition, before=before), provision_id=None, at=at)
    with connection.cursor() as cursor:
        cursor.execute(queue_statement(), rows.values_of(entry, {"provision_id": petition.pk}))


@functools.cache
def queue_statement() -> str:
    """Return the statement that writes a whole row, whether it is there or not, with the first contested provision."""
    first = "(SELECT provision_id FROM petitions_contestedprovision WHERE petition_id = %s ORDER BY position LIMIT 1)"
    insert = rows.insert_statement(QueueEntry, (("provision_id", first),))
    columns = ", ".join(f"{column} = EXCLUDED.{column}" for column in QUEUE_COLUMNS)
    return f"{insert} ON CONFLICT (petition_id) DO UPDATE SET {columns}"


def is_queued(state: str) -> bool:
    """Say whether a petition in `state` has a row in the clerks' queue, whether or not it is in danger."""
    return state not in FINAL and (state not in UNFILED or state == State.AWAITING_SIGNATURE)


def has_queue_term(state: str) -> bool:
    """Say whether a term makes a clerk late in `state`: the month for corrections is the petitioner's."""
    return state not in WITH_PETITIONER


def queue_row(*, petition: Petition, due_on: date | None, provision_id: int | None, at: datetime) -> QueueEntry:
    """Return the unsaved row of the queue; `due_on` is its nearest term, `provision_id` the first contested one."""
    entry = QueueEntry(
        petition=petition,
        state=petition.state,
        team_id=petition.team_id,
        assignee_id=petition.assignee_id,
        petitioner_kind=petition.petitioner_kind,
        area_id=petition.area_id,
        provision_id=provision_id,
        language=petition.language,
        region=petition.region,
        arrived_at=petition.filed_at or petition.submitted_at or at,
        came_back=petition.came_back,
    )
    set_due(entry, due_on)
    return entry


def archive_entry_of(petition: Petition) -> ArchiveEntry:
    """Return the row of the archive for a closed petition, unsaved. For loaders too: it asks the database nothing.

    Raises ValueError for a petition without a day of closing.
    """
    if petition.closed_on is None:
        raise ValueError("a petition that is open does not belong in the archive")
    return ArchiveEntry(
        petition=petition,
        state=petition.state,
        closed_on=petition.closed_on,
        petitioner_kind=petition.petitioner_kind,
        area_id=petition.area_id,
        language=petition.language,
        region=petition.region,
        assignee_id=petition.assignee_id,
        year=petition.registered_on.year if petition.registered_on else 0,
        number=petition.register_number or "",
    )
