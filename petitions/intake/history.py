"""The history of a petition as the Court's members read it: every event, by whom, and the reason of an assignment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.frame.paging import cut
from courtcase.register.events import sentence_of
from courtcase.register.models import Event
from petitions.models import Petition


@dataclass(frozen=True)
class Entry:
    """One event as a line of the history."""

    at: datetime
    words: Promise | str
    who: Promise | str


SHOWN_AT_ONCE = 50


def history(petition: Petition, *, most: int = SHOWN_AT_ONCE) -> list[Entry]:
    """Return up to `most` events of a petition, newest first, each with who did it."""
    return [entry_of(event) for event in events_of(petition.subject_id)[:most]]


def history_page(petition: Petition, *, before: int | None) -> tuple[list[Entry], int | None]:
    """Return the newest events of a petition (of those before the event `before`), and where the older ones begin, if any."""
    found = events_of(petition.subject_id)
    if before is not None:
        found = found.filter(pk__lt=before)
    events, older = cut(list(found[: SHOWN_AT_ONCE + 1]), SHOWN_AT_ONCE)
    return [entry_of(event) for event in events], older


def history_of_subject(subject_id: int) -> list[Entry]:
    """Return the events of what a subject stands for, newest first, each with who did it."""
    return [entry_of(event) for event in events_of(subject_id)]


def events_of(subject_id: int) -> QuerySet[Event]:
    """Return the events of what a subject stands for, newest first, with the names of who did them."""
    shown = ("at", "name", "actor_kind", "actor__full_name")
    return Event.objects.filter(subject=subject_id).select_related("actor").only(*shown).order_by("-pk")


def entry_of(event: Event) -> Entry:
    """Return an event as a line of the history."""
    return Entry(at=event.at, words=sentence_of(event.name), who=who_did(event))


def who_did(event: Event) -> Promise | str:
    """Return the name of the account, or what acted in its place."""
    if event.actor is not None:
        return event.actor.full_name
    return _("the system") if event.actor_kind == "system" else _("the petitioner, by code")
