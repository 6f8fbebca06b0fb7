"""The rows of a Message's tables, in one language: from the figures that are kept, and from measures of published rulings."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext, override, pgettext

from courtcase.frame.dates import court_date
from rulings.blocks import Run
from rulings.execution.queries import public_measures
from rulings.message.keys import FOLLOWED, RECOMMENDED, TOTALS, Key
from rulings.models import CountedYear, FigureCell, Measure, MeasureStep, Stage
from rulings.statistics.definitions import definitions
from rulings.statistics.labels import DIMENSIONS
from rulings.statistics.queries import cells_of_year

Cell = list[Run]
Row = list[Cell]


class NotKept(Exception):
    """No figures are kept of the year."""


def plain(*words: object) -> Row:
    """Return a row of words."""
    return [[{"text": str(one)}] for one in words]


def rows_of(key: Key, language: str) -> list[Row]:
    """Return the rows of a table, its head first. Raises NotKept where the year has no figures, or none that stand."""
    with override(language):
        if key.name in MEASURES:
            head, *rows = MEASURES[key.name](key.year, language)
            return [head, *(rows or [plain(gettext("Published rulings ask for nothing."))])]
        year = CountedYear.objects.filter(year=key.year, is_over=True).first()
        if year is None:
            raise NotKept
        return TOGETHER.get(key.name, of_line)(key, cells_of_year(year), language)


def number_of(count: int | None) -> str:
    """Return a number as it is kept, or that it is not shown."""
    return pgettext("public table", "not shown") if count is None else str(count)


def label_of(cell: FigureCell, language: str) -> str:
    """Return the words of a row."""
    return str(getattr(cell, f"label_{language}"))


def of_line(key: Key, cells: Iterable[FigureCell], language: str) -> list[Row]:
    """Return one line of a figure: its rows with number and share."""
    shown = [cell for cell in cells if cell.figure == key.name and cell.dimension == key.dimension]
    rows = [plain(label_of(one, language), number_of(one.count), share(one)) for one in shown]
    rows = rows or [plain(gettext("no number of this table can be shown."))]
    number = pgettext("public table", "Number")
    return [
        plain(DIMENSIONS[key.dimension] if key.dimension else definitions()[key.name].names[language], number, "%"),
        *rows,
    ]


def share(cell: FigureCell) -> str:
    """Return a share as it is kept; blank where there is none."""
    return "" if cell.percent is None else str(cell.percent)


def of_totals(key: Key, cells: Iterable[FigureCell], language: str) -> list[Row]:
    """Return the totals of the year."""
    totals = [cell for cell in cells if not cell.dimension and not cell.part]
    rows = [plain(definitions()[one.figure].names[language], number_of(one.count)) for one in totals]
    return [plain(gettext("What is counted"), pgettext("public table", "Number")), *rows]


def of_terms(key: Key, cells: Iterable[FigureCell], language: str) -> list[Row]:
    """Return each term of the Court with how many ended, how many of them were kept, and the share."""
    shown = [cell for cell in cells if cell.figure == "terms"]
    kept = {cell.part: cell for cell in shown if cell.value == "kept"}
    rows = [
        plain(label_of(one, language), number_of(one.count), number_of(kept[one.part].count), share(kept[one.part]))
        for one in shown
        if not one.dimension and one.count and one.part in kept
    ]
    return [plain(gettext("Term"), pgettext("term", "Ended"), pgettext("term", "Kept"), "%"), *rows]


def of_days(key: Key, cells: Iterable[FigureCell], language: str) -> list[Row]:
    """Return the days of each stage."""
    shown = [cell for cell in cells if cell.figure == "days" and cell.count is not None]
    return [
        plain(gettext("Stage and measure"), gettext("Days")),
        *(plain(label_of(one, language), one.count) for one in shown),
    ]


def recommended(year: int, language: str) -> list[Row]:
    """Return what rulings adopted in the year ask for, of whom, by when."""
    rows = [
        [*plain(measure.what, measure.who or "—"), [due(measure)], [ruling_of(measure)]] for measure in of_year(year)
    ]
    return [plain(gettext("What must change"), gettext("Addressee"), gettext("By when"), gettext("Ruling")), *rows]


def followed(year: int, language: str) -> list[Row]:
    """Return what became of that which rulings of the year before asked for: the body's word, and what the Court confirmed."""
    rows = [[*plain(one.what, one.who or "—", *said(one)), [ruling_of(one)]] for one in of_year(year - 1)]
    head = (
        gettext("What must change"),
        gettext("Addressee"),
        gettext("The body says"),
        gettext("The Court has confirmed"),
    )
    return [plain(*head, gettext("Ruling")), *rows]


def of_year(year: int) -> list[Measure]:
    """Return the measures of published rulings that were adopted in a year."""
    return list(public_measures().filter(ruling__adopted_year=year).order_by("ruling__sort_day", "ruling", "position"))


def due(measure: Measure) -> Run:
    """Return by when; a dash where no term is known."""
    return {"text": court_date(measure.due_on) if measure.due_on else "—"}


def ruling_of(measure: Measure) -> Run:
    """Return the ruling, linked."""
    return {"text": measure.ruling.number or "→", "link": measure.ruling.public_path}


def said(measure: Measure) -> tuple[str, str]:
    """Return the newest stage the body told of, and the newest the Court confirmed; a dash where there is none."""
    newest = {step.says: str(Stage(step.stage).label) for step in measure.steps.all()}
    return newest.get(MeasureStep.Says.BODY, "—"), newest.get(MeasureStep.Says.COURT, "—")


TOGETHER: dict[str, Callable[[Key, Iterable[FigureCell], str], list[Row]]] = {
    TOTALS: of_totals,
    "terms": of_terms,
    "days": of_days,
}
MEASURES: dict[str, Callable[[int, str], list[Row]]] = {RECOMMENDED: recommended, FOLLOWED: followed}
