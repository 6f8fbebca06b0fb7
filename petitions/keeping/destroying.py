"""What is destroyed of a petition and of a case, row by row; called within the operation that carries a list out."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import ProtectedError, Q

from courtcase.documents.models import Document
from courtcase.documents.operations import erase_bytes, remove_document
from courtcase.keys.operations import shred_data_key
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.people.actors import Actor
from courtcase.register.models import Subject
from courtcase.register.operations import forget_content, record
from petitions.models import (
    ArchiveEntry,
    BulkRow,
    Case,
    CaseFile,
    CaseParticipant,
    DataExport,
    JudgeNote,
    Mark,
    Petition,
    Petitioner,
    PetitionLink,
    PetitionWords,
    Question,
    QueueEntry,
    StandingReply,
)

NO_NAME = "—"


def destroy_petition(petition: Petition, *, number: str, actor: Actor, at: datetime) -> int:
    """Destroy the words, files, copies and traces of a locked petition by the act `number`; return how many salts went."""
    forgotten = forget_content(subject=petition.subject, actor=actor, at=at)
    DataExport.objects.filter(petition=petition).update(document=None)
    petition.attachments.all().delete()
    destroy_files(petition.subject, actor=actor, at=at)
    destroy_rows(petition)
    blank_sealed(petition)
    forget_notices(petition.subject, at=at)
    gone: dict[str, object] = dict.fromkeys(
        ("account", "holder_digest", "iin_index", "letter_index", "suspended_index", "own_case_day", "year_ends_on"),
        None,
    )
    Petition.objects.filter(pk=petition.pk).update(
        **gone,
        sealed_address=None,
        external_number=None,
        region="",
        disposed_on=court_day(at),
        version=petition.version + 1,
    )
    shred_data_key(data_key=petition.data_key)
    record(subject=petition.subject, event="petition.disposed", actor=actor, at=at, body={"act": number})
    return forgotten


def forget_notices(subject: Subject, *, at: datetime) -> None:
    """Empty the addresses of notices about a subject, and cancel what was never sent; that somebody was told stays."""
    told = Notice.objects.filter(subject=subject)
    told.filter(state=Notice.State.OWED).update(state=Notice.State.CANCELLED, settled_at=at)
    told.filter(address__isnull=False).update(address=b"")
    told.update(context={})


def destroy_files(subject: Subject, *, actor: Actor, at: datetime) -> None:
    """Remove every file of a subject. Where the record points at one its row stays, without a name, and its bytes go."""
    for document in Document.objects.filter(subject=subject).order_by("pk"):
        try:
            remove_document(document=document, actor=actor, at=at)
        except ProtectedError:
            erase_bytes(document=document, actor=actor, at=at)
            Document.objects.filter(pk=document.pk).update(filename=NO_NAME)
        except Document.DoesNotExist:  # a preview that went with what it showed
            continue


def destroy_rows(petition: Petition) -> None:
    """Delete what holds nothing but the petition's words, or finds it: searches and lists meet it no more."""
    for rows in (petition.versions, petition.contested, petition.rights, petition.one_time_codes, petition.helps):
        rows.all().delete()
    for model in (Petitioner, Mark, PetitionWords, QueueEntry, ArchiveEntry, BulkRow):
        model.objects.filter(petition=petition).delete()
    PetitionLink.objects.filter(Q(petition=petition) | Q(earlier=petition)).delete()


def blank_sealed(owner: Petition | Case) -> None:
    """Empty every sealed column of the rows that point at a petition or case: who did what and when stays, the words go."""
    field = type(owner)._meta.model_name or ""
    for model in sealed_models(type(owner)):
        model._default_manager.filter(**{field: owner}).update(**emptied(model))
    if isinstance(owner, Petition):
        # A reply to a stack is sealed with the key of the petition its letter is about, and points at the letter.
        StandingReply.objects.filter(letter__petition=owner).update(**emptied(StandingReply))


def emptied(model: type[models.Model]) -> dict[str, bytes | None]:
    """Return the sealed columns of a model, each with what stands there once it is empty."""
    sealed = (one for one in model._meta.concrete_fields if one.name.startswith("sealed_"))
    return {one.name: None if one.null else b"" for one in sealed}


def sealed_models(owner: type[models.Model] = Petition) -> list[type[models.Model]]:
    """Return the models whose rows point at one petition, or one case, and hold something sealed with its key."""
    field = owner._meta.model_name
    return [
        model
        for model in apps.get_app_config("petitions").get_models()
        if emptied(model)
        and any(one.name == field and one.related_model is owner for one in model._meta.concrete_fields)
    ]


def destroy_case(case: Case, *, number: str, actor: Actor, at: datetime) -> int:
    """Destroy the papers of a locked case whose petitions are destroyed, by the act `number`; return how many salts went.

    What the Court said stays in its rulings; the case's row, its docket without words, who sat and who reported stay too.
    """
    forgotten = forget_content(subject=case.subject, actor=actor, at=at)
    CaseFile.objects.filter(case=case).update(document=None)
    destroy_files(case.subject, actor=actor, at=at)
    for model in (JudgeNote, CaseParticipant):
        model._default_manager.filter(case=case).delete()
    blank_sealed(case)
    Question.objects.filter(sitting__case=case).update(**emptied(Question))
    forget_notices(case.subject, at=at)
    if case.data_key is not None:
        shred_data_key(data_key=case.data_key)
    case.disposed_on = court_day(at)
    case.version += 1
    case.save(update_fields=["disposed_on", "version"])
    record(subject=case.subject, event="case.disposed", actor=actor, at=at, body={"act": number})
    return forgotten
