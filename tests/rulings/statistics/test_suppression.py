"""Nothing under five follows from what is published: the subtraction is tried, by who knows the rule and by algebra."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from courtcase.law.models import Provision
from rulings.models import CountedYear, FigureCell
from rulings.statistics.kept import cells_of
from rulings.statistics.labels import Named
from rulings.statistics.suppression import LEAST_SHOWN, hidden_of, percent_of
from rulings.statistics.tables import Table

LINES = some.lists(some.integers(0, 11), min_size=1, max_size=4) | some.lists(
    some.integers(0, 2), min_size=5, max_size=6
)
GRIDS = some.integers(1, 5).flatmap(
    lambda width: some.lists(some.lists(some.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=5)
)


def named(count: int) -> Named:
    """Return rows for a dimension of so many values."""
    return {str(number): dict.fromkeys(("kk", "ru", "en"), "row") for number in range(count)}


def published(grid: list[list[int]], secret: str) -> list[FigureCell]:
    """Return what is published of a table whose two lines, by quarter and by area, split the same petitions."""
    lines = {
        "quarter": {str(place): sum(row) for place, row in enumerate(grid)},
        "area": {str(place): sum(column) for place, column in enumerate(zip(*grid, strict=True))},
    }
    names = {"quarter": named(len(grid)), "area": named(len(grid[0])), "days": {}}
    table = Table(figure="received", total=sum(map(sum, grid)), lines=lines)
    year = CountedYear(year=2025, is_over=True, counted_at=datetime(2026, 1, 20, tzinfo=UTC))
    return cells_of(year, [table], names=names, parts={}, secret=secret)


def determined(cells: list[FigureCell]) -> list[FigureCell]:
    """Return the hidden cells whose value follows from the published ones and from lines adding up to their total."""
    total = next(cell for cell in cells if not cell.dimension)
    unknown = [cell for cell in cells if cell.count is None]
    rows = []
    for dimension in {cell.dimension for cell in cells} - {""}:
        # The hidden ones of a line, less the total where that is hidden too, are what the shown ones leave.
        rows.append([Fraction((one.dimension == dimension) - (one is total)) for one in unknown])
    pivots: dict[int, list[Fraction]] = {}
    for row in rows:
        for place, pivot in pivots.items():
            row = [value - row[place] * other for value, other in zip(row, pivot, strict=True)]
        lead = next((place for place, value in enumerate(row) if value), None)
        if lead is None:
            continue
        row = [value / row[lead] for value in row]
        pivots = {
            place: [value - pivot[lead] * other for value, other in zip(pivot, row, strict=True)]
            for place, pivot in pivots.items()
        }
        pivots[lead] = row
    return [unknown[place] for place, row in pivots.items() if sum(1 for value in row if value) == 1]


@settings(max_examples=150, deadline=None)
@given(grid=GRIDS, secret=some.text(min_size=1, max_size=4))
def test_no_algebra_gives_a_hidden_number(grid: list[list[int]], secret: str) -> None:
    cells = published(grid, secret)
    assert all(cell.count is None or cell.count == 0 or cell.count >= LEAST_SHOWN for cell in cells)
    assert determined(cells) == []


@settings(max_examples=25, deadline=None)
@given(counts=LINES)
def test_who_knows_the_rule_learns_not_which_it_is(counts: list[int]) -> None:
    names = [str(number) for number in range(len(counts))]
    line = dict(zip(names, counts, strict=True))
    hidden = hidden_of(line, names)
    # Whichever order the secret gives: those in which what is hidden comes first are all that could have hidden it.
    orders = [(*order, *(line.keys() - hidden)) for order in permutations(sorted(hidden))]
    total = sum(counts)
    if not hidden or total < LEAST_SHOWN:
        assert hidden == (frozenset(names) if 0 < total < LEAST_SHOWN else frozenset())
        return
    rest = sum(line[name] for name in hidden)
    possible: dict[str, set[int]] = {name: set() for name in hidden}
    for guess in product(range(rest + 1), repeat=len(hidden)):
        if sum(guess) == rest:
            guessed = line | dict(zip(sorted(hidden), guess, strict=True))
            if any(hidden_of(guessed, order) == hidden for order in orders):
                for name in hidden:
                    possible[name].add(guessed[name])
    # Where something is shown beside them each may be any small number; where nothing is, at least one or another.
    for name, values in possible.items():
        assert len(values) > 1 if len(hidden) == len(line) else values >= set(range(1, LEAST_SHOWN)), (line, name)


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["a", "b", "c", "d"])
def test_a_pair_tells_nothing_of_a_ground_that_is_hidden(secret: str) -> None:
    norm = Provision.objects.filter(level="article")[0].pk
    names = {"ground": named(4) | {"": dict.fromkeys(("kk", "ru", "en"), "not known")}}
    line = {"0": 3, "1": 9, "2": 40, "3": 8, "superseded": 7}
    tables = [
        Table(figure="grounds", total=sum(line.values()), lines={"ground": line}),
        Table(figure="clusters", total=None, top=[(norm, ground, line[ground]) for ground in list(line)[1:]]),
        Table(figure="contested", total=None, top=[(norm, "", 30)]),
    ]
    year = CountedYear(year=2025, is_over=True, counted_at=datetime(2026, 1, 20, tzinfo=UTC))
    cells = cells_of(year, tables, names=names, parts={}, secret=secret)
    shown = {cell.value or "superseded" for cell in cells if cell.dimension == "ground" and cell.count}
    assert {"0"} < set(line) - shown
    assert {cell.value.rpartition(":")[2] for cell in cells if cell.figure == "clusters"} == shown
    assert [cell.count for cell in cells if cell.figure == "contested"] == [30]


def year_of(*, is_over: bool = True) -> CountedYear:
    """Return a year that is over, or not."""
    return CountedYear(year=2025, is_over=is_over, counted_at=datetime(2026, 1, 20, tzinfo=UTC))


@settings(max_examples=150, deadline=None)
@given(counts=some.lists(some.integers(0, 30), min_size=1, max_size=5), fewer=some.integers(0, 9))
def test_no_few_returns_with_several_grounds_follow(counts: list[int], fewer: int) -> None:
    """Grounds less returns is how many grounds were named besides: it is not to be worked out where it is 1 to 4."""
    line = {str(place): count for place, count in enumerate(counts)}
    returns = max(0, sum(counts) - fewer)
    names = {"ground": named(len(counts)), "quarter": named(1), "days": {}}
    tables = [
        Table(figure="returned", total=returns, lines={"quarter": {"0": returns}}),
        Table(figure="grounds", total=sum(counts), lines={"ground": line}),
    ]
    cells = cells_of(year_of(), tables, names=names, parts={}, secret="s")
    told = {(cell.figure, cell.dimension, cell.value): cell for cell in cells}
    shown = [cell.count for cell in cells if cell.dimension == "ground"]
    sums = [sum(count or 0 for count in shown)] if None not in shown else []
    total = told.get(("grounds", "", ""))
    if total is not None and total.count is not None:
        sums.append(total.count)
    if told["returned", "", ""].count:
        assert all(one - returns not in range(1, LEAST_SHOWN) for one in sums), (line, returns)
    if total is None:
        assert all(cell.percent is None for cell in cells if cell.dimension == "ground")


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "is_told"), [(40, True), (38, False), (37, False), (35, True)])
def test_no_norm_leaves_a_small_rest(count: int, is_told: bool) -> None:
    norm = Provision.objects.filter(level="article", act__area__isnull=False).select_related("act__area")[0]
    area = norm.act.area.code if norm.act.area else ""
    names = {"area": {area: named(1)["0"], "other": named(1)["0"]}, "ground": named(1) | {"": named(1)["0"]}}

    def told(received: dict[str, int]) -> set[str]:
        tables = [
            Table(figure="received", total=sum(received.values()), lines={"area": received}),
            Table(figure="returned", total=sum(received.values()), lines={"area": received}),
            Table(figure="grounds", total=sum(received.values()), lines={"ground": {"0": sum(received.values())}}),
            Table(figure="contested", total=None, top=[(norm.pk, "", count)]),
            Table(figure="clusters", total=None, top=[(norm.pk, "0", count)]),
        ]
        cells = cells_of(year_of(), tables, names=names, parts={}, secret="s")
        return {cell.figure for cell in cells if cell.dimension == "norm"}

    # A rest of all that came, then a rest of the area in which the norm stands: one petition in it is another's.
    assert told({area: 40, "other": 0}) == ({"contested", "clusters"} if is_told else set())
    assert told({area: 40, "other": 60}) == ({"contested", "clusters"} if is_told else set())
    # The area is hidden, to hide another beside it: the norm would say how many it holds at least.
    assert told({area: 41, "other": 2}) == set()


@given(total=some.integers(0, 300), came=some.integers(1, 9))
def test_the_totals_of_two_days_tell_not_how_many_came_between(total: int, came: int) -> None:
    first, second = (
        next(cells_of_table_so_far(one)).count for one in (total, total + came)
    )  # fmt: skip
    assert second is None or first is None or (second - first) % 10 == 0
    assert first != total or total % 10 == 0


def cells_of_table_so_far(total: int) -> Iterator[FigureCell]:
    """Yield what is told of a year that is not over."""
    table = Table(figure="received", total=total, lines={"quarter": {"0": total}})
    yield from cells_of(year_of(is_over=False), [table], names={"quarter": named(1)}, parts={}, secret="s")


@pytest.mark.parametrize(("count", "total", "percent"), [(1, 8, 13), (5, 200, 3), (1, 3, 33), (7, 7, 100), (0, 0, 0)])
def test_shares_are_rounded_one_way(count: int, total: int, percent: int) -> None:
    assert percent_of(count, total) == percent


@pytest.mark.parametrize(
    "counts", [(0, 1, 9), (0, 0, 3, 8), (0, 2, 2, 7), (0, 4, 6), (0, 0, 1, 1, 8), (0, 3, 3, 4), (5, 0, 1, 12)]
)
def test_a_nought_that_is_shown_leaves_a_hidden_small_number_any_from_one_to_four(counts: tuple[int, ...]) -> None:
    """Who reads the noughts, the total and the rule still fills the hidden cells in ways that make each small one anything."""
    line = {str(place): count for place, count in enumerate(counts)}
    hidden = hidden_of(line, sorted(line))
    assert hidden == {name for name in hidden if line[name]}, "the noughts of this line are shown"
    orders = [[*order, *(line.keys() - hidden)] for order in permutations(sorted(hidden))]
    possible: dict[str, set[int]] = {name: set() for name in hidden}
    for guess in product(range(1, sum(counts) + 1), repeat=len(hidden)):
        guessed = line | dict(zip(sorted(hidden), guess, strict=True))
        if sum(guessed.values()) == sum(counts) and any(hidden_of(guessed, order) == hidden for order in orders):
            for name in hidden:
                possible[name].add(guessed[name])
    assert all({1, 2, 3, 4} <= possible[name] for name in hidden)
