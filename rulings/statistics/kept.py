"""From what was counted to what is public: small cells hidden, shares rounded, once and for page, file and API alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from rulings.models import CountedYear, FigureCell
from rulings.statistics.definitions import definitions
from rulings.statistics.labels import TOTAL, UNKNOWN, Named, Words, in_three, norms
from rulings.statistics.suppression import hidden_of, is_total_shown, percent_of, secret_order
from rulings.statistics.tables import Table

DAYS = "days"


def cells_of(
    year: CountedYear, tables: Iterable[Table], *, names: Mapping[str, Named], parts: Named, secret: str
) -> list[FigureCell]:
    """Return the public cells of a year's tables. `names` are the rows of each dimension, `parts` the terms' names.

    Of a year that is not over the totals alone: a table that grows from day to day would tell who came yesterday.
    """
    cells: list[FigureCell] = []
    for table in tables:
        if table.top:
            table = with_shown_grounds(table, told_grounds(cells), grounds=names["ground"])
        for cell in cells_of_table(year, table, names=names, parts=parts, secret=secret):
            cell.year, cell.position, cell.source = year, len(cells), table.source
            cells.append(cell)
    return cells


def told_grounds(cells: Iterable[FigureCell]) -> set[str]:
    """Return the grounds whose number is shown."""
    return {cell.value for cell in cells if cell.dimension == "ground" and cell.count is not None}


def with_shown_grounds(table: Table, shown: Collection[str], *, grounds: Named) -> Table:
    """Return a table without the pairs whose ground is not among the `shown`: their number would say how many it has at least."""
    top = [one for one in table.top if not one[1] or (one[1] if one[1] in grounds else "") in shown]
    return replace(table, top=top)


def cells_of_table(
    year: CountedYear, table: Table, *, names: Mapping[str, Named], parts: Named, secret: str
) -> Iterator[FigureCell]:
    """Yield the cells of one figure: the total, then its lines."""
    of_persons = definitions()[table.figure].of_persons
    if table.total is not None:
        shown = not of_persons or is_total_shown(table.total)
        words = parts[table.part] if table.part else in_three(TOTAL)
        yield cell(table, label=words, count=table.total if shown else None)
    if of_persons and not year.is_over:
        return
    unknown = in_three(UNKNOWN)
    for dimension, line in table.lines.items():
        full = filled(line, names[dimension])
        hidden: frozenset[str] = frozenset()
        if of_persons:
            order = secret_order(sorted(full), name=f"{year.year}|{dimension}|{table.part}", secret=secret)
            hidden = hidden_of(full, order)
        for value, count in full.items():
            kept = None if value in hidden else count
            percent = None if kept is None else percent_of(kept, table.total or 0)
            yield cell(
                table,
                dimension=dimension,
                value=value,
                label=names[dimension].get(value, unknown),
                count=kept,
                percent=percent,
            )
    if table.top:
        yield from cells_of_norms(table, grounds=names["ground"])
    for value, label in names[DAYS].items() if table.figure == DAYS else ():
        together = {language: f"{parts[table.part][language]}: {words}" for language, words in label.items()}
        yield cell(table, dimension=DAYS, value=value, label=together, count=table.days.get(value))


def cells_of_norms(table: Table, *, grounds: Named) -> Iterator[FigureCell]:
    """Yield the norms that come most often, with the ground where one is named."""
    known = norms(norm for norm, _ground, _count in table.top)
    for norm, ground, count in table.top:
        place, words = known[norm]
        if ground:
            words = {
                language: f"{cited} — {grounds.get(ground, grounds[''])[language]}" for language, cited in words.items()
            }
        yield cell(table, dimension="norm", value=":".join(filter(None, [place, ground])), label=words, count=count)


def cell(
    table: Table, *, label: Words, count: int | None, dimension: str = "", value: str = "", percent: int | None = None
) -> FigureCell:
    """Return one cell, unsaved."""
    return FigureCell(
        figure=table.figure,
        part=table.part,
        dimension=dimension,
        value=value,
        count=count,
        percent=percent,
        **{f"label_{language}": words[:400] for language, words in label.items()},
    )


def filled(line: Mapping[str, int], names: Named) -> dict[str, int]:
    """Return a line with every row its dimension has, noughts too; what has no row stands under “not known”.

    A row that is left out would say of a line that is hidden whole that it is nought.
    """
    full = dict.fromkeys(names, 0)
    for value, count in line.items():
        row = value if value in names else ""
        full[row] = full.get(row, 0) + count
    return full
