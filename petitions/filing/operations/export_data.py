"""A copy of everything held about a petition or an account: asked for, made by a job, taken once, forgotten."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courtcase.documents.operations import remove_document, store_sealed
from courtcase.keys.operations import new_data_key
from courtcase.law.keeping import over_before
from courtcase.notices.operations import owe_job
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.permissions import may
from courtcase.register.models import Subject
from courtcase.register.operations import record
from courtcase.register.queries import held_subjects
from petitions import access
from petitions.filing.exporting import seal_file, write_zip
from petitions.models import DataExport, Petition
from petitions.steps import lock_petition
from petitions.workflow import State

JOB = "petitions.export"
A_DAY_AT_MOST = 3
KEPT = timedelta(days=3)
LARGEST = 4 * 1024**3


@operation
def ask_petition_export(*, petition: Petition, language: str, actor: Actor, at: datetime) -> DataExport:
    """Owe a copy of everything held about a petition. Raises NotAllowed, and OperationError for the fourth in a day."""
    locked = lock_petition(petition=petition)
    if not access.may(actor, "petition.export", locked, at) or locked.state == State.DRAFT:
        raise NotAllowed()
    require_few(DataExport.objects.filter(petition=locked, asked_at__gt=at - timedelta(days=1)).count())
    export = DataExport.objects.create(petition=locked, language=language, data_key=locked.data_key, asked_at=at)
    record(subject=locked.subject, event="petition.export_asked", actor=actor, at=at)
    return owed(export, locked.subject)


@operation
def ask_account_export(*, account: Account, language: str, actor: Actor, at: datetime) -> DataExport:
    """Owe a copy of everything held about one's own account and its petitions. Raises as `ask_petition_export`."""
    if actor.account != account or not may(actor, "petition.export_mine", at):
        raise NotAllowed()
    locked = Account.objects.select_for_update(of=("self",), no_key=True).select_related("subject").get(pk=account.pk)
    require_few(DataExport.objects.filter(account=locked, asked_at__gt=at - timedelta(days=1)).count())
    export = DataExport.objects.create(account=locked, language=language, data_key=new_data_key(at=at), asked_at=at)
    if locked.subject is not None:
        record(subject=locked.subject, event="petition.export_asked", actor=actor, at=at)
    return owed(export, locked.subject)


def require_few(asked: int) -> None:
    """Raise OperationError where enough copies were asked for within a day."""
    if asked >= A_DAY_AT_MOST:
        raise OperationError(_("Three copies in a day are enough. Ask again tomorrow."), code="too_many")


def owed(export: DataExport, subject: Subject | None) -> DataExport:
    """Owe the work of making the copy, and return it."""
    owe_job(kind=JOB, subject=subject, key=f"{JOB}:{export.public_id}", body={"export": export.pk})
    return export


@operation
def make_export(*, export_id: int, actor: Actor, at: datetime) -> DataExport | None:
    """Make a copy that was asked for, sealed; one already made, or gone, is let be."""
    export = DataExport.objects.select_for_update(of=("self",)).filter(pk=export_id).first()
    if export is None or export.ready_at is not None:
        return export
    with tempfile.TemporaryFile() as file:
        write_zip(file, export)
        export.size = file.tell()
        file.seek(0)
        export.document = store_sealed(
            pieces=seal_file(file, export),
            limit=LARGEST,
            filename="export.bin",
            subject=export.petition.subject if export.petition else export.account.subject if export.account else None,
            kind="export",
            actor=actor,
            at=at,
        )
    export.ready_at = at
    export.save(update_fields=["document", "size", "ready_at"])
    return export


@operation
def take_export(*, export: DataExport, actor: Actor, at: datetime) -> DataExport:
    """Note that a copy is downloaded, which can be done once and for three days. Raises NotAllowed, WrongState."""
    locked = DataExport.objects.select_for_update(of=("self",)).get(pk=export.pk)
    if not may_take(locked, actor, at):
        raise NotAllowed()
    if locked.ready_at is None or locked.document is None:
        raise WrongState(_("The copy is still being made. Come back in a few minutes."))
    if locked.taken_at is not None or locked.ready_at < at - KEPT:
        raise WrongState(_("This copy was downloaded already, or its three days are over. Ask for a new one."))
    locked.taken_at = at
    locked.save(update_fields=["taken_at"])
    subject = locked.document.subject
    if subject is not None:
        record(subject=subject, event="petition.export_taken", actor=actor, at=at)
    return locked


def may_take(export: DataExport, actor: Actor, at: datetime) -> bool:
    """Say whether the copy is the actor's: of a petition they may export, or of their own account."""
    if export.petition is not None:
        return access.may(actor, "petition.export", export.petition, at)
    return actor.account is not None and actor.account.pk == export.account_id


@operation
def forget_exports(*, actor: Actor, at: datetime) -> int:
    """Delete the files of copies that were taken, or that lay there, as long as the table of keeping says; return how many.

    What belongs to something under a legal hold stays.
    """
    over = Q(pk__in=[])
    if (taken := over_before("export_taken", at)) is not None:
        over |= Q(taken_at__lt=taken)
    if (ready := over_before("export", at)) is not None:
        over |= Q(ready_at__lt=ready)
    lying = DataExport.objects.select_for_update(of=("self",)).filter(over, document__isnull=False)
    found = list(lying.exclude(document__subject__in=held_subjects()))
    for export in found:
        document = export.document
        export.document = None
        export.save(update_fields=["document"])
        if document is not None:
            remove_document(document=document, actor=actor, at=at)
    return len(found)
