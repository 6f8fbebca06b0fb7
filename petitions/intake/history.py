"""The history of a petition as the Court's members read it: every event, by whom, and the reason of an assignment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.register.events import sentence_of
from courtcase.register.models import Event
from petitions.models import Petition


@dataclass(frozen=True)
class Entry:
    """One event as a line of the history."""

    at: datetime
    words: Promise | str
    who: Promise | str


def history(petition: Petition) -> list[Entry]:
    """Return the events of a petition, newest first, each with who did it."""
    return history_of_subject(petition.subject_id)


def history_of_subject(subject_id: int) -> list[Entry]:
    """Return the events of what a subject stands for, newest first, each with who did it."""
    events = Event.objects.filter(subject=subject_id).select_related("actor").order_by("-pk")
    return [Entry(at=event.at, words=sentence_of(event.name), who=who_did(event)) for event in events]


def who_did(event: Event) -> Promise | str:
    """Return the name of the account, or what acted in its place."""
    if event.actor is not None:
        return event.actor.full_name
    return _("the system") if event.actor_kind == "system" else _("the petitioner, by code")
