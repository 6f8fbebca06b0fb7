from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.filing.cure import comparison
from petitions.filing.visitor import petition_or_404
from petitions.methods import get_only


@get_only
@requires("petition.examine")
def versions(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show a member of the Court two submitted versions of a petition side by side, and record that they were opened."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, "petition.examine", at=at)
    record_read(subject=petition.subject, actor=request.actor, at=at, place="petition.examine")
    context = comparison(
        petition,
        older=request.GET.get("older", ""),
        newer=request.GET.get("newer", ""),
        language=request.LANGUAGE_CODE,
        with_draft=False,
    )
    return render(request, "intake/versions.html", context)
