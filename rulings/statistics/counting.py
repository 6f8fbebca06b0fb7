"""What happened in a year, counted from the register's rows by a handful of statements. Nothing is hidden here yet.

A petition in which somebody of the Court ever saw danger to life or torture is in none of these figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from courtcase.law.time import beginning_of, court_day
from petitions.models import Petition
from rulings.models import RulingKind
from rulings.models.kinds import FINAL
from rulings.statistics import statements
from rulings.statistics.suppression import LEAST_SHOWN
from rulings.statistics.tables import Table, table_of

# The stages and terms the Court itself has to keep; the others are the petitioner's or another body's.
COURT_TERMS = (
    "screening",
    "study",
    "notice_of_acceptance",
    "final_decision",
    "final_decision_citizen",
    "final_decision_urgent",
    "sending_final_decision",
)
TO_REGISTRATION = "to_registration"
# Percentiles of fewer than these would be the days of one petition rather than of many.
LEAST_FOR_DAYS = 10
ANSWERS = {
    "upheld": (RulingKind.RETURN_UPHELD,),
    "overturned": (RulingKind.RETURN_OVERTURNED,),
    "accepted": (RulingKind.ACCEPTANCE,),
    "refused": (RulingKind.REFUSAL,),
    "terminated": (RulingKind.TERMINATION,),
    "decided": tuple(sorted(FINAL)),
}


@dataclass(frozen=True)
class Year:
    """A calendar year at the Court: its days, and the instants between which it lies."""

    number: int

    @property
    def days(self) -> list[date]:
        """Return its first and its last day."""
        return [date(self.number, 1, 1), date(self.number, 12, 31)]

    @property
    def quarters(self) -> list[datetime]:
        """Return the instants at which its quarters begin."""
        return [beginning_of(date(self.number, month, 1)) for month in (1, 4, 7, 10)]

    @property
    def bounds(self) -> list[datetime]:
        """Return the instants at which it begins and at which the next one does."""
        return [self.quarters[0], beginning_of(date(self.number + 1, 1, 1))]


def count_year(number: int) -> list[Table]:
    """Return everything counted of a year, in the order of the definitions."""
    year = Year(number)
    columns = ("quarter", "kind", "area", "region", "language", "road", "state")
    received = split("received", statements.RECEIVED, year.days, columns)
    registered = split("registered", statements.REGISTERED, year.days, ("quarter",))
    returned = split("returned", statements.RETURNED, [year.quarters, *year.bounds], ("quarter", "area"))
    grounds = split("grounds", statements.GROUNDS, year.bounds, ("ground",))
    frequent = [
        top("contested", statements.CONTESTED, year.days),
        top("clusters", statements.CLUSTERS, year.bounds),
    ]
    return [
        received,
        registered,
        returned,
        grounds,
        *frequent,
        *answered(year),
        *timed(year),
        *decided(year),
        executed(year),
    ]


def split(figure: str, rows: str, values: Sequence[Any], columns: Sequence[str]) -> Table:
    """Return the table of the rows of a statement, told apart by each of its columns."""
    sets = ", ".join(f"({column})" for column in columns)
    names = ", ".join(columns)
    sql = f"SELECT GROUPING({names}), {names}, COUNT(*) FROM ({rows}) AS rows GROUP BY GROUPING SETS ({sets})"  # noqa: S608
    lines: dict[str, dict[str, int]] = {column: {} for column in columns}
    for mask, *found, count in asked(sql, values):
        # The bit of the column a row is grouped by is the one that is not set; the first column has the highest.
        place = next(number for number in range(len(columns)) if not mask >> (len(columns) - 1 - number) & 1)
        lines[columns[place]][str(found[place])] = count
    return table_of(figure, **lines)


def top(figure: str, rows: str, values: Sequence[Any]) -> Table:
    """Return the norms that come most often, each at least as often as is shown."""
    found = [(int(norm), str(ground), int(count)) for norm, ground, count in asked(rows, [*values, LEAST_SHOWN])]
    return Table(figure=figure, total=None, top=found)


def answered(year: Year) -> list[Table]:
    """Return what became of petitions by rulings of the year."""
    found: dict[str, dict[str, int]] = {figure: defaultdict(int) for figure in ANSWERS}
    figures = {str(kind): figure for figure, kinds in ANSWERS.items() for kind in kinds}
    for kind, quarter, count in asked(statements.ANSWERED, year.days):
        if kind in figures:
            found[figures[kind]][quarter] += count
    return [table_of(figure, quarter=dict(line)) for figure, line in found.items()]


def timed(year: Year) -> list[Table]:
    """Return, for each term of the Court, how many were kept, and the days of each stage."""
    found = {row[0]: row[1:] for row in asked(statements.TERMS, [*year.days, list(COURT_TERMS)])}
    [(count, percentiles)] = asked(statements.DAYS_TO_REGISTRATION, year.days)
    terms, days = [], [days_of(TO_REGISTRATION, count, percentiles)]
    # A term that is left out would say that none ended.
    for code in COURT_TERMS:
        kept, overrun, percentiles = found.get(code, (0, 0, None))
        terms.append(replace(table_of("terms", term={"kept": kept, "overrun": overrun}), part=code))
        days.append(days_of(code, kept + overrun, percentiles))
    return [*terms, *days]


def days_of(part: str, count: int, percentiles: Sequence[int] | None) -> Table:
    """Return the days of a stage; none where too few stand behind them."""
    table = Table(figure="days", part=part, total=None)
    if count >= LEAST_FOR_DAYS and percentiles is not None:
        table.days = {"median": max(0, percentiles[0]), "ninetieth": max(0, percentiles[1])}
    return table


def decided(year: Year) -> list[Table]:
    """Return the final decisions published here, the norms they examined, and the measures they call for."""
    figures = {"kind": "rulings", "outcome": "norms", "stage": "measures"}
    lines: dict[str, dict[str, int]] = {dimension: {} for dimension in figures}
    for dimension, value, count in asked(statements.DECIDED, [sorted(FINAL), year.number] * 3):
        lines[dimension][value] = count
    names = {"kind": "ruling_kind", "outcome": "outcome", "stage": "stage"}
    return [table_of(figures[one], **{names[one]: line}) for one, line in lines.items()]


def executed(year: Year) -> Table:
    """Return the measures whose execution the Court confirmed."""
    return split("executed", statements.EXECUTED, [year.quarters, *year.bounds], ("quarter",))


def years_here(at: datetime) -> Iterable[int]:
    """Return the years from the first in which a petition was filed here to the one in which `at` lies."""
    first = (
        Petition.objects.filter(filed_on__isnull=False).order_by("filed_on").values_list("filed_on", flat=True).first()
    )
    return range(first.year, court_day(at).year + 1) if first else ()


def asked(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
