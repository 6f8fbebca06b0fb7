"""The bulk way from beginning to end: draw, order, copy; then the Court's share by its operations."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from time import monotonic

from django.db import transaction

from courtcase.keys.models import DataKey
from courtcase.law.series import note_number
from courtcase.register.models import Event, Subject
from petitions.models import Petition
from rulings.demo.bulk import papers
from rulings.demo.bulk.crowd import Drawing
from rulings.demo.bulk.known import Known
from rulings.demo.bulk.life import EVENTS_A_STEP
from rulings.demo.bulk.order import Order, in_order
from rulings.demo.bulk.rows import reserve
from rulings.demo.bulk.work import Reserved, Work, blocks, chunks, copy_chunk, draw_block, processes, unhurried
from rulings.demo.world import World

Say = Callable[[str], None]
SAY_EVERY = 5.0


class Progress:
    """Says how far a stage is, every few seconds."""

    def __init__(self, say: Say, what: str) -> None:
        """Begin now."""
        self.say, self.what, self.began, self.said = say, what, monotonic(), monotonic()

    def tell(self, words: str) -> None:
        """Say it, unless something was said a moment ago."""
        now = monotonic()
        if now - self.said > SAY_EVERY:
            self.said = now
            self.say(f"  .. {self.what}: {words}, {now - self.began:.0f} s")


def load_in_bulk(
    *, world: World, drawing: Drawing, at: datetime, say: Say, alone: Callable[[], AbstractContextManager[None]]
) -> dict[str, int]:
    """Load every petition of a drawing up to where the Court takes it; return the ids of the told ones by their keys.

    `world` knows the cast; `alone` holds the loaders' lock while this process is connected. Raises DemoRefused where
    another load holds it.
    """
    with alone():
        work = Work(known=Known(world=world, drawing=drawing, at=at))
        warm(work.known)
    began = monotonic()
    with processes(work) as pool:
        progress = Progress(say, "Petitions")
        with alone():
            drawn = pool.imap(draw_block, blocks(drawing))
            work.order = in_order(work.known, drawn, say=progress.tell)
    say(
        f"  ok Petitions put in the order of time: {drawing.count}, {work.order.steps} steps: {monotonic() - began:.1f} s"
    )
    with alone():
        unhurried()
        work.reserved = reserve_ids(drawing.count, work.order.steps)
    try:
        copy_all(work, say=say, alone=alone)
    finally:
        papers.forget()
    with alone():
        unhurried()
        note_numbers(work.order, today=drawing.today)
    first, places = work.reserved.petition, work.order.places
    return {key: first + places[planned.index - 1] for key, planned in drawing.told.petitions.items()}


def warm(known: Known) -> None:
    """Ask the database now what every process would ask it again."""
    world = known.world
    for value in (known.provisions, known.ladder, known.clerks, world.norms, world.rights_by_edition, world.editions):
        assert value is not None  # noqa: S101  each is only read
    papers.examined()


def reserve_ids(count: int, steps: int) -> Reserved:
    """Take the ids of what has its ids in the order of time."""
    return Reserved(
        petition=reserve(Petition, count),
        subject=reserve(Subject, count),
        data_key=reserve(DataKey, count),
        event=reserve(Event, steps * EVENTS_A_STEP),
    )


def copy_all(work: Work, *, say: Say, alone: Callable[[], AbstractContextManager[None]]) -> None:
    """Let the processes copy every chunk."""
    drawing, began = work.known.drawing, monotonic()
    petitions = rows = 0
    seconds = 0.0
    with processes(work) as pool:
        progress = Progress(say, "Petitions")
        with alone():
            for done, copied, used in pool.imap_unordered(copy_chunk, chunks(drawing)):
                petitions, rows, seconds = petitions + done, rows + copied, seconds + used
                progress.tell(f"{petitions} of {drawing.count} copied, {rows} rows")
    say(
        f"  ok Petitions copied: {petitions}, {rows} rows: {monotonic() - began:.1f} s"
        f" ({seconds:.1f} s of CPU in the loaders)"
    )


@transaction.atomic
def note_numbers(order: Order, *, today: date) -> None:
    """Note how far each year's numbers were given."""
    for code, given in order.counters.items():
        for year, last in given.items():
            note_number(series_code=code, value=last, day=date(year, 12, 31) if year else today)
