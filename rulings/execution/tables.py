"""The measures of a body as one workbook. A cell is only ever text or a day."""

from __future__ import annotations

from datetime import date
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext
from openpyxl import Workbook

from petitions.tables import text_cell
from rulings.execution.queries import MeasureLine, measure_line
from rulings.models import Measure, MeasureStep
from rulings.wording import heading_of

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_workbook(file: IO[bytes], found: QuerySet[Measure], *, today: date, language: str) -> None:
    """Write measures to an XLSX file row by row, in the active language, as they stand on the legal day `today`."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([text_cell(sheet, one) for one in head()])
    for measure in found.iterator(chunk_size=200):
        cells = cells_of(measure_line(measure, today), language)
        sheet.append([one if isinstance(one, date) else text_cell(sheet, one) for one in cells])
    book.save(file)


def head() -> list[str]:
    """Return the heads of the columns in the active language."""
    return [
        gettext("Ruling"),
        gettext("Measure"),
        gettext("Kind"),
        gettext("Answers"),
        gettext("Last day"),
        gettext("First term"),
        gettext("Stage"),
        gettext("The body says"),
        gettext("Act"),
    ]


def cells_of(line: MeasureLine, language: str) -> list[str | date | None]:
    """Return what stands in the cells of a measure."""
    measure = line.measure
    last = next((step for step in reversed(line.said) if step.says == MeasureStep.Says.BODY), None)
    act = measure.resulting_act.named(language) if measure.resulting_act else measure.resulting_words
    return [
        heading_of(measure.ruling, language),
        measure.what,
        str(measure.get_kind_display()),
        measure.who,
        measure.due_on,
        measure.first_due_on,
        str(line.label),
        f"{last.get_stage_display()}. {last.note}".strip() if last else None,
        act,
    ]
