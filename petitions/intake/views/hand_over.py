"""A petition goes to a colleague and back: one address an act."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.people.permissions import requires
from courtcase.people.queries import accounts_with_role
from courtcase.people.requests import ActorRequest
from courtcase.people.roles import Role
from petitions.acting import act_on
from petitions.filing.visitor import petition_or_404
from petitions.intake.forms import GoingBackForm, HandOverForm
from petitions.intake.operations.hand_over import give_back, hand_over, take_back
from petitions.methods import get_or_post


@get_or_post
@requires("petition.hand_over")
def hand(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Hand a petition over to a colleague."""
    petition = petition_or_404(request, public_id, "petition.hand_over")
    at = timezone.now()
    clerks = accounts_with_role(Role.CLERK, at).exclude(pk=request.actor.signed_in.pk)
    form = HandOverForm(request.POST or None, clerks=clerks, initial={"version": petition.version})
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Hand over to a colleague"),
        button=_("Hand over"),
        done=_("The petition is handed over, and your colleague is told."),
        carry_out=lambda: hand_over(petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data),
    )


@get_or_post
@requires("petition.hand_over")
def give(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give a petition back to whoever handed it over."""
    petition = petition_or_404(request, public_id, "petition.hand_over")
    form = GoingBackForm(request.POST or None, initial={"version": petition.version})
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Give back to whoever handed it over"),
        button=_("Give back"),
        done=_("The petition is given back, and your colleague is told."),
        carry_out=lambda: give_back(petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data),
    )


@get_or_post
@requires("petition.take_back")
def take(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Undo a handing over, as the head of intake."""
    petition = petition_or_404(request, public_id, "petition.take_back")
    form = GoingBackForm(request.POST or None, initial={"version": petition.version})
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Undo the handing over"),
        button=_("Undo it"),
        done=_("The petition is back with whoever handed it over, and both are told."),
        carry_out=lambda: take_back(petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data),
    )
