from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.frame.policies import let_htmx_swap
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.content import PetitionContent
from petitions.filing import queries, steps
from petitions.filing.forms.base import StepForm
from petitions.filing.of_another import speak_of_another
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.second_proof import asked_to_prove
from petitions.filing.views.beside import BESIDE, OFFERED, OWN_TEMPLATE
from petitions.filing.views.closed import no_longer_written
from petitions.filing.visitor import kept_code, petition_or_404
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.workflow import EDITABLE

RELATED = ("data_key",)


@get_or_post
@requires("petition.draft")
def step(request: ActorRequest, public_id: UUID, name: str) -> HttpResponse:
    """Show one page of the guided form, or save it and go on to the next."""
    petition = petition_or_404(request, public_id, "petition.draft", related=RELATED)
    if asked := asked_to_prove(request, petition, at=timezone.now()):
        return asked
    if petition.state not in EDITABLE:
        return no_longer_written(request, petition)
    way = queries.way(petition)
    page = page_or_404(way, name)
    is_sent = request.method == "POST"
    content = PetitionContent() if request.POST and name not in OFFERED else queries.words_of(petition)
    form = form_of(request, page, petition, content)
    if is_sent and form.is_valid() and saved(request, petition, form):
        return asked_way(request, public_id) or redirect(
            "filing:step", public_id, asked_next(request, way, name) or next_of(petition, way, name, form)
        )
    return render_step(request, petition=petition, way=way, page=page, form=form, content=content)


def asked_way(request: ActorRequest, public_id: UUID) -> HttpResponse | None:
    """Return the way out of the form that the button which saved asks for; None: it leads to a page of the form.

    A link would lose what is typed, so the ways out of these pages are buttons.
    """
    then = request.POST.get("then")
    if then == "leave" and request.actor.account is not None:
        return redirect("filing:mine")
    if then in {"leave", "way_back"}:
        return redirect("filing:way_back", public_id)
    return redirect("filing:help", public_id) if then == "help" else None


def asked_next(request: ActorRequest, way: steps.Way, name: str) -> str | None:
    """Return the page asked for by the button that saved: back, the same in a language, another petitioner; None: on."""
    then = request.POST.get("then")
    if then == "back":
        return way.before(name)
    if then == "stay":
        return name
    return "others" if name == "you" and then == "others" else None


def next_of(petition: Petition, way: steps.Way, name: str, form: StepForm) -> str:
    """Return the page that follows; who writes, and what an institution asks, decide over the pages themselves."""
    if form.stays:
        return name
    if name == "asked":
        return queries.way(petition).after(name)
    if name != "who":
        return way.after(name)
    petition.writer = form.cleaned_data["writer"]
    return queries.way(petition).after(name)


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
    keywords = OFFERED[page.name](request, petition, content) if page.name in OFFERED else {}
    initial = {**page.form.initial_from(content), "version": petition.version}
    # A page that is opened behind the second proof is filled with what was typed before, though nothing is sent.
    typed = request.POST if request.method == "POST" or request.POST else None
    form = page.form(typed, None if typed is None else request.FILES, initial=initial, **keywords)
    return worded(form, page, petition)


def unsent_form(
    request: ActorRequest, page: steps.Step, petition: Petition, content: PetitionContent
) -> StepForm | None:
    """Return the page's form as it would be shown with what is saved, beside one that was refused."""
    if page.form is None:
        return None
    keywords = OFFERED[page.name](request, petition, content) if page.name in OFFERED else {}
    return worded(page.form(initial=page.form.initial_from(content), **keywords), page, petition)


def worded(form: StepForm, page: steps.Step, petition: Petition) -> StepForm:
    """Return a page's form, in the words for whoever writes for another where somebody does."""
    if petition.is_of_another:
        speak_of_another(form, page.name)
    return form


def saved(request: ActorRequest, petition: Petition, form: StepForm, *, part: PetitionContent | None = None) -> bool:
    """Save what a valid form says (or `part` of it); where that cannot be done, say why on the form."""
    try:
        save_draft(
            petition=petition,
            part=form.part() if part is None else part,
            version=form.cleaned_data.get("version"),
            actor=request.actor,
            at=timezone.now(),
        )
    except OperationError as error:
        form.add_operation_error(error)
        return False
    if form.stays:
        messages.success(request, _("It was added at the end of your text. Read it over and change what you like."))
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
        "saved_form": unsent_form(request, page, petition, shown) if form.errors else None,
        **way.frame(page.name),
        # What stands in the fields goes with whoever leaves; where it was refused, a link says that it leads away without it.
        "typed": reverse("filing:step", args=[petition.public_id, page.name]),
        "code": kept_code(request, petition),
    }
    if page.name in BESIDE:
        context |= BESIDE[page.name](request, petition, shown, form)
    template = f"filing/step_{page.name}.html" if page.name in OWN_TEMPLATE else "filing/step.html"
    response = render(request, template, context, status=422 if form.errors else 200)
    return let_htmx_swap(response) if page.name == "norm" else response
