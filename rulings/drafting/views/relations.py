from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.drafting.forms import VersionForm
from rulings.drafting.link_forms import RelationForm
from rulings.drafting.operations.relate_rulings import relate_ruling, unrelate_ruling
from rulings.drafting.views.edit import refused
from rulings.drafting.views.frame import carried_out, ruling_or_404


@requires("ruling.read_draft")
@require_POST
def add_relation(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Write down how the draft stands to another ruling."""
    ruling = ruling_or_404(request, public_id)
    form = RelationForm(request.POST)

    def act() -> object:
        return relate_ruling(
            ruling=ruling,
            to=form.cleaned_data["number"],
            kind=form.cleaned_data["kind"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    to = reverse("drafting:links", args=[ruling.public_id])
    return carried_out(request, form, act, done=_("The relation is written down."), to=to) or refused(request, form, to)


@requires("ruling.read_draft")
@require_POST
def remove_relation(request: ActorRequest, public_id: UUID, relation: int) -> HttpResponse:
    """Take a relation out again."""
    ruling = ruling_or_404(request, public_id)
    link = get_object_or_404(ruling.links_out.select_related("from_ruling", "to_ruling"), pk=relation)
    form = VersionForm(request.POST)

    def act() -> object:
        return unrelate_ruling(link=link, version=form.cleaned_data["version"], actor=request.actor, at=timezone.now())

    to = reverse("drafting:links", args=[ruling.public_id])
    return carried_out(request, form, act, done=_("The relation is taken out."), to=to) or refused(request, form, to)
