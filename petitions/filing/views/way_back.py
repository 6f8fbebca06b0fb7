"""The way back to a draft by a message. The link's code stands behind its #, which no browser sends: it is in no log."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.limits import too_many, too_many_letters
from courtcase.people.permissions import public, requires
from courtcase.people.requests import ActorRequest
from petitions.filing.forms.way_back import OpenDraftForm, WayBackForm
from petitions.filing.operations.draft_link import DAYS, send_draft_link, use_link_code
from petitions.filing.operations.erase_drafts import kept_until, terms_at
from petitions.filing.visitor import hold, kept_code, petition_or_404
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.versions import written_last
from petitions.workflow import UNFILED

SENT = _("If this address has had no message of ours yet, or was confirmed, one is on its way.")


@get_or_post
@requires("petition.draft")
def way_back(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say how a draft is found again, and send the way back to an address the person types."""
    petition = petition_or_404(request, public_id, "petition.draft")
    if petition.state not in UNFILED:
        return redirect("filing:follow", public_id)
    form = WayBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and sent(request, petition, form):
        messages.success(request, str(SENT))
        return redirect("filing:way_back", public_id)
    context = {
        "petition": petition,
        "form": form,
        "code": kept_code(request, petition),
        "days": DAYS,
        "until": until_of(petition),
    }
    return render(request, "filing/way_back.html", context, status=422 if form.errors else 200)


def until_of(petition: Petition) -> date | None:
    """Return the last day on which the draft is surely kept; None: it is not erased."""
    if petition.institution_id is not None:
        return None
    saved_on = court_day(written_last(petition).saved_at)
    return kept_until(petition, saved_on=saved_on, terms=terms_at(timezone.now()))


def sent(request: ActorRequest, petition: Petition, form: WayBackForm) -> bool:
    """Send the way back as a valid form says; where that cannot be done, say why on the form."""
    channel, address = form.road
    try:
        too_often = too_many(request, "draft-link", limit=10, seconds=3600)
        if too_often or (channel == "email" and too_many_letters(address)):
            raise OperationError(_("Too many messages were asked for. Write the code down, or try again in an hour."))
        send_draft_link(petition=petition, channel=channel, address=address, actor=request.actor, at=timezone.now())
    except OperationError as error:
        form.add_operation_error(error)
        return False
    return True


@get_or_post
@public("petition.track")
def open_draft(request: ActorRequest) -> HttpResponse:
    """Show a button and, only when it is pressed, exchange the code of a message for the draft: looking uses nothing up."""
    form = OpenDraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if too_many(request, "track", limit=10, seconds=600):
            form.add_error("code", _("Too many tries. Wait ten minutes, or telephone the Court."))
        else:
            petition = use_link_code(code=form.cleaned_data["code"], actor=request.actor, at=timezone.now())
            if petition is not None:
                hold(request, petition)
                return redirect("filing:follow", petition.public_id)
            form.add_error("code", _("This code is not right, was used already, or is too old. Each works once."))
    return render(request, "filing/open_draft.html", {"form": form}, status=422 if form.errors else 200)
