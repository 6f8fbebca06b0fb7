"""Pages by key: a page is what stands after or before a row, found by one row comparison that an index answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import DateField, Expression, F, Func, Model, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan

Row = TypeVar("Row", bound=Model)
PAGE = 30


@dataclass(frozen=True)
class Order:
    """An order of a list: by one column and the id, both the same way, so that one comparison finds every key."""

    column: str
    descending: bool
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str

    def columns(self, *, backwards: bool = False) -> tuple[str, str]:
        """Return what the rows are sorted by; `backwards`, from the last row to the first."""
        sign = "-" if self.descending != backwards else ""
        return f"{sign}{self.column}", f"{sign}pk"

    def key(self, row: Model) -> str:
        """Return the key of a row: what it is sorted by, and its id."""
        return f"{self.write(getattr(row, self.column))}~{row.pk}"

    def parsed(self, key: str) -> tuple[Any, int] | None:
        """Return what a key says; None for a word that is no key."""
        value, mark, number = key.rpartition("~")
        if not mark or not (number.isascii() and number.isdecimal()) or len(number) > 18:
            return None
        try:
            return self.read(value), int(number)
        except ValueError:
            return None

    def beyond(self, key: tuple[Any, int], *, backwards: bool) -> Expression:
        """Return the condition of the rows after `key`; `backwards`, before it."""
        lookup = LessThan if self.descending != backwards else GreaterThan
        return lookup(row_of(F(self.column), F("pk")), row_of(*(Value(part) for part in key)))  # type: ignore[no-any-return]


def row_of(*parts: Expression | F) -> Func:
    """Return SQL's ROW(...). Its type is of no matter: rows are only compared with rows."""
    return Func(*parts, function="ROW", output_field=DateField())


def read_instant(word: str) -> datetime:
    """Return an instant with its zone. Raises ValueError for a word that is none."""
    instant = datetime.fromisoformat(word)
    if instant.tzinfo is None:
        raise ValueError("an instant has a zone")
    return instant


def read_word(word: str) -> str:
    """Return a short word the database can hold. Raises ValueError for another."""
    if len(word) > 40 or not word.isprintable():
        raise ValueError("not a word of a key")
    return word


def by_day(column: str, *, descending: bool) -> Order:
    """Return the order by a column of days."""
    return Order(column, descending, date.fromisoformat, date.isoformat)


def by_instant(column: str, *, descending: bool) -> Order:
    """Return the order by a column of instants."""
    return Order(column, descending, read_instant, datetime.isoformat)


def by_word(column: str, *, descending: bool) -> Order:
    """Return the order by a column of short words."""
    return Order(column, descending, read_word)


@dataclass(frozen=True)
class Place:
    """Which page was asked for: what follows a key, what precedes one, or the last; none of them: the first."""

    after: str = ""
    before: str = ""
    last: bool = False

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Place:
        """Return the place an address names by `after`, `before` or `page=last`."""
        return cls(values.get("after", ""), values.get("before", ""), values.get("page") == "last")


PLACE_WORDS = frozenset({"after", "before", "page"})


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page: its rows in order, and how the pages beside it are asked for; None where there is none."""

    rows: list[Row]
    first: dict[str, str] | None = None
    previous: dict[str, str] | None = None
    following: dict[str, str] | None = None
    last: dict[str, str] | None = field(default=None)


def page_of(rows: QuerySet[Row], *, order: Order, place: Place, count: int | str = "") -> Page[Row]:
    """Return the page of `rows` at `place`; a key that cannot be read gives the first page.

    Where `count` says how many rows there are, of none nothing is asked (an order that is not the list's own would walk all
    others), and what fits on a page has no last one to look for.
    """
    if count == 0:
        return Page(rows=[])
    after, before = order.parsed(place.after), order.parsed(place.before)
    is_one_page = isinstance(count, int) and count <= PAGE
    if (place.last and not is_one_page) or before:
        page = backward(rows, order=order, before=before)
        if page is not None:
            return page
    found = rows.filter(order.beyond(after, backwards=False)) if after else rows
    chosen = list(found.order_by(*order.columns())[: PAGE + 1])
    more, shown = len(chosen) > PAGE, chosen[:PAGE]
    begun = after is not None
    return Page(
        rows=shown,
        first={} if begun else None,
        previous={"before": order.key(shown[0])} if begun and shown else None,
        following={"after": order.key(shown[-1])} if more else None,
        last={"page": "last"} if more else None,
    )


def backward(rows: QuerySet[Row], *, order: Order, before: tuple[Any, int] | None) -> Page[Row] | None:
    """Return the page that ends before a key, or the last one; None where that would begin with the first row."""
    found = rows.filter(order.beyond(before, backwards=True)) if before else rows
    chosen = list(found.order_by(*order.columns(backwards=True))[: PAGE + 1])
    if len(chosen) <= PAGE:
        return None
    shown = chosen[:PAGE][::-1]
    return Page(
        rows=shown,
        first={},
        previous={"before": order.key(shown[0])},
        following={"after": order.key(shown[-1])} if before else None,
        last={"page": "last"} if before else None,
    )
