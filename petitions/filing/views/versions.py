from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing.cure import comparison
from petitions.filing.second_proof import second_proof
from petitions.filing.visitor import note_read, petition_or_404
from petitions.methods import get_only


@get_only
@requires("petition.read")
@second_proof
def versions(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show two versions of a petition side by side; its own people also see the one that is being written."""
    petition = petition_or_404(request, public_id, "petition.read", at=timezone.now())
    is_recorded = note_read(request, petition, place="petition.read")
    context = comparison(
        petition,
        older=request.GET.get("older", ""),
        newer=request.GET.get("newer", ""),
        language=request.LANGUAGE_CODE,
        with_draft=not is_recorded,
    )
    return render(request, "filing/versions.html", context)
