"""Going on with long changes of data: one piece a transaction, by one process at a time."""

from __future__ import annotations

import time
from collections import deque
from datetime import datetime

import structlog
from django.utils import timezone

from courtcase.long_work.models import Progress
from courtcase.long_work.registry import LongWork, works
from courtcase.operations import operation
from courtcase.people.actors import Actor

log = structlog.get_logger(__name__)

BUDGET_SECONDS = 5.0


def go_on(*, budget_seconds: float = BUDGET_SECONDS) -> int:
    """Do pieces of whatever is owed until that is done or the time is up; return how many pieces were done.

    The works take turns, so that a long one keeps no other waiting. A piece that fails is noted, undone as a whole, and tried
    again the next time; the other works go on.
    """
    ends, pieces, owed = time.monotonic() + budget_seconds, 0, deque(works.values())
    while owed and time.monotonic() < ends:
        work = owed.popleft()
        if is_piece_done(work, at=timezone.now()):
            pieces += 1
            owed.append(work)
    return pieces


def is_piece_done(work: LongWork, *, at: datetime) -> bool:
    """Do one piece, and say whether that was possible and more may be left."""
    try:
        return do_next_piece(work=work, actor=Actor.system(work.name), at=at)
    except Exception as error:  # whatever is wrong with one work, the others go on
        log.warning("long_work_failed", work=work.name, error=type(error).__name__)
        note_error(work=work, error=type(error).__name__, at=at)
        return False


@operation
def do_next_piece(*, work: LongWork, actor: Actor, at: datetime) -> bool:
    """Do the next piece of a work and note how far it is, in one transaction; begin it where it is due.

    Returns False where nothing is owed, or another process is at it. What the piece raises is raised.
    """
    row = begun(work, at=at)
    if row is None or row.finished_at is not None:
        return False
    done = work.do_piece(after=row.last_key, actor=actor, at=at)
    row.looked_at += done.done + done.failed
    row.failed += done.failed
    row.touched_at, row.error = at, ""
    if done.last is None:
        row.finished_at, row.finished_version = at, row.version
    else:
        row.last_key = done.last
    row.save()
    return done.last is not None


def begun(work: LongWork, *, at: datetime) -> Progress | None:
    """Return the locked row of a work, begun anew where its time or its version has come; None where another holds it."""
    found = Progress.objects.filter(name=work.name)
    row = found.select_for_update(skip_locked=True).first()
    if row is None:
        if not found.exists():
            write_first(work, at=at)
            row = found.select_for_update(skip_locked=True).first()
        if row is None:
            return None
    if row.version != work.version() or is_due_again(work, row, at=at):
        begin(row, work, at=at)
    return row


def write_first(work: LongWork, *, at: datetime) -> None:
    """Write the row of a work that was never done: begun where it is owed, else as finished."""
    row = Progress(name=work.name, version=work.version(), began_at=at, touched_at=at)
    if work.is_owed():
        row.total = work.count()
    else:
        row.finished_at, row.finished_version = at, row.version
    Progress.objects.bulk_create([row], ignore_conflicts=True)


def is_due_again(work: LongWork, row: Progress, *, at: datetime) -> bool:
    """Say whether a finished work is to look through everything once more."""
    return work.again_after is not None and row.finished_at is not None and at - row.finished_at >= work.again_after


def begin(row: Progress, work: LongWork, *, at: datetime) -> None:
    """Let a work begin with the first row; what it finished last is remembered."""
    row.version, row.total = work.version(), work.count()
    row.looked_at = row.failed = row.last_key = 0
    row.began_at = row.touched_at = at
    row.finished_at, row.error = None, ""
    row.save()


@operation
def begin_again(*, name: str, actor: Actor, at: datetime) -> None:
    """Let a work look through everything from the first row, whatever it did before. Raises KeyError for an unknown name."""
    work = works[name]
    write_first(work, at=at)
    begin(Progress.objects.select_for_update().get(name=name), work, at=at)


@operation
def note_error(*, work: LongWork, error: str, at: datetime) -> None:
    """Remember the class of what stopped a piece, unless another process is at the work.

    A work whose first piece failed has no row, which was undone with it: it gets one of no version, and so begins anew.
    """
    first = Progress(name=work.name, began_at=at, touched_at=at)
    Progress.objects.bulk_create([first], ignore_conflicts=True)
    row = Progress.objects.filter(name=work.name).select_for_update(skip_locked=True).first()
    if row is not None:
        row.error = error
        row.save(update_fields=["error"])
