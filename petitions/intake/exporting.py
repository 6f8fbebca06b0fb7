"""A list of petitions as a file: which rows the filters leave, in which order, and written as a table or a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import QueryDict
from openpyxl import Workbook

from courtcase.keys.operations import SealBroken, open_json, seal_json
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from petitions import access
from petitions.blocking import standing
from petitions.content import open_content, petitioners_of
from petitions.filters import Narrowing
from petitions.intake import archive as closed
from petitions.intake import queries
from petitions.intake.columns import NAMES, Cell, Column, Words, in_file, words_of
from petitions.intake.filters import ArchiveFilter, QueueFilter, lists_on
from petitions.intake.keyset import PLACE_WORDS, Order
from petitions.models import ListExport, ListExportPart, Petition, PetitionVersion
from petitions.tables import text_cell, written

VIEW_OF = {ListExport.Source.QUEUE: "queue.view", ListExport.Source.ARCHIVE: "archive.view"}
Cells = list[Cell]
# The part that holds which petitions the file has, in its order.
ORDER_PART = 0


@dataclass(frozen=True)
class Listed:
    """A list as an address narrows it: its rows, their order, the filters, and the view, which the archive has none of."""

    filters: Narrowing
    rows: QuerySet[Any]
    order: Order
    words: Words
    view: str

    @property
    def narrowed_by(self) -> list[str]:
        """Return the names of the filters that are set, without what they are set to."""
        given = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        return sorted(name for name, value in given.items() if value)


def may_see(source: str, *, actor: Actor, at: datetime) -> bool:
    """Say whether there is a list of this name that the actor may see."""
    return source in VIEW_OF and may(actor, VIEW_OF[ListExport.Source(source)], at)


def as_kept(query: QueryDict) -> str:
    """Return what an address says of a list, without the page."""
    return urlencode([(name, value) for name, value in parse_qsl(query.urlencode()) if name not in PLACE_WORDS])


def listed(source: str, query: str, *, actor: Actor, at: datetime) -> Listed:
    """Return the list that an address names, of what the actor may see at `at`, with words in the active language."""
    given, lists = QueryDict(query), lists_on(court_day(at), me=actor.account)
    words = words_of(lists)
    if source == ListExport.Source.ARCHIVE:
        filters: Narrowing = ArchiveFilter(given, queryset=closed.archive(actor, at), lists=lists)
        order = closed.ORDERS.get(given.get("order", ""), closed.ORDERS["newest"])
        return Listed(filters, closed.as_shown(filters.found), order, words, "")
    asking = queries.Asking(actor=actor, at=at)
    view = given.get("view", "")
    view = view if view in queries.VIEWS else "mine"
    rows = queries.in_view(queries.queue(asking), view, asking)
    filters = QueueFilter(given, queryset=rows, lists=lists)
    order = queries.ORDERS.get(given.get("order", ""), queries.ORDERS["urgency"])
    return Listed(filters, queries.as_shown(filters.found), order, words, view)


def leaving(listed: Listed) -> QuerySet[Any]:
    """Return the rows of the list that may leave in a file: those of petitions whose data is not blocked."""
    return listed.rows.filter(~standing("petition"))


def ids_of(listed: Listed, *, most: int) -> list[int]:
    """Return the ids of the list's petitions in its order, `most` of them at most, in one statement."""
    return list(listed.rows.order_by(*listed.order.columns()).values_list("petition_id", flat=True)[:most])


def rows_of(listed: Listed, petitions: Sequence[int]) -> list[Any]:
    """Return the rows of these petitions (ids) in their order, wherever in the list they stand by now; not those that left it."""
    found = {row.petition_id: row for row in listed.rows.filter(petition__in=petitions)}
    return [found[pk] for pk in petitions if pk in found]


def named(petitions: Sequence[int], *, actor: Actor, at: datetime) -> tuple[list[Petition], dict[int, str]]:
    """Return those of the petitions that the actor may read, and by their ids the names of who petitions."""
    found = list(access.petitions_for(actor, "petition.read", at).filter(pk__in=petitions).select_related("data_key"))
    is_open = ExpressionWrapper(Q(frozen_at=None), output_field=BooleanField())
    versions = PetitionVersion.objects.filter(petition__in=found).annotate(is_open=is_open)
    told = versions.order_by("petition_id", "is_open", "-number").distinct("petition_id")
    by_petition = {version.petition_id: version for version in told}
    return found, {one.pk: names_in(one, by_petition.get(one.pk)) for one in found}


def names_in(petition: Petition, version: PetitionVersion | None) -> str:
    """Return the names of who petitions as written; nothing where the words are gone."""
    try:
        people = petitioners_of(open_content(petition, version)) if version is not None else []
    except SealBroken:
        return ""
    return "; ".join(one.get("full_name", "") for one in people)


def cells_of(row: Any, columns: Iterable[Column], words: Words) -> Cells:
    """Return what stands in a row's cells."""
    return [column.cell(row, words) for column in columns]


def keep_part(export: ListExport, number: int, lines: list[Cells]) -> None:
    """Keep a piece of the file sealed: of each row the cells, days as {"day": ISO}."""
    kept = [[{"day": one.isoformat()} if isinstance(one, date) else one for one in cells] for cells in lines]
    sealed = seal_json(export.data_key, kept, purpose=part_purpose(export, number))
    ListExportPart.objects.create(export=export, number=number, sealed_rows=sealed)


def kept_order(export: ListExport, listed: Listed, *, most: int) -> list[int]:
    """Return the ids of the petitions of a file, in its order: read once, and kept sealed as the part before the first.

    Rows are then read by id, so that one that moves in the list meanwhile is neither missed nor read twice.
    """
    purpose = part_purpose(export, ORDER_PART)
    part = export.parts.filter(number=ORDER_PART).first()
    if part is not None:
        kept: list[int] = open_json(export.data_key, bytes(part.sealed_rows), purpose=purpose)
        return kept
    found = ids_of(replace(listed, rows=leaving(listed)), most=most)
    sealed = seal_json(export.data_key, found, purpose=purpose)
    ListExportPart.objects.create(export=export, number=ORDER_PART, sealed_rows=sealed)
    return found


def part_purpose(export: ListExport, number: int) -> str:
    """Return what a piece is bound to."""
    return f"list_export:{export.public_id}:{number}"


def lines_of(export: ListExport) -> Iterator[Cells]:
    """Yield the lines of all pieces in order."""
    for part in export.parts.exclude(number=ORDER_PART).order_by("number").iterator(chunk_size=1):
        purpose = part_purpose(export, part.number)
        for cells in open_json(export.data_key, bytes(part.sealed_rows), purpose=purpose):
            yield [date.fromisoformat(one["day"]) if isinstance(one, dict) else one for one in cells]


def head_of(export: ListExport) -> list[str]:
    """Return the heads of the columns in the active language."""
    names = [str(NAMES)] if export.with_names else []
    return [str(column.label) for column in in_file(export.source, export.columns)] + names


def made_file(export: ListExport) -> IO[bytes]:
    """Return a temporary file with the whole list, at its beginning; whoever asked closes it."""
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115  the caller closes it
    write = write_workbook if export.file_format == ListExport.Format.XLSX else write_table
    write(file, head_of(export), lines_of(export))
    return file


def write_table(file: IO[bytes], head: Sequence[str], lines: Iterable[Cells]) -> None:
    """Write a CSV file line by line."""
    for line in written(head, lines):
        file.write(line.encode("utf-8", "replace"))


def write_workbook(file: IO[bytes], head: Sequence[str], lines: Iterable[Cells]) -> None:
    """Write an XLSX file row by row: the library keeps none of them."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([text_cell(sheet, one) for one in head])
    for line in lines:
        sheet.append([one if isinstance(one, date) else text_cell(sheet, one) for one in line])
    book.save(file)
