from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing import queries
from petitions.filing.second_proof import asked_to_prove
from petitions.filing.views.beside import QUERY, known_beside, query_of
from petitions.filing.views.step import RELATED, form_of, page_or_404, render_step, saved
from petitions.filing.visitor import petition_or_404
from petitions.workflow import EDITABLE


@require_POST
@requires("petition.draft")
def find_provision(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what answers the words searched for.

    Without script what was chosen is saved first, since the page is left; with it the list alone is drawn anew and nothing
    is saved.
    """
    petition = petition_or_404(request, public_id, "petition.draft", related=RELATED)
    if asked := asked_to_prove(request, petition, at=timezone.now()):
        return asked
    if petition.state not in EDITABLE:
        return redirect("filing:follow", public_id)
    way = queries.way(petition)
    page = page_or_404(way, "norm")
    content = queries.words_of(petition)
    form = form_of(request, page, petition, content)
    request.session[QUERY] = query_of(request)
    if request.headers.get("HX-Request") == "true":
        context = {"form": form, "typed": True, **known_beside(request, petition, content, form)}
        return render(request, "filing/found.html", context)
    if not form.is_valid() or not saved(request, petition, form):
        return render_step(request, petition=petition, way=way, page=page, form=form, content=content)
    return redirect(reverse("filing:step", args=[public_id, "norm"]) + "#found")
