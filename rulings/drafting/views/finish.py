from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.drafting.checklist import checklist
from rulings.drafting.forms import DiscardForm, PublishForm, SignForm
from rulings.drafting.operations.discard_draft import discard_draft
from rulings.drafting.operations.sign_ruling import sign_ruling
from rulings.drafting.views.frame import carried_out, ruling_or_404, show
from rulings.models import Ruling, RulingState
from rulings.publication.html import render_html
from rulings.publication.operations.publish_ruling import publish_ruling

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@requires("ruling.read_draft")
@GET_OR_POST
def sign(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what is still missing and how the text will look; sign when nothing is missing."""
    ruling = ruling_or_404(request, public_id)
    day = ruling.sitting.day if ruling.sitting else court_day(timezone.now())
    form = SignForm(request.POST or None, initial={"version": ruling.version, "day": day})

    def act() -> object:
        return sign_ruling(
            ruling=ruling,
            day=form.cleaned_data["day"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    done = carried_out(request, form, act, done=_("The ruling is signed and numbered."), to=request.path)
    if done is not None:
        return done
    asked = checklist(ruling=ruling)
    lines = [{"answer": "yes" if item.is_met else "no", "words": item.asked} for item in asked]
    ready = all(item.is_met for item in asked)
    return show(request, ruling, "sign", form=form, lines=lines, ready=ready, previews=previews(ruling))


@requires("ruling.read_draft")
@GET_OR_POST
def publish(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what everyone will read, and publish it."""
    ruling = ruling_or_404(request, public_id)
    form = PublishForm(request.POST or None, initial={"version": ruling.version})

    def act() -> object:
        return publish_ruling(
            ruling=ruling, version=form.cleaned_data["version"], actor=request.actor, at=timezone.now()
        )

    done = carried_out(request, form, act, done=_("The ruling is published."), to=request.path)
    is_signed = ruling.state == RulingState.SIGNED
    return done or show(request, ruling, "publish", form=form, is_signed=is_signed, previews=previews(ruling))


@requires("ruling.draft")
@GET_OR_POST
def discard(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say what discarding a draft means, and discard it."""
    ruling = ruling_or_404(request, public_id)
    form = DiscardForm(request.POST or None, initial={"version": ruling.version})

    def act() -> object:
        return discard_draft(
            ruling=ruling, version=form.cleaned_data["version"], actor=request.actor, at=timezone.now()
        )

    done = carried_out(request, form, act, done=_("The draft is discarded."), to=reverse("drafting:list"))
    return done or show(request, ruling, "discard", form=form)


def previews(ruling: Ruling) -> list[dict[str, str]]:
    """Return the text in each language as its page will show it. Anchors are for the page alone: here they would repeat."""
    return [
        {"language": text.language, "html": render_html(text.blocks, text.language).replace(' id="', ' data-id="')}
        for text in ruling.texts.order_by("language")
    ]
