"""Drafts nobody goes on with: told of a month before, then erased. Never before the year's last day and thirty days more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

import structlog
from django.db import DatabaseError
from django.db.models import Max, ProtectedError, Q, QuerySet

from courtcase.documents.models import Document
from courtcase.documents.operations import erase_bytes, remove_document
from courtcase.keys.operations import shred_data_key
from courtcase.law.keeping import kept_for
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import forget_content, record
from courtcase.register.queries import held
from petitions.filing.writers_address import tell_writer
from petitions.models import Petition
from petitions.steps import lock_petition
from petitions.workflow import State

log = structlog.get_logger(__name__)

UNFILED_KIND, AFTER_YEAR_KIND = "draft_unfiled", "draft_after_year"
EVENT = "petition.draft_ends"
MONTH = timedelta(days=30)
AT_ONCE = 500


class Terms(NamedTuple):
    """How long a draft is kept by the table of keeping: after its year and last saving, and where no year is known.

    None: nobody has set it, so nothing is erased.
    """

    after_year: timedelta | None
    unfiled: timedelta | None


def terms_at(at: datetime) -> Terms:
    """Return how long drafts are kept by the rows in force at `at`."""
    return Terms(kept_for(AFTER_YEAR_KIND, at), kept_for(UNFILED_KIND, at))


def kept_until(petition: Petition, *, saved_on: date, terms: Terms) -> date | None:
    """Return the last day on which a draft is surely kept; None where it is kept until somebody sets a period.

    So long after the last day of the year, and after it was saved last; where no day of the year is known, after it was
    saved last.
    """
    term = petition.year_term
    kept = terms.unfiled if term is None else terms.after_year
    if kept is None:
        return None
    return (saved_on if term is None else max(term.latest, saved_on)) + kept


def left_lying(*, at: datetime, terms: Terms) -> QuerySet[Petition]:
    """Return citizens' drafts of which some will be over within a month, those saved longest ago first."""
    today = court_day(at)
    over = Q(pk__in=[]) if terms.after_year is None else Q(year_ends_on__lt=today + MONTH - terms.after_year)
    if terms.unfiled is not None:
        over |= Q(year_ends_on=None, saved__lt=at + MONTH - terms.unfiled)
    drafts = Petition.objects.filter(state=State.DRAFT, institution=None, portal=None)
    drafts = drafts.annotate(saved=Max("versions__saved_at")).filter(over, saved__isnull=False)
    return drafts.select_related("subject", "account", "data_key").order_by("saved")[:AT_ONCE]


def erase_left_drafts(*, actor: Actor, at: datetime) -> int:
    """Erase the drafts whose time is over and tell of those that end within a month; return how many were erased.

    One that cannot be erased just now is logged and keeps no other from it.
    """
    terms, today, erased = terms_at(at), court_day(at), 0
    for draft in left_lying(at=at, terms=terms):
        until = kept_until(draft, saved_on=court_day(draft.saved), terms=terms)  # type: ignore[attr-defined]
        if until is None or held(draft.subject):
            continue
        if until < today:
            try:
                erased += erase_draft(petition=draft, actor=actor, at=at)
            except (OperationError, DatabaseError) as error:
                log.warning("draft_not_erased", petition=draft.pk, error=type(error).__name__)
        elif until - MONTH <= today:
            tell_writer(petition=draft, event=EVENT, at=at, key=f"ends:{until}")
    return erased


@operation
def erase_draft(*, petition: Petition, actor: Actor, at: datetime) -> bool:
    """Erase the words, files and codes of a draft whose time is over, and say whether that was so, now that it is locked.

    What stays is a row without words and the record, whose digests then say nothing. Raises NotAllowed for everybody but
    the system, WrongState under a legal hold.
    """
    if not actor.is_system:
        raise NotAllowed()
    locked = lock_petition(petition=petition)
    saved_at = locked.versions.aggregate(last=Max("saved_at"))["last"]
    if locked.state != State.DRAFT or saved_at is None:
        return False
    until = kept_until(locked, saved_on=court_day(saved_at), terms=terms_at(at))
    if until is None or until >= court_day(at):
        return False
    forget_content(subject=locked.subject, actor=actor, at=at)
    erase_files(locked, actor=actor, at=at)
    for rows in (locked.versions, locked.contested, locked.rights, locked.one_time_codes, locked.helps):
        rows.all().delete()
    erase_columns(locked)
    shred_data_key(data_key=locked.data_key)
    record(subject=locked.subject, event="petition.draft_erased", actor=actor, at=at)
    return True


def erase_files(petition: Petition, *, actor: Actor, at: datetime) -> None:
    """Erase every file of a draft. Where the record points at one, its row stays and its bytes go."""
    petition.attachments.all().delete()
    for document in Document.objects.filter(subject=petition.subject):
        try:
            remove_document(document=document, actor=actor, at=at)
        except (ProtectedError, Document.DoesNotExist):
            erase_bytes(document=document, actor=actor, at=at)


def erase_columns(petition: Petition) -> None:
    """Empty what stands beside the words of a draft; nobody holds or owns it any more."""
    gone: dict[str, object] = dict.fromkeys(
        ("account", "area", "holder_digest", "code_digest", "iin_index", "own_case_day", "year_ends_on"), None
    )
    gone |= {"letter_index": None, "suspended_index": None}
    gone |= {"sealed_address": None, "region": "", "code_epoch": petition.code_epoch + 1}
    Petition.objects.filter(pk=petition.pk).update(version=petition.version + 1, **gone)
