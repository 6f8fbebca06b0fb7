from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.filing.visitor import petition_or_404
from petitions.letters.received import told_outside
from petitions.methods import get_only


@get_only
@requires("petition.examine")
def sent(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what people outside were told of a petition, what came back, and when each counts as received."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, "petition.examine", at=at)
    record_read(subject=petition.subject, actor=request.actor, at=at, place="petition.examine")
    return render(request, "intake/sent.html", {"petition": petition, "told": told_outside(petition)})
