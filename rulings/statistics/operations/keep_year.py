from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import connection
from django.utils.translation import gettext_lazy as _

from courtcase.keys.operations import lasting_index
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import open_subject, record
from rulings.models import CountedYear, FigureCell, YearOrigin
from rulings.statistics.counting import count_year, years_here
from rulings.statistics.file import file_of
from rulings.statistics.kept import cells_of
from rulings.statistics.labels import NAMED, parts
from rulings.statistics.queries import KEPT
from rulings.statistics.tables import Table

# What came by post at the end of a year is entered in the first days of the next.
SETTLES_AFTER = timedelta(days=14)


def is_over(year: int, day: date) -> bool:
    """Say whether on the legal day `day` the year has ended and settled."""
    return day > date(year, 12, 31) + SETTLES_AFTER


@operation
def keep_years(*, actor: Actor, at: datetime) -> list[int]:
    """Count what is due: the running year anew, and each year that is over once. Returns the years that were counted.

    A year whose tables stand is not counted again: who compares yesterday's tables with today's learns nothing.
    """
    standing = set(CountedYear.objects.filter(is_over=True).values_list("year", flat=True))
    due = [year for year in years_here(at) if year not in standing]
    for year in due:
        keep_year(year=year, actor=actor, at=at)
    return due


@operation
def keep_year(*, year: int, actor: Actor, at: datetime) -> CountedYear:
    """Count a year and keep its public figures instead of those kept before.

    Raises NotAllowed for anyone but the system, WrongState for a year that was brought over from an earlier register:
    figures counted here are never added to those.
    """
    known = locked(year)
    if known is not None and known.origin == YearOrigin.IMPORTED:
        raise WrongState(_("The figures of this year were brought over from an earlier register."))
    with connection.cursor() as cursor:
        # A night's work over a year of petitions, not somebody's page.
        cursor.execute("SET LOCAL statement_timeout = 0")
    tables = count_year(year)
    over = is_over(year, court_day(at))
    return replace(year=year, tables=tables, origin=YearOrigin.COUNTED, over=over, actor=actor, at=at)


def replace(
    *, year: int, tables: Sequence[Table], origin: YearOrigin, over: bool, actor: Actor, at: datetime
) -> CountedYear:
    """Keep the cells of a year instead of those kept before. Raises NotAllowed for anyone but the system."""
    if not actor.is_system:
        raise NotAllowed()
    kept, _made = CountedYear.objects.update_or_create(
        year=year, defaults={"origin": origin, "is_over": over, "counted_at": at}
    )
    names = {dimension: made() for dimension, made in NAMED.items()}
    cells = cells_of(kept, tables, names=names, parts=parts(), secret=hiding_secret())
    FigureCell.objects.filter(year=kept).delete()
    FigureCell.objects.bulk_create(cells)
    if over:
        record_year(kept, actor=actor, at=at)
    return kept


def record_year(kept: CountedYear, *, actor: Actor, at: datetime, event: str = KEPT) -> None:
    """Record the SHA-256 of the file of a year whose tables stand; a year counted anew has one more entry.

    An entry that is made later than the tables were kept has an `event` of its own, and the instant of their keeping.
    """
    if kept.subject is None:
        kept.subject = open_subject(kind="published_data", at=at)
        kept.save(update_fields=["subject"])
    digest = sha256(file_of(kept).encode()).hexdigest()
    body = {"year": kept.year, "origin": str(kept.origin), "digest": digest}
    if event != KEPT:
        body["kept_at"] = kept.counted_at.isoformat()
    record(subject=kept.subject, event=event, actor=actor, at=at, body=body)


def hiding_secret() -> str:
    """Return the secret of the order in which cells are hidden: it stays, whatever other secrets are changed.

    Another order would hide other cells, and two publications of one year beside each other would show what each hides.
    """
    return lasting_index("order", "statistics.hidden").hex()


def locked(year: int) -> CountedYear | None:
    """Return the year's row, locked; None where it was never counted."""
    return CountedYear.objects.select_for_update().filter(year=year).first()
