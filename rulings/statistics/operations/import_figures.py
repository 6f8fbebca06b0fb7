from __future__ import annotations

from datetime import datetime
from typing import TextIO

from django.utils.translation import gettext_lazy as _

from courtcase.operations import WrongState, operation
from courtcase.people.actors import Actor
from rulings.models import CountedYear, YearOrigin
from rulings.statistics.importing import FileRefused, tables_in
from rulings.statistics.labels import NAMED, parts
from rulings.statistics.operations.keep_year import locked, replace
from rulings.statistics.tables import Table


@operation
def import_figures(*, file: TextIO, actor: Actor, at: datetime) -> list[CountedYear]:
    """Bring over the figures of earlier registers: the same tables as counted ones, each year marked, small cells hidden.

    A file brought again takes the place of the one before. Returns the years. Raises FileRefused, NotAllowed, and
    WrongState for a year that is counted from this register: the two are never added.
    """
    kept = []
    for year, tables in tables_in(file).items():
        refuse_unknown(year, tables)
        known = locked(year)
        if known is not None and known.origin == YearOrigin.COUNTED:
            raise WrongState(
                _("The figures of %(year)s are counted from this register; nothing is added to them.") % {"year": year}
            )
        kept.append(replace(year=year, tables=tables, origin=YearOrigin.IMPORTED, over=True, actor=actor, at=at))
    return kept


def refuse_unknown(year: int, tables: list[Table]) -> None:
    """Raise FileRefused where a table names a term or a row that nothing here is called by."""
    known = {dimension: made() for dimension, made in NAMED.items()}
    terms = parts()
    for table in tables:
        if table.part and table.part not in terms:
            raise FileRefused(f"{year}, {table.figure}: no term is called {table.part!r}.")
        for dimension, line in {**table.lines, "days": table.days}.items():
            if unknown := sorted(line.keys() - known[dimension].keys()):
                raise FileRefused(f"{year}, {table.figure}: {dimension} has no row {unknown[0]!r}.")
