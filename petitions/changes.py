"""What happened to the petitions of one institution, in the order of the register: for webhooks, lists and files.

The place of an event in the register is given once, without gaps, after its transaction is over (docs/register.md): who
has read up to a place has missed nothing before it, whatever was committed late. It comes some seconds after the event.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from courtcase.people.models import Institution
from courtcase.register.models import SealedEntry
from petitions.workflow import TABLE

# What the petitioner's own timeline shows, and what an institution does within itself; who reads it at the Court stays inside.
WITHIN_AN_INSTITUTION = frozenset({"petition.approval_asked", "petition.filing_approved", "petition.sent_back"})
TOLD_EVENTS = tuple(dict.fromkeys(row.event for row in TABLE if row.public or row.event in WITHIN_AN_INSTITUTION))
BEFORE_THE_FIRST = -1


@dataclass(frozen=True)
class Change:
    """One step of one petition: ids, numbers and states, and nothing of what is written in it."""

    position: int
    id: UUID
    event: str
    at: datetime
    petition: UUID
    register_number: str | None
    external_number: str | None
    before: str
    state: str
    version: int

    def told(self) -> dict[str, Any]:
        """Return it as programs are told it, whatever the road."""
        return {
            "position": self.position,
            "id": str(self.id),
            "event": self.event,
            "at": self.at.isoformat(),
            "petition": str(self.petition),
            "register_number": self.register_number,
            "external_number": self.external_number,
            "from": self.before,
            "state": self.state,
            "version": self.version,
        }


def changes_of(institution: Institution, *, after: int, limit: int, events: Iterable[str] = ()) -> list[Change]:
    """Return up to `limit` changes whose place in the register is after `after`, in their order.

    Of the petitions of the institution; for a portal, of those that citizens filed by it. `events`: only these.
    """
    found = sealed_steps(institution, events=events).filter(position__gt=after).order_by("position")
    return [change_of(entry) for entry in found[:limit]]


def sealed_steps(institution: Institution, *, events: Iterable[str] = ()) -> QuerySet[SealedEntry]:
    """Return the entries of the register that are steps of the institution's petitions."""
    whose = "portal" if institution.is_portal else "institution"
    wanted = sorted(set(events) & set(TOLD_EVENTS)) or TOLD_EVENTS
    related = SealedEntry.objects.select_related("event__subject__petition")
    return related.filter(
        event__name__in=wanted,
        event__body__has_key="to",
        **{f"event__subject__petition__{whose}": institution},
    )


def change_of(entry: SealedEntry) -> Change:
    """Return what an entry of the register says of a petition."""
    event, petition = entry.event, entry.event.subject.petition
    return Change(
        position=entry.position,
        id=event.uuid,
        event=event.name,
        at=event.at,
        petition=petition.public_id,
        register_number=petition.register_number,
        external_number=petition.external_number,
        before=event.body["from"],
        state=event.body["to"],
        version=event.body["version"],
    )


def newest_position() -> int:
    """Return the place given last in the register; the one before the first where none is."""
    newest = SealedEntry.objects.order_by("-position").values_list("position", flat=True).first()
    return BEFORE_THE_FIRST if newest is None else newest
