"""Processes side by side: each with a connection of its own and everything the loader knew when it began them."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.pool import Pool

from django.db import connection

from rulings.demo.bulk.crowd import Drawing
from rulings.demo.bulk.known import Known
from rulings.demo.bulk.life import EVENTS_A_STEP, Life
from rulings.demo.bulk.order import Drawn, Order, draw
from rulings.demo.bulk.rows import Ids, Rows
from rulings.demo.bulk.steps import STEPS, Lot
from rulings.demo.outbox import STILL_OWED
from rulings.demo.times import instant

PROCESSES = 2
BLOCK = 5_000  # petitions drawn at once
CHUNK = 500  # petitions copied at once: some 20,000 rows


@dataclass(frozen=True)
class Reserved:
    """The first ids of what has its ids in the order of time."""

    petition: int
    subject: int
    data_key: int
    event: int


@dataclass
class Work:
    """What every process needs; set before they begin, and theirs from the moment they do (fork)."""

    known: Known
    order: Order | None = None
    reserved: Reserved | None = None
    ids: Ids | None = None


works: list[Work] = []


@contextmanager
def processes(work: Work) -> Iterator[Pool]:
    """Begin the processes over `work`; the caller's connection is closed before, for two must never share one."""
    connection.close()
    works[:] = [work]
    gc.collect()
    gc.freeze()
    with multiprocessing.get_context("fork").Pool(PROCESSES, initializer=begin) as pool:
        yield pool
        pool.close()
        pool.join()
    works.clear()


def begin() -> None:
    """Prepare a process: no time limits, no waiting for the disk at each commit, no garbage collected at random."""
    gc.disable()
    unhurried()
    works[0].ids = Ids()


def unhurried() -> None:
    """Let the session's statements take their time, and its commits not wait for the disk: a lost load is begun anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SET synchronous_commit = off")


def draw_block(first: int) -> Drawn:
    """Draw the petitions numbered from `first` on."""
    known = works[0].known
    return draw(known, first, min(first + BLOCK, known.drawing.count + 1))


def blocks(drawing: Drawing) -> range:
    """Return the first numbers of the blocks of a drawing."""
    return range(1, drawing.count + 1, BLOCK)


def chunks(drawing: Drawing) -> range:
    """Return the first places of the chunks of a drawing."""
    return range(0, drawing.count, CHUNK)


def copy_chunk(first: int) -> tuple[int, int, float]:
    """Live the lives of the petitions from place `first` on and copy their rows.

    Returns how many petitions and rows those were, and the seconds of this process's CPU.
    """
    work, began = works[0], os.times()
    assert work.ids is not None  # noqa: S101  `begin` made them
    rows, places = Rows(work.ids), range(first, min(first + CHUNK, work.known.drawing.count))
    for place in places:
        live(work, rows, place)
    copied = rows.copy()
    gc.collect()
    ended = os.times()
    return len(places), copied, ended.user + ended.system - began.user - began.system


def live(work: Work, rows: Rows, place: int) -> None:
    """Live one petition's life, up to what the Court does with it."""
    known, order, reserved = work.known, work.order, work.reserved
    assert order is not None  # noqa: S101  set before the processes began
    assert reserved is not None  # noqa: S101  likewise
    index = order.by_place[place]
    planned = known.drawing.petition(index)
    steps = known.life(planned)
    clerk, rule = order.clerks[index - 1], known.rule_for(known.facts_of(planned))
    lot = Lot(
        petition_id=reserved.petition + place,
        subject_id=reserved.subject + place,
        data_key_id=reserved.data_key + place,
        number=order.numbers[index - 1],
        paper=order.papers[index - 1],
        cure=order.cures[index - 1],
        rule=known.ladder[rule] if rule >= 0 else None,
        clerk=known.actors[clerk].signed_in if clerk else None,
        load=order.loads[index - 1],
    )
    until = instant(known.drawing.today, 0) - STILL_OWED
    life = Life(known=known, planned=planned, keep=rows.keep, until=until)
    for number, step in enumerate(steps):
        life.begin_step(first_event_id=reserved.event + EVENTS_A_STEP * order.rank(index, number))
        STEPS[step.name](life, lot, step)
    life.end()
