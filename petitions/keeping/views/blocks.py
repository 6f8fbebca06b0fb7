"""Blocked personal data: what stands, placing a block by a request, and lifting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.keeping.forms import BlockForm, ReasonForm
from petitions.keeping.operations.block_data import ACTION, lift_block, place_block
from petitions.keeping.queries import petition_numbered, request_numbered, standing_blocks
from petitions.methods import get_or_post

SHOWN = 100


@get_or_post
@requires(ACTION)
def blocks(request: ActorRequest) -> HttpResponse:
    """Show the blocks that stand, and place one on a petition by the number of a request."""
    form = BlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and placed(request, form):
        messages.success(request, _("The block stands."))
        return redirect("keeping:blocks")
    context = {"form": form, "blocks": standing_blocks()[:SHOWN]}
    return render(request, "petitions/keeping/blocks.html", context, status=422 if form.errors else 200)


def placed(request: ActorRequest, form: BlockForm) -> bool:
    """Place a block as a valid form says, and say whether it was; where not, the form says why."""
    at = timezone.now()
    petition = petition_numbered(form.cleaned_data["number"], at)
    asked = request_numbered(form.cleaned_data["request"])
    if petition is None:
        form.add_error("number", _("No petition that is kept has this number."))
    if asked is None:
        form.add_error("request", _("No request has this number."))
    if petition is None or asked is None:
        return False
    try:
        place_block(petition=petition, request=asked, actor=request.actor, at=at)
    except OperationError as error:
        form.add_operation_error(error)
        return False
    return True


@get_or_post
@requires(ACTION)
def lift(request: ActorRequest, block_id: int) -> HttpResponse:
    """Lift a block, with a reason."""
    block = get_object_or_404(standing_blocks(), pk=block_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lift_block(block=block, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now())
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("The block is lifted."))
            return redirect("keeping:blocks")
    context = {"form": form, "block": block}
    return render(request, "petitions/keeping/lift_block.html", context, status=422 if form.errors else 200)
