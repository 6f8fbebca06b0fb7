"""What a person asks about the personal data held of them: from the account, or by the code of a petition."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest, account_of
from petitions.filing.second_proof import second_proof
from petitions.filing.visitor import petition_or_404
from petitions.keeping import requests as asked
from petitions.keeping.forms import AskForm
from petitions.keeping.operations.ask_request import ASKS, ask_request
from petitions.methods import get_or_post
from petitions.models import DataRequest, Petition

SHOWN = 20


@get_or_post
@requires(ASKS)
def my_requests(request: ActorRequest) -> HttpResponse:
    """Show what the account asked and what was answered, and take a new request."""
    return page(request, asked.of_account(account_of(request)), petition=None)


@get_or_post
@requires(ASKS)
@second_proof
def of_petition(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what was asked by the code of a petition and what was answered, and take a new request."""
    petition = petition_or_404(request, public_id, ASKS)
    account = request.actor.account if petition.account_id is not None else None
    found = asked.of_account(account) if account is not None else asked.of_petition(petition)
    return page(request, found, petition=petition)


def page(request: ActorRequest, found: QuerySet[DataRequest], *, petition: Petition | None) -> HttpResponse:
    """Take a new request from a valid form, or show the form and what was asked before."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_request(
                **form.cleaned_data,
                language=request.LANGUAGE_CODE,
                petition=petition,
                actor=request.actor,
                at=timezone.now(),
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("Your request came: its number is %(number)s.") % {"number": made.number})
            return redirect(request.path)
    context = {
        "form": form,
        "petition": petition,
        "requests": [asked.shown(one, is_opened=True) for one in found[:SHOWN]],
    }
    return render(request, "petitions/keeping/own_requests.html", context, status=422 if form.errors else 200)
