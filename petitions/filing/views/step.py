from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from courtcase.law.models import Provision
from courtcase.law.queries import cite, constitution_articles
from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.content import PetitionContent
from petitions.filing import queries, steps
from petitions.filing.forms.base import StepForm
from petitions.filing.forms.norm import NormForm
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.second_proof import asked_to_prove
from petitions.filing.visitor import kept_code, petition_or_404
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.workflow import EDITABLE

# Pages that offer what was chosen before: their form needs it to know what may be chosen again.
OFFERING = frozenset({"norm", "rights"})
RELATED = ("data_key",)


@get_or_post
@requires("petition.draft")
def step(request: ActorRequest, public_id: UUID, name: str) -> HttpResponse:
    """Show one page of the guided form, or save it and go on to the next."""
    petition = petition_or_404(request, public_id, "petition.draft", related=RELATED)
    if asked := asked_to_prove(request, petition, at=timezone.now()):
        return asked
    if petition.state not in EDITABLE:
        return redirect("filing:follow", public_id)
    way = queries.way(petition)
    page = page_or_404(way, name)
    is_sent = request.method == "POST"
    content = PetitionContent() if is_sent and name not in OFFERING else queries.words_of(petition)
    form = form_of(request, page, petition, content)
    if is_sent and form.is_valid() and saved(request, petition, form):
        return redirect("filing:step", public_id, way.after(name))
    return render_step(request, petition=petition, way=way, page=page, form=form, content=content)


@require_POST
@requires("petition.draft")
def find_provision(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Save what was chosen on the page of norms, then show what answers the words searched for."""
    petition = petition_or_404(request, public_id, "petition.draft", related=RELATED)
    if asked := asked_to_prove(request, petition, at=timezone.now()):
        return asked
    way = queries.way(petition)
    page = page_or_404(way, "norm")
    content = queries.words_of(petition)
    form = form_of(request, page, petition, content)
    if not form.is_valid() or not saved(request, petition, form):
        return render_step(request, petition=petition, way=way, page=page, form=form, content=content)
    request.session["norm_query"] = request.POST.get("q", "")[:100]
    return redirect(reverse("filing:step", args=[public_id, "norm"]) + "#found")


def page_or_404(way: steps.Way, name: str) -> steps.Step:
    """Return the page called `name`; raises Http404 for every other word."""
    try:
        return way.named(name)
    except KeyError:
        raise Http404 from None


def form_of(request: ActorRequest, page: steps.Step, petition: Petition, content: PetitionContent) -> StepForm:
    """Return the page's form, bound to what was sent or filled with what was saved."""
    if page.form is None:
        raise Http404
    keywords: dict[str, Any] = {}
    language = request.LANGUAGE_CODE
    if page.name == "norm":
        chosen = [int(word) for word in request.POST.getlist("provisions") if word.isdecimal() and len(word) < 18]
        keywords["choices"] = queries.provision_choices(
            chosen=[*content.get("provisions", []), *chosen],
            query=request.session.get("norm_query", ""),
            language=language,
        )
    if page.name == "rights":
        day = petition.filed_on or court_day(timezone.now())
        kept = set(content.get("rights", []))
        keywords["choices"] = [
            (right.pk, named(right, language))
            for right in constitution_articles(day)
            if right.heading_kk or right.pk in kept
        ]
    initial = {**page.form.initial_from(content), "version": petition.version}
    return page.form(request.POST if request.method == "POST" else None, initial=initial, **keywords)


def shown_provisions(form: StepForm) -> list[int]:
    """Return the provisions a page offers: what was decided on one is told before it is chosen, not after."""
    if not isinstance(form, NormForm):
        return []
    return [pk for pk, _words in form.fields["provisions"].choices]  # type: ignore[attr-defined]


def named(right: Provision, language: str) -> str:
    """Return an article of the Constitution with its heading: nobody knows rights by numbers alone."""
    heading = getattr(right, f"heading_{language}")
    return f"{cite(right, language)} — {heading}" if heading else cite(right, language)


def saved(request: ActorRequest, petition: Petition, form: StepForm) -> bool:
    """Save what a valid form says; where that cannot be done, say why on the form."""
    try:
        save_draft(
            petition=petition,
            part=form.part(),
            version=form.cleaned_data.get("version"),
            actor=request.actor,
            at=timezone.now(),
        )
    except OperationError as error:
        form.add_operation_error(error)
        return False
    return True


def render_step(
    request: ActorRequest,
    *,
    petition: Petition,
    way: steps.Way,
    page: steps.Step,
    form: StepForm,
    content: PetitionContent,
) -> HttpResponse:
    """Render one page of the guided form; beside what was refused stands what is saved."""
    shown = queries.words_of(petition) if form.errors and not content else content
    context = {
        "petition": petition,
        "form": form,
        "saved_values": page.form.initial_from(shown) if form.errors and page.form else {},
        **way.frame(page.name),
        "code": kept_code(request, petition),
        "query": request.session.get("norm_query", "") if page.name == "norm" else "",
        "decided": queries.decided(shown_provisions(form)),
    }
    template = f"filing/step_{page.name}.html" if page.name == "norm" else "filing/step.html"
    return render(request, template, context, status=422 if form.errors else 200)
