from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.drafting.mending_forms import MendingForm, PersonsForm
from rulings.drafting.views.frame import carried_out, ruling_or_404, show
from rulings.models import Mending, MendingKind, MendingOutcome, Ruling, RulingState
from rulings.publication.anonymity import questions_of
from rulings.publication.operations.anonymise import anonymise
from rulings.publication.operations.mend_rendition import ask_mending, decide_mending
from rulings.publication.shown import places_of, shown_blocks

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@requires("ruling.read_draft")
@GET_OR_POST
def persons(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what may be about private persons, and take what is shown instead of each."""
    ruling = ruling_or_404(request, public_id)
    questions = questions_of(ruling)
    initial = {"version": ruling.version, **PersonsForm.initial_of(questions)}
    form = PersonsForm(request.POST or None, questions=questions, initial=initial)

    def act() -> object:
        return anonymise(
            ruling=ruling,
            decided=form.decided(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    done = carried_out(request, form, act, done=_("What you decided is kept."), to=request.path)
    left = sum(not one.is_settled for one in questions)
    is_signed = ruling.state == RulingState.SIGNED
    return done or show(request, ruling, "persons", form=form, rows=form.rows(), left=left, is_signed=is_signed)


@requires("ruling.read_draft")
@GET_OR_POST
def shown(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what of a published ruling is shown otherwise than signed, what waits for a second person, and ask for more."""
    ruling = ruling_or_404(request, public_id)
    form = MendingForm(request.POST or None)

    def act() -> object:
        asked = form.cleaned_data
        return ask_mending(
            ruling=ruling,
            kind=asked["kind"],
            passage=asked["passage"],
            language=asked["language"],
            instead=asked["instead"],
            reason=asked["reason"],
            actor=request.actor,
            at=timezone.now(),
        )

    done = carried_out(request, form, act, done=_("Asked. Another person must agree."), to=request.path)
    return done or show_mendings(request, ruling, form)


def show_mendings(request: ActorRequest, ruling: Ruling, form: MendingForm) -> HttpResponse:
    """Render the page: what waits first, with everywhere its words stand."""
    mendings = list(ruling.mendings.exclude(kind=MendingKind.ANONYMISATION).select_related("asked_by", "decided_by"))
    blocks = shown_blocks(ruling) if mendings else {}
    me = request.actor.account.pk if request.actor.account else None
    waiting = [
        {"mending": one, "places": places_of(one, blocks, ruling), "is_mine": one.asked_by_id == me}
        for one in mendings
        if one.outcome == MendingOutcome.WAITING
    ]
    decided = [one for one in mendings if one.outcome != MendingOutcome.WAITING]
    renditions = list(ruling.renditions.defer("blocks", "html").order_by("-published_at", "language"))
    values: dict[str, Any] = {"waiting": waiting, "decided": decided, "renditions": renditions}
    return show(request, ruling, "shown", form=form, **values)


@requires("ruling.mend")
@require_POST
def decide(request: ActorRequest, public_id: UUID, mending_id: UUID) -> HttpResponse:
    """Agree to a mending as the second person, or let what is shown stay."""
    ruling = ruling_or_404(request, public_id)
    mending = get_object_or_404(Mending, ruling=ruling, public_id=mending_id)
    agrees = request.POST.get("decision") == "agree"
    try:
        decide_mending(mending=mending, agrees=agrees, actor=request.actor, at=timezone.now())
    except OperationError as error:
        messages.error(request, str(error.message))
    else:
        said = _("It is shown so from now on.") if agrees else _("What is shown stays as it was.")
        messages.success(request, str(said))
    response = redirect(reverse("drafting:shown", args=[public_id]))
    response.status_code = 303
    return response
