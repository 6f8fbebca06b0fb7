"""While somebody waits for an answer about personal data, nothing of what they ask about is destroyed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from courtcase.people.actors import Actor
from courtcase.register.models import Subject
from courtcase.register.operations import hold_for, release
from petitions.models import DataRequest, Petition, RequestKind

# A request to destroy is answered as well by the end of the term: it holds nothing.
HOLDING = frozenset({RequestKind.ACCESS, RequestKind.CORRECTION, RequestKind.BLOCKING})


def cause_of(request: DataRequest) -> str:
    """Return by what the holds of a request are known."""
    return f"data_request:{request.pk}"


def petitions_asked_about(request: DataRequest) -> QuerySet[Petition]:
    """Return the petitions a request is about: the one it names, else all that the asking account filed for itself."""
    kept = Petition.objects.filter(disposed_on=None).select_related("subject").order_by("pk")
    if request.petition_id is not None:
        return kept.filter(pk=request.petition_id)
    if request.account_id is None:
        return kept.none()
    return kept.filter(account=request.account_id, institution=None)


def hold_what_is_asked(request: DataRequest, *, actor: Actor, at: datetime) -> int:
    """Place a hold, with the request's number as its reason, on all that it asks about; return how many."""
    if request.kind not in HOLDING:
        return 0
    subjects: list[Subject] = [one.subject for one in petitions_asked_about(request)]
    if request.account is not None and request.account.subject is not None:
        subjects.append(request.account.subject)
    return hold_for(subjects=subjects, cause=cause_of(request), reason=request.number, actor=actor, at=at)


def release_what_was_asked(request: DataRequest, *, actor: Actor, at: datetime) -> int:
    """Lift the holds of a request that is answered; return how many stood."""
    return release(cause=cause_of(request), reason=request.number, actor=actor, at=at)
