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
    """What was begun (the day it counts back from, how many petitions) and how many steps are done; all: `ended`.

    `bulk` says that it went the bulk way, `open` how many petitions that way leaves in the queue.
    """

    subject: Subject
    today: date
    count: int
    done: int
    ended: bool
    bulk: bool = False
    open: int = 0


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
        bulk=bool(begun.body.get("bulk", False)),
        open=int(begun.body.get("open", 0)),
    )


def begin(*, today: date, count: int, at: datetime, bulk: bool = False, open_count: int = 0) -> Diary:
    """Write that a load of `count` petitions counted back from the legal day `today` begins, and by which way."""
    subject = open_subject(kind="register", at=at)
    body: dict[str, str | int | bool] = {"today": today.isoformat(), "petitions": count, "steps": 0}
    if bulk:
        body |= {"bulk": True, "open": open_count}
    record(subject=subject, event=BEGUN, actor=LOADER, at=at, body=body)
    return Diary(subject=subject, today=today, count=count, done=0, ended=False, bulk=bulk, open=open_count)


def note(diary: Diary, *, done: int, ended: bool = False, at: datetime) -> None:
    """Write, in the transaction of the steps themselves, that `done` steps are done."""
    record(subject=diary.subject, event=ENDED if ended else TOLD, actor=LOADER, at=at, body={"steps": done})
