"""Destroying what was written in one petition, at the end of its term: the record stays, and verifies, and says nothing."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.apps import apps
from django.db import models
from django.db.models import ProtectedError, Q

from courtcase.documents.models import Document
from courtcase.documents.operations import erase_bytes, remove_document
from courtcase.keys.operations import shred_data_key
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from courtcase.register.operations import forget_content, record
from courtcase.register.queries import held
from petitions.keeping.ends import closed_long_ago
from petitions.models import (
    ActOutcome,
    ArchiveEntry,
    BulkRow,
    DataExport,
    DisposalAct,
    DisposalLine,
    LineOutcome,
    Mark,
    Petition,
    Petitioner,
    PetitionLink,
    PetitionWords,
    QueueEntry,
    StandingReply,
)
from petitions.steps import lock_petition

NO_NAME = "—"


@operation
def dispose_of_line(*, line_id: int, actor: Actor, at: datetime) -> DisposalLine:
    """Destroy what one confirmed line names, or spare it where a hold was placed or its term is not over any more.

    Doing it again changes nothing. Raises NotAllowed for everybody but the system, and where nobody confirmed the list.
    """
    if not actor.is_system:
        raise NotAllowed()
    line = DisposalLine.objects.select_related("act__subject", "petition").get(pk=line_id)
    if line.act.outcome not in {ActOutcome.CONFIRMED, ActOutcome.DONE}:
        raise NotAllowed()
    locked = lock_petition(petition=line.petition)
    line.refresh_from_db(fields=["outcome"])
    if line.outcome:
        return line
    line.record_digest = digest_of_record(locked)
    if held(locked.subject):
        line.outcome = LineOutcome.HELD
    elif not closed_long_ago(line.act.kind, at).filter(pk=locked.pk).exists():
        line.outcome = LineOutcome.CHANGED
    else:
        line.versions = locked.versions.count()
        line.files = Document.objects.filter(subject=locked.subject).count()
        line.digests = destroy(locked, act=line.act, actor=actor, at=at)
        line.outcome = LineOutcome.DISPOSED
    line.settled_at = at
    line.save()
    close_act(line.act, actor=actor, at=at)
    return line


def close_act(act: DisposalAct, *, actor: Actor, at: datetime) -> None:
    """Record that a list was carried out, once its last line is settled."""
    locked = DisposalAct.objects.select_for_update(of=("self",)).select_related("subject").get(pk=act.pk)
    if locked.outcome != ActOutcome.CONFIRMED or locked.lines.filter(outcome="").exists():
        return
    locked.outcome, locked.done_at = ActOutcome.DONE, at
    locked.save(update_fields=["outcome", "done_at"])
    outcomes = list(locked.lines.values_list("outcome", flat=True))
    body = {"number": locked.number, **{str(one): outcomes.count(one) for one in LineOutcome.values}}
    record(subject=locked.subject, event="disposal.done", actor=actor, at=at, body=body)


def destroy(petition: Petition, *, act: DisposalAct, actor: Actor, at: datetime) -> int:
    """Destroy the words, files, copies and traces of a locked petition; return how many digests lost their salt."""
    forgotten = forget_content(subject=petition.subject, actor=actor, at=at)
    DataExport.objects.filter(petition=petition).update(document=None)
    destroy_files(petition, actor=actor, at=at)
    destroy_rows(petition)
    blank_sealed(petition)
    forget_notices(petition, at=at)
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
    record(subject=petition.subject, event="petition.disposed", actor=actor, at=at, body={"act": act.number})
    return forgotten


def forget_notices(petition: Petition, *, at: datetime) -> None:
    """Empty the addresses of notices about a petition, and cancel what was never sent; that somebody was told stays."""
    told = Notice.objects.filter(subject=petition.subject)
    told.filter(state=Notice.State.OWED).update(state=Notice.State.CANCELLED, settled_at=at)
    told.filter(address__isnull=False).update(address=b"")
    told.update(context={})


def destroy_files(petition: Petition, *, actor: Actor, at: datetime) -> None:
    """Remove every file of a petition. Where the record points at one its row stays, without a name, and its bytes go."""
    petition.attachments.all().delete()
    for document in Document.objects.filter(subject=petition.subject).order_by("pk"):
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


def blank_sealed(petition: Petition) -> None:
    """Empty every sealed column of the rows that point at a petition: who did what and when stays, the words go."""
    for model in sealed_models():
        empty = {
            one.name: None if one.null else b"" for one in model._meta.concrete_fields if one.name.startswith("sealed_")
        }
        model._default_manager.filter(petition=petition).update(**empty)
    # A reply to a stack is sealed with the key of the petition its letter is about, and points at the letter.
    StandingReply.objects.filter(letter__petition=petition).update(sealed_explanation=b"", sealed_note=None)


def sealed_models() -> list[type[models.Model]]:
    """Return the models whose rows point at one petition and hold something sealed with its key."""
    return [
        model
        for model in apps.get_app_config("petitions").get_models()
        if any(one.name.startswith("sealed_") for one in model._meta.concrete_fields)
        and any(one.name == "petition" and one.related_model is Petition for one in model._meta.concrete_fields)
    ]


def digest_of_record(petition: Petition) -> str:
    """Return the SHA-256 of the digests of a petition's events in their order: the act names its record by it."""
    digests = Event.objects.filter(subject=petition.subject).order_by("pk").values_list("digest", flat=True)
    return sha256(b"".join(bytes(one) for one in digests)).hexdigest()
