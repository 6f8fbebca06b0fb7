"""The history of a petition as the Court's members read it: every event, by whom, and the reason of an assignment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.reading import connection_read
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
# A line of a history is shown fifty times a page: five columns of it are read as they stand, and no objects are made.
LINES = """SELECT event.id, event.at, event.name, event.actor_kind, account.full_name FROM register_event event
    LEFT JOIN people_account account ON account.id = event.actor_id WHERE event.subject_id = %s"""


def history(petition: Petition, *, most: int = SHOWN_AT_ONCE) -> list[Entry]:
    """Return up to `most` events of a petition, newest first, each with who did it."""
    return [entry for _pk, entry in lines_of(petition.subject_id, most=most)]


def history_page(petition: Petition, *, before: int | None) -> tuple[list[Entry], int | None]:
    """Return the newest events of a petition (of those before the event `before`), and where the older ones begin, if any."""
    found = lines_of(petition.subject_id, before=before, most=SHOWN_AT_ONCE + 1)
    shown = found[:SHOWN_AT_ONCE]
    return [entry for _pk, entry in shown], shown[-1][0] if len(found) > SHOWN_AT_ONCE else None


def history_of_subject(subject_id: int) -> list[Entry]:
    """Return the events of what a subject stands for, newest first, each with who did it."""
    return [entry for _pk, entry in lines_of(subject_id)]


def lines_of(subject_id: int, *, before: int | None = None, most: int | None = None) -> list[tuple[int, Entry]]:
    """Return the events of what a subject stands for, newest first, each with its id; those before an id, and `most` of them."""
    older = "" if before is None else " AND event.id < %s"
    limit = "" if most is None else " LIMIT %s"
    given = [subject_id, *(one for one in (before, most) if one is not None)]
    with connection_read().cursor() as cursor:
        cursor.execute(f"{LINES}{older} ORDER BY event.id DESC{limit}", given)
        found = cursor.fetchall()
    # The same few events happen again and again: each sentence is translated once.
    said = {name: str(sentence_of(name)) for _pk, _at, name, _kind, _full_name in found}
    return [
        (pk, Entry(at=at, words=said[name], who=who_is(kind, full_name))) for pk, at, name, kind, full_name in found
    ]


def entry_of(event: Event) -> Entry:
    """Return an event as a line of the history."""
    return Entry(
        at=event.at,
        words=sentence_of(event.name),
        who=who_is(event.actor_kind, event.actor.full_name if event.actor else None),
    )


def who_is(kind: str, full_name: str | None) -> Promise | str:
    """Return the name of the account, or what acted in its place."""
    if full_name is not None:
        return full_name
    return _("the system") if kind == "system" else _("the petitioner, by code")
