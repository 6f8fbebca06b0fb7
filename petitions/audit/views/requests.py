from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.operations import WrongState
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.audit.operations.ask_reading import GRANTED_FOR, decide_reading
from petitions.audit.queries import waiting_requests
from petitions.content import open_text
from petitions.methods import get_only, post_only
from petitions.models import ReadingRequest

SHOWN = 50


@get_only
@requires("audit.decide_reading")
def requests(request: ActorRequest) -> HttpResponse:
    """List the requests to read that wait for somebody to decide, each with its reason."""
    found = [(one, open_text(one.petition, one.sealed_reason)) for one in waiting_requests()[:SHOWN]]
    return render(request, "petitions/audit/requests.html", {"requests": found, "days": GRANTED_FOR.days})


@post_only
@requires("audit.decide_reading")
def decide(request: ActorRequest, request_id: UUID, way: str) -> HttpResponse:
    """Grant a request to read, or refuse it."""
    if way not in {"grant", "refuse"}:
        raise Http404
    found = get_object_or_404(ReadingRequest.objects.select_related("petition"), public_id=request_id)
    try:
        decide_reading(request=found, is_granted=way == "grant", actor=request.actor, at=timezone.now())
    except WrongState as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Granted.") if way == "grant" else _("Refused."))
    return redirect("audit:requests")
