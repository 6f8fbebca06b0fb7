"""What a petitioner decides about a petition that is on its way: one address each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions import access, signatories
from petitions.filing import queries
from petitions.filing.forms.codes import VersionForm, WithdrawForm, WithdrawOneForm
from petitions.filing.operations.follow_up import demand_decision, reopen_draft, withdraw_petition
from petitions.filing.operations.withdraw_one import may_leave
from petitions.filing.operations.withdraw_one import withdraw_one as withdraw_one_of
from petitions.filing.second_proof import second_proof
from petitions.filing.visitor import petition_or_404
from petitions.filing.withdrawal import consequences
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.signatories import names_of, remaining


def decide(
    request: ActorRequest,
    *,
    petition: Petition,
    form: VersionForm,
    template: str,
    carry_out: Callable[[], object],
    steps: frozenset[str],
    then: tuple[str, ...] = ("filing:follow",),
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Show the form of a decision, or carry it out and go to the address `then` (a name and words after the petition's).

    `more` is what the template shows besides.

    Where none of the workflow's `steps` is possible any more, the form is not shown: it could only be refused.
    """
    if request.method != "POST" and steps.isdisjoint(queries.petitioner_may(petition, request.actor, timezone.now())):
        return redirect("filing:follow", petition.public_id)
    if request.method == "POST" and form.is_valid():
        try:
            carry_out()
        except OperationError as error:
            form.add_operation_error(error)
        else:
            return left_behind(request, petition) if not then else redirect(then[0], petition.public_id, *then[1:])
    context = {"petition": petition, "form": form, **(more or {})}
    return render(request, template, context, status=422 if form.errors else 200)


def left_behind(request: ActorRequest, petition: Petition) -> HttpResponse:
    """Go to the petition, or, where it is no longer the visitor's, home with a word of what was done."""
    if access.petition_for(request.actor, "petition.read", petition.public_id, timezone.now()) is not None:
        return redirect("filing:follow", petition.public_id)
    messages.success(
        request, _("You withdrew. The others go on without you, and the petition is no longer shown to you.")
    )
    return redirect("filing:mine" if request.actor.account else "filing:track")


@get_or_post
@requires("petition.withdraw")
@second_proof
def withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say what a withdrawal means, and withdraw."""
    petition = petition_or_404(request, public_id, "petition.withdraw")
    if signatories.must_leave_alone(petition):
        return redirect("filing:withdraw_one", public_id)
    form = WithdrawForm(request.POST or None, initial={"version": petition.version})
    return decide(
        request,
        petition=petition,
        form=form,
        template="filing/withdraw.html",
        steps=frozenset({"withdraw"}),
        more={"consequences": consequences(petition)},
        carry_out=lambda: withdraw_petition(
            petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data
        ),
    )


@get_or_post
@requires("petition.withdraw_one")
@second_proof
def withdraw_one(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Let one of several petitioners leave; the others go on."""
    petition = petition_or_404(request, public_id, "petition.withdraw_one")
    names = names_of(petition, queries.words_as_told(petition))
    leaving = {one.pk for one in may_leave(petition, remaining(petition), request.actor)}
    initial = {"version": petition.version}
    form = WithdrawOneForm(
        request.POST or None, names={pk: name for pk, name in names.items() if pk in leaving}, initial=initial
    )
    return decide(
        request,
        petition=petition,
        form=form,
        template="filing/withdraw_one.html",
        steps=frozenset({"withdraw_one"}) if leaving else frozenset(),
        carry_out=lambda: withdraw_one_of(
            petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data
        ),
        then=(),
    )


@get_or_post
@requires("petition.demand_decision")
@second_proof
def demand(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say what the Court's own decision on a return is, and demand it."""
    petition = petition_or_404(request, public_id, "petition.demand_decision")
    form = VersionForm(request.POST or None, initial={"version": petition.version})
    return decide(
        request,
        petition=petition,
        form=form,
        template="filing/demand.html",
        steps=frozenset({"demand_decision"}),
        carry_out=lambda: demand_decision(
            petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data
        ),
    )


@get_or_post
@requires("petition.reopen")
@second_proof
def reopen(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Open a petition again that still waits for its signature."""
    petition = petition_or_404(request, public_id, "petition.reopen")
    form = VersionForm(request.POST or None, initial={"version": petition.version})
    return decide(
        request,
        petition=petition,
        form=form,
        template="filing/reopen.html",
        steps=frozenset({"reopen", "reopen_cure"}),
        carry_out=lambda: reopen_draft(petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data),
        then=("filing:step", "you"),
    )
