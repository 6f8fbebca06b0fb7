"""How far the load has come: facts of the record, written with the steps they tell of, so that a killed load goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from courtcase.people.actors import Actor
from courtcase.register.events import declare_event
from courtcase.register.models import Event, Subject
from courtcase.register.operations import open_subject, record

LOADER = Actor.system("demo")
# Nobody is shown these: they stand in the record alone, so they have no translation.
BEGUN = declare_event("demo.begun", "The demonstration data were begun.")
TOLD = declare_event("demo.told", "A part of the demonstration data was loaded.")
ENDED = declare_event("demo.ended", "The demonstration data are complete.")


@dataclass(frozen=True)
class Diary:
    """What was begun (the day it counts back from, how many petitions) and how many steps are done; all: `ended`."""

    subject: Subject
    today: date
    count: int
    done: int
    ended: bool


def read() -> Diary | None:
    """Return how far the load came; None where none was begun."""
    begun = Event.objects.filter(name=BEGUN).select_related("subject").order_by("pk").first()
    if begun is None:
        return None
    last = Event.objects.filter(subject=begun.subject).order_by("-pk")[0]
    return Diary(
        subject=begun.subject,
        today=date.fromisoformat(begun.body["today"]),
        count=int(begun.body["petitions"]),
        done=int(last.body.get("steps", 0)),
        ended=last.name == ENDED,
    )


def begin(*, today: date, count: int, at: datetime) -> Diary:
    """Write that a load of `count` petitions counted back from the legal day `today` begins."""
    subject = open_subject(kind="register", at=at)
    body = {"today": today.isoformat(), "petitions": count, "steps": 0}
    record(subject=subject, event=BEGUN, actor=LOADER, at=at, body=body)
    return Diary(subject=subject, today=today, count=count, done=0, ended=False)


def note(diary: Diary, *, done: int, ended: bool = False, at: datetime) -> None:
    """Write, in the transaction of the steps themselves, that `done` steps are done."""
    record(subject=diary.subject, event=ENDED if ended else TOLD, actor=LOADER, at=at, body={"steps": done})
