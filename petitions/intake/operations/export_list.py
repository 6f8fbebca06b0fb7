"""A list of petitions taken as a file: asked for, read piece by piece by jobs, made, kept three days."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from courtcase.documents.operations import remove_document, store_sealed
from courtcase.keys.operations import new_data_key, open_json, seal_json
from courtcase.law.keeping import over_before
from courtcase.notices.operations import owe_job
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.operations.recording import record_account
from courtcase.people.permissions import may
from courtcase.register.operations import record_reads
from petitions.filing.exporting import seal_file
from petitions.intake.columns import chosen_by, in_file
from petitions.intake.exporting import (
    cells_of,
    keep_part,
    kept_order,
    leaving,
    listed,
    made_file,
    may_see,
    named,
    rows_of,
)
from petitions.models import ListExport

ACTION = "list.export"
JOB = "petitions.export_list"
QUERY = "list_export.query"
MOST_ROWS = 100_000  # a workbook of so many takes a worker half a minute
PIECE = 1_000
A_DAY_AT_MOST = 20
KEPT = timedelta(days=3)
LARGEST = 1024**3


@operation
def ask_list_export(
    *, source: str, query: str, file_format: str, with_names: bool, language: str, actor: Actor, at: datetime
) -> ListExport:
    """Owe a list as a file; `query` is its view, filters and order as an address says them. It is recorded who asks for what.

    Raises NotAllowed, and OperationError for an empty list, one too long, and the twenty-first in a day.
    """
    account = actor.signed_in
    if not may(actor, ACTION, at) or not may_see(source, actor=actor, at=at):
        raise NotAllowed()
    found = listed(source, query, actor=actor, at=at)
    expected = leaving(found).order_by()[: MOST_ROWS + 1].count()
    if expected == 0:
        raise OperationError(_("The list is empty: there is nothing to take."))
    if expected > MOST_ROWS:
        raise OperationError(_("The list is longer than 100 000 lines. Narrow it by the filters, and ask again."))
    if ListExport.objects.filter(asked_by=account, asked_at__gt=at - timedelta(days=1)).count() >= A_DAY_AT_MOST:
        raise OperationError(_("Twenty files in a day are enough. Ask again tomorrow."), code="too_many")
    data_key = new_data_key(at=at)
    export = ListExport.objects.create(
        asked_by=account,
        source=source,
        file_format=file_format,
        with_names=with_names,
        language=language,
        columns=[column.name for column in chosen_by(account, source)],
        data_key=data_key,
        sealed_query=seal_json(data_key, query, purpose=QUERY),
        expected=expected,
        asked_at=at,
    )
    facts = {"list": source, "view": found.view, "narrowed_by": ",".join(found.narrowed_by), "rows": expected}
    told = {**facts, "format": file_format, "with_names": with_names}
    record_account(account=account, event="list.export_asked", actor=actor, at=at, body=told)
    owe_piece(export, 1)
    return export


def owe_piece(export: ListExport, number: int) -> None:
    """Owe the reading of a piece, or the making of the file after the last one."""
    owe_job(
        kind=JOB, subject=None, key=f"{JOB}:{export.public_id}:{number}", body={"export": export.pk, "piece": number}
    )


@operation
def make_piece(*, export_id: int, number: int, actor: Actor, at: datetime) -> ListExport | None:
    """Read the next piece of a list and owe the one after it; where none is left, make the file.

    Each piece is a transaction of its own: a worker that dies loses one. A piece that was read already is let be.
    Whoever asked and may not see the list any more gets none.
    """
    found = ListExport.objects.select_for_update(of=("self",)).select_related("asked_by__subject", "data_key")
    export = found.filter(pk=export_id).first()
    if export is None or export.ready_at is not None or export.parts.filter(number__gte=number).exists():
        return export
    asker = Actor.of(export.asked_by)
    if not may(asker, ACTION, at) or not may_see(export.source, actor=asker, at=at):
        return ended(export, at=at)
    with override(export.language):
        if read_piece(export, number, asker=asker, at=at):
            owe_piece(export, number + 1)
            return export
        return finished(export, at=at)


def read_piece(export: ListExport, number: int, *, asker: Actor, at: datetime) -> bool:
    """Read the next of the list's petitions into a piece; return whether there were any."""
    query = open_json(export.data_key, bytes(export.sealed_query), purpose=QUERY)
    # As of the asking, so that "overdue" means the same for the first row and the last.
    source = listed(export.source, query, actor=asker, at=export.asked_at)
    first = (number - 1) * PIECE
    petitions = kept_order(export, source, most=MOST_ROWS)[first : first + PIECE]
    if not petitions:
        return False
    columns = in_file(export.source, export.columns)
    rows = {row.petition_id: cells_of(row, columns, source.words) for row in rows_of(source, petitions)}
    if export.with_names:
        read, names = named(list(rows), actor=asker, at=at)
        record_reads(subjects=[one.subject_id for one in read], place=ACTION, actor=asker, at=at)
        rows = {pk: [*cells, names.get(pk, "")] for pk, cells in rows.items()}
    keep_part(export, number, list(rows.values()))
    export.rows += len(rows)
    export.save(update_fields=["rows"])
    return True


def finished(export: ListExport, *, at: datetime) -> ListExport:
    """Make the file of the pieces, sealed, and let the pieces go."""
    with made_file(export) as file:
        export.size = file.tell()
        file.seek(0)
        export.document = store_sealed(
            pieces=seal_file(file, export),
            limit=LARGEST,
            filename="list.bin",
            subject=export.asked_by.subject,
            kind="list_export",
            actor=Actor.of(export.asked_by),
            at=at,
        )
    return ended(export, at=at)


def ended(export: ListExport, *, at: datetime) -> ListExport:
    """Let the pieces go and say that nothing more is done."""
    export.parts.all().delete()
    export.ready_at = at
    export.save(update_fields=["document", "size", "ready_at"])
    return export


@operation
def take_list_export(*, export: ListExport, actor: Actor, at: datetime) -> ListExport:
    """Record that a file is downloaded by whoever asked for it, for three days. Raises NotAllowed, WrongState."""
    locked = ListExport.objects.select_for_update(of=("self",)).select_related("document", "data_key").get(pk=export.pk)
    allowed = may(actor, ACTION, at) and may_see(locked.source, actor=actor, at=at)
    if actor.account is None or actor.account.pk != locked.asked_by_id or not allowed:
        raise NotAllowed()
    if locked.ready_at is None:
        raise WrongState(_("The file is still being made. Come back in a minute."))
    if locked.document is None or locked.ready_at < at - KEPT:
        raise WrongState(_("This file is gone: its three days are over. Ask for a new one."))
    locked.taken_at = at
    locked.save(update_fields=["taken_at"])
    facts = {"list": locked.source, "rows": locked.rows, "format": locked.file_format, "with_names": locked.with_names}
    record_account(account=actor.account, event="list.export_taken", actor=actor, at=at, body=facts)
    return locked


@operation
def forget_list_exports(*, actor: Actor, at: datetime) -> int:
    """Delete the files of lists whose time is over by the table, and pieces of those never finished; return how many."""
    before = over_before("export", at)
    if before is None:
        return 0
    over = Q(ready_at__lt=before, document__isnull=False) | Q(ready_at=None, asked_at__lt=before, parts__isnull=False)
    old = ListExport.objects.filter(over).values("pk")
    found = list(ListExport.objects.select_for_update(of=("self",)).filter(pk__in=old))
    for export in found:
        document = export.document
        export.document = None
        ended(export, at=export.ready_at or at)
        if document is not None:
            remove_document(document=document, actor=actor, at=at)
    return len(found)
