"""What a petitioner decides about a petition that is on its way: one address each."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing import queries
from petitions.filing.forms.codes import VersionForm, WithdrawForm
from petitions.filing.operations.follow_up import demand_decision, reopen_draft, withdraw_petition
from petitions.filing.second_proof import second_proof
from petitions.filing.visitor import petition_or_404
from petitions.methods import get_or_post
from petitions.models import Petition


def decide(
    request: ActorRequest,
    *,
    petition: Petition,
    form: VersionForm,
    template: str,
    carry_out: Callable[[], object],
    steps: frozenset[str],
    then: tuple[str, ...] = ("filing:follow",),
) -> HttpResponse:
    """Show the form of a decision, or carry it out and go to the address `then` (a name and words after the petition's).

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
            return redirect(then[0], petition.public_id, *then[1:])
    return render(request, template, {"petition": petition, "form": form}, status=422 if form.errors else 200)


@get_or_post
@requires("petition.withdraw")
@second_proof
def withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say what a withdrawal means, and withdraw."""
    petition = petition_or_404(request, public_id, "petition.withdraw")
    form = WithdrawForm(request.POST or None, initial={"version": petition.version})
    return decide(
        request,
        petition=petition,
        form=form,
        template="filing/withdraw.html",
        steps=frozenset({"withdraw"}),
        carry_out=lambda: withdraw_petition(
            petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data
        ),
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
