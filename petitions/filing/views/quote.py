from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing import queries
from petitions.filing.forms.reasoning import ReasoningForm
from petitions.filing.positions import quotation
from petitions.filing.second_proof import asked_to_prove
from petitions.filing.views.closed import no_longer_written
from petitions.filing.views.step import RELATED, form_of, page_or_404, render_step, saved
from petitions.filing.visitor import petition_or_404
from petitions.workflow import EDITABLE


@require_POST
@requires("petition.draft")
def quote(request: ActorRequest, public_id: UUID, decision_id: int) -> HttpResponse:
    """Save the reasoning with a quotation from an earlier decision at its end, and show it again.

    `point` names the point that is quoted; without one the decision itself is cited.
    """
    petition = petition_or_404(request, public_id, "petition.draft", related=RELATED)
    if asked := asked_to_prove(request, petition, at=timezone.now()):
        return asked
    if petition.state not in EDITABLE:
        return no_longer_written(request, petition)
    words = quotation(decision_id=decision_id, anchor=request.POST.get("point", "")[:40], language=petition.language)
    if words is None:
        raise Http404
    way = queries.way(petition)
    page = page_or_404(way, "reasoning")
    content = queries.words_of(petition)
    form = form_of(request, page, petition, content)
    if not isinstance(form, ReasoningForm):
        raise Http404
    if not form.is_valid() or not saved(request, petition, form, part={"reasoning": form.joined(words)}):
        return render_step(request, petition=petition, way=way, page=page, form=form, content=content)
    return redirect(reverse("filing:step", args=[public_id, "reasoning"]) + "#id_reasoning")
