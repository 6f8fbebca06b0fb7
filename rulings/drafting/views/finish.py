from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.drafting.checklist import checklist
from rulings.drafting.forms import DiscardForm, OfficialForm, PublishForm, SignForm, VersionForm
from rulings.drafting.operations.discard_draft import discard_draft
from rulings.drafting.operations.sign_ruling import sign_ruling
from rulings.drafting.views.edit import refused
from rulings.drafting.views.frame import carried_out, ruling_or_404, show
from rulings.models import Ruling, RulingState
from rulings.models.kinds import PROCEDURAL
from rulings.publication.anonymity import is_settled
from rulings.publication.html import render_html
from rulings.publication.operations.note_official_publication import note_official_publication
from rulings.publication.operations.order_publication import (
    notices_waiting,
    order_publication,
    take_back_publication,
)
from rulings.publication.shown import first_blocks, shown_blocks

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
    """Show what everyone will read, and order that it be published: now, or later."""
    ruling = ruling_or_404(request, public_id)
    is_procedural = ruling.kind in PROCEDURAL
    form = PublishForm(request.POST or None, initial={"version": ruling.version}, is_procedural=is_procedural)

    ordered: list[Ruling] = []

    def act() -> object:
        current = order_publication(
            ruling=ruling,
            when=form.when(),
            despite=form.cleaned_data["despite"],
            chosen=form.cleaned_data.get("chosen", False),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )
        ordered.append(current)
        return current

    def said() -> str:
        is_out = ordered[-1].is_published
        return str(_("The ruling is published.") if is_out else _("The publication is ordered."))

    done = carried_out(request, form, act, done=lazy(said, str)(), to=request.path)
    is_signed = ruling.state == RulingState.SIGNED
    settled = not is_signed or is_settled(ruling)
    values = {
        "is_signed": is_signed,
        "settled": settled,
        "previews": previews(ruling),
        "waiting": notices_waiting(ruling, timezone.now()) if is_signed else 0,
        "publications": list(ruling.official_publications.all()),
    }
    return done or show(request, ruling, "publish", form=form, **values)


@requires("ruling.publish")
@require_POST
def keep_back(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take back an order to publish that was not carried out yet."""
    ruling = ruling_or_404(request, public_id)
    form = VersionForm(request.POST)

    def act() -> object:
        return take_back_publication(
            ruling=ruling, version=form.cleaned_data["version"], actor=request.actor, at=timezone.now()
        )

    to = reverse("drafting:publish", args=[ruling.public_id])
    return carried_out(request, form, act, done=_("The order is taken back."), to=to) or refused(request, form, to)


@requires("ruling.read_draft")
@GET_OR_POST
def official(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show where a ruling was officially published, and take another place."""
    ruling = ruling_or_404(request, public_id)
    form = OfficialForm(request.POST or None)

    def act() -> object:
        asked = form.cleaned_data
        return note_official_publication(
            ruling=ruling,
            place=asked["place"],
            day=asked["day"],
            issue=asked["issue"],
            link=asked["link"],
            actor=request.actor,
            at=timezone.now(),
        )

    done = carried_out(request, form, act, done=_("The publication is written down."), to=request.path)
    publications = list(ruling.official_publications.all())
    return done or show(request, ruling, "official", form=form, publications=publications)


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
    shown = shown_blocks(ruling) if ruling.is_published else first_blocks(ruling)
    return [
        {"language": language, "html": render_html(blocks, language).replace(' id="', ' data-id="')}
        for language, blocks in shown.items()
    ]
