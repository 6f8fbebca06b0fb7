"""Who is writing: an account, or somebody whose session holds the code of a draft or a petition."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from courtcase.people.middleware import HELD_SUBJECTS
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions import access
from petitions.models import Petition

CODES = "codes"


def hold(request: HttpRequest, petition: Petition) -> None:
    """Let this session act for the petition whose code was proven or whose draft was begun in it."""
    held = set(request.session.get(HELD_SUBJECTS, ()))
    request.session.cycle_key()
    request.session[HELD_SUBJECTS] = sorted(held | {petition.subject_id})


def keep_code(request: HttpRequest, petition: Petition, code: str) -> None:
    """Keep a code in the session, to show it again to whoever filed: the database has its digest alone."""
    request.session[CODES] = {**request.session.get(CODES, {}), str(petition.public_id): code}


def kept_code(request: HttpRequest, petition: Petition) -> str:
    """Return the code kept for this petition in the session, or the empty string."""
    return str(request.session.get(CODES, {}).get(str(petition.public_id), ""))


def petition_or_404(request: ActorRequest, public_id: UUID, action: str, *, at: datetime | None = None) -> Petition:
    """Return the petition to which the visitor may do `action`; raises Http404 for one that is not theirs or is not."""
    allowed = access.petitions_for(request.actor, action, at or timezone.now())
    petition = allowed.select_related("subject", "data_key", "case", "account").filter(public_id=public_id).first()
    if petition is None:
        raise Http404
    return petition


def note_read(request: ActorRequest, petition: Petition, *, place: str) -> None:
    """Record that a member of the Court was given the words or a file of a petition; its own people are not recorded."""
    own = access.own(request.actor, timezone.now()) | access.institution(request.actor, timezone.now())
    if not Petition.objects.filter(own, pk=petition.pk).exists():
        record_read(subject=petition.subject, actor=request.actor, at=timezone.now(), place=place)
