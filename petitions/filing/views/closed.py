"""What is answered where a draft was filed, or taken out of the writer's hands, in another window meanwhile."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from courtcase.frame.errors import visible_texts
from courtcase.people.requests import ActorRequest
from petitions.models import Petition


def no_longer_written(request: ActorRequest, petition: Petition) -> HttpResponse:
    """Go to the petition's own page; what somebody typed meanwhile is shown first, to be copied, for nothing was saved."""
    typed = visible_texts(request) if request.method == "POST" else []
    if not typed:
        return redirect("filing:follow", petition.public_id)
    return render(request, "filing/no_longer_written.html", {"petition": petition, "written": typed}, status=409)
