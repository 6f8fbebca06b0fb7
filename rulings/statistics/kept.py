"""From what was counted to what is public: small cells hidden, shares rounded, once and for page, file and API alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from courtcase.law.models import Provision
from rulings.models import CountedYear, FigureCell
from rulings.statistics.definitions import definitions
from rulings.statistics.labels import TOTAL, UNKNOWN, Named, Words, in_three, norms
from rulings.statistics.suppression import (
    hidden_of,
    is_rest_shown,
    is_total_shown,
    percent_of,
    secret_order,
    so_far,
    veiled,
)
from rulings.statistics.tables import Table

DAYS = "days"
# What is told so far: by figure, dimension and value.
Told = Mapping[tuple[str, str, str], int | None]


def cells_of(
    year: CountedYear, tables: Iterable[Table], *, names: Mapping[str, Named], parts: Named, secret: str
) -> list[FigureCell]:
    """Return the public cells of a year's tables. `names` are the rows of each dimension, `parts` the terms' names.

    Of a year that is not over the totals alone: a table that grows from day to day would tell who came yesterday.
    """
    cells: list[FigureCell] = []
    for table in tables:
        if table.top:
            table = with_safe_norms(table, told(cells), grounds=names["ground"])
        table = replace(table, veiled=leaves_few(table, told(cells)))
        for cell in cells_of_table(year, table, names=names, parts=parts, secret=secret):
            cell.year, cell.position, cell.source = year, len(cells), table.source
            cells.append(cell)
    return cells


def told(cells: Iterable[FigureCell]) -> Told:
    """Return what the public cells so far say, by figure, dimension and value; None: it is not shown."""
    return {(cell.figure, cell.dimension, cell.value): cell.count for cell in cells if not cell.part}


def leaves_few(table: Table, known: Told) -> bool:
    """Say whether the grounds named are a few more than the returns: their sum would tell how many returns named several."""
    returns = known.get(("returned", "", ""))
    return table.figure == "grounds" and bool(returns) and not is_rest_shown(returns or 0, table.total or 0)


def with_safe_norms(table: Table, known: Told, *, grounds: Named) -> Table:
    """Return a table without the norms whose number would tell something of a hidden cell, or leave a small rest of a shown one.

    A pair is a part of its ground, a norm of all that came; and what contests a norm mostly stands in the area of its act.
    """
    areas = areas_of(norm for norm, _ground, _count in table.top)
    figure = "returned" if table.figure == "clusters" else "received"

    def wholes(norm: int, ground: str) -> list[int | None]:
        places = [(figure, "", ""), (figure, "area", areas.get(norm, ""))]
        if ground:
            places.append(("grounds", "ground", ground if ground in grounds else ""))
        return [known[place] for place in places if place in known]

    def is_safe(norm: int, ground: str, count: int) -> bool:
        return all(whole is not None and is_rest_shown(count, whole) for whole in wholes(norm, ground))

    return replace(table, top=[one for one in table.top if is_safe(*one)])


def areas_of(found: Iterable[int]) -> dict[int, str]:
    """Return the area of law of the acts of norms (ids), by the norm; norms of an act without one are left out."""
    rows = Provision.objects.filter(pk__in=set(found), act__area__isnull=False)
    return dict(rows.values_list("pk", "act__area__code"))


def cells_of_table(
    year: CountedYear, table: Table, *, names: Mapping[str, Named], parts: Named, secret: str
) -> Iterator[FigureCell]:
    """Yield the cells of one figure: the total, then its lines."""
    of_persons = definitions()[table.figure].of_persons
    if table.total is not None and not table.veiled:
        words = parts[table.part] if table.part else in_three(TOTAL)
        yield cell(table, label=words, count=shown_total(table.total, year) if of_persons else table.total)
    if of_persons and not year.is_over:
        return
    unknown = in_three(UNKNOWN)
    for dimension, line in table.lines.items():
        full = filled(line, names[dimension])
        hidden: frozenset[str] = frozenset()
        if of_persons:
            order = secret_order(sorted(full), name=f"{year.year}|{dimension}|{table.part}", secret=secret)
            hidden = veiled(full, hidden_of(full, order), order) if table.veiled else hidden_of(full, order)
        for value, count in full.items():
            kept = None if value in hidden else count
            percent = None if kept is None or table.veiled else percent_of(kept, table.total or 0)
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


def shown_total(total: int, year: CountedYear) -> int | None:
    """Return a total of persons as it is told: of a year that is not over in whole tens; None: it is not."""
    if not year.is_over:
        return so_far(total)
    return total if is_total_shown(total) else None


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
