from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.models import LegalHold
from courtcase.register.operations import lift_hold, place_hold
from petitions.keeping.forms import HoldForm, ReasonForm
from petitions.keeping.queries import petition_numbered, standing_holds
from petitions.methods import get_or_post

SHOWN = 100


@get_or_post
@requires("register.hold")
def holds(request: ActorRequest) -> HttpResponse:
    """Show the legal holds that stand, and place one on a petition by its number."""
    form = HoldForm(request.POST or None, initial={"number": request.GET.get("number", "")[:40]})
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        petition = petition_numbered(form.cleaned_data["number"], at)
        if petition is None:
            form.add_error("number", _("No petition that is kept has this number."))
        else:
            try:
                place_hold(subject=petition.subject, reason=form.cleaned_data["reason"], actor=request.actor, at=at)
            except OperationError as error:
                form.add_operation_error(error)
            else:
                messages.success(request, _("The hold stands: nothing of the petition is destroyed."))
                return redirect("keeping:holds")
    context = {"form": form, "holds": standing_holds()[:SHOWN]}
    return render(request, "petitions/keeping/holds.html", context, status=422 if form.errors else 200)


@get_or_post
@requires("register.hold")
def lift(request: ActorRequest, hold_id: int) -> HttpResponse:
    """Lift a hold, with a reason."""
    hold = get_object_or_404(standing_holds().filter(cause=""), pk=hold_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lift_hold(hold=hold, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now())
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("The hold is lifted."))
            return redirect("keeping:holds")
    context = {"form": form, "hold": hold, "petition": petition_of(hold)}
    return render(request, "petitions/keeping/lift.html", context, status=422 if form.errors else 200)


def petition_of(hold: LegalHold) -> object | None:
    """Return the petition a hold keeps; None where it keeps something else."""
    return getattr(hold.subject, "petition", None)
