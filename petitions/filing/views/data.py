"""What is kept of a person: a copy of all of it, and the way to close the account."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from courtcase.documents.queries import open_document
from courtcase.operations import OperationError, WrongState
from courtcase.people.limits import too_many_for
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest, account_of
from petitions.filing.answers import kept_by_nobody
from petitions.filing.desk import clients_of
from petitions.filing.exporting import open_file
from petitions.filing.forms.data import CloseAccountForm
from petitions.filing.operations.close_account import close_account
from petitions.filing.operations.export_data import KEPT, ask_account_export, ask_petition_export, take_export
from petitions.filing.second_proof import second_proof
from petitions.filing.visitor import petition_or_404
from petitions.methods import get_only, get_or_post
from petitions.models import DataExport, Petition
from petitions.workflow import State

SHOWN = 5


@get_only
@requires("petition.export")
@second_proof
def data(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say what is kept of a petition, and show the copies that were asked for."""
    petition = exported_or_404(request, public_id)
    return render(request, "filing/data.html", {"petition": petition, **copies(petition.exports)})


@require_POST
@requires("petition.export")
@second_proof
def ask(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask for a copy of everything held about a petition."""
    petition = exported_or_404(request, public_id)
    try:
        ask_petition_export(petition=petition, language=request.LANGUAGE_CODE, actor=request.actor, at=timezone.now())
    except OperationError as error:
        context = {"petition": petition, "refused": error.message, **copies(petition.exports)}
        return render(request, "filing/data.html", context, status=422)
    return redirect("filing:data", public_id)


@require_POST
@requires("petition.export")
@second_proof
def take(request: ActorRequest, public_id: UUID, export_id: UUID) -> HttpResponseBase:
    """Give out a copy of a petition's data, once."""
    petition = exported_or_404(request, public_id)
    return given(request, petition.exports.filter(public_id=export_id).first())


@get_only
@requires("petition.export_mine")
def my_data(request: ActorRequest) -> HttpResponse:
    """Say what is kept of the account, and show the copies that were asked for."""
    mine = DataExport.objects.filter(account=account_of(request))
    return render(request, "filing/my_data.html", copies(mine))


@require_POST
@requires("petition.export_mine")
def ask_mine(request: ActorRequest) -> HttpResponse:
    """Ask for a copy of everything held about the account and its petitions."""
    account = account_of(request)
    try:
        ask_account_export(account=account, language=request.LANGUAGE_CODE, actor=request.actor, at=timezone.now())
    except OperationError as error:
        context = {"refused": error.message, **copies(DataExport.objects.filter(account=account))}
        return render(request, "filing/my_data.html", context, status=422)
    return redirect("filing:my_data")


@require_POST
@requires("petition.export_mine")
def take_mine(request: ActorRequest, export_id: UUID) -> HttpResponseBase:
    """Give out a copy of the account's data, once."""
    return given(request, DataExport.objects.filter(account=account_of(request), public_id=export_id).first())


@get_or_post
@requires("account.close")
def close(request: ActorRequest) -> HttpResponse:
    """Say what closing the account means, and close it; the answer is the only place where the codes ever stand."""
    account = account_of(request)
    form = CloseAccountForm(request.POST if request.method == "POST" else None, account=account)
    if request.method == "POST":
        if too_many_for(str(account.pk), "close-account", limit=10, seconds=600):
            form.add_error(None, _("Too many tries. Wait ten minutes, or telephone the Court."))
        elif form.is_valid():
            try:
                going_on = close_account(account=account, actor=request.actor, at=timezone.now())
            except OperationError as error:
                form.add_operation_error(error)
            else:
                request.session.flush()
                return render(request, "filing/account_closed.html", {"going_on": going_on})
    count = Petition.objects.filter(account=account, institution=None).count()
    context = {"form": form, "count": count, "clients": clients_of(request.actor).count()}
    return render(request, "filing/close_account.html", context, status=422 if form.errors else 200)


def exported_or_404(request: ActorRequest, public_id: UUID) -> Petition:
    """Return a petition whose data may be copied; a draft is read where it is written. Raises Http404."""
    petition = petition_or_404(request, public_id, "petition.export")
    if petition.state == State.DRAFT:
        raise Http404
    return petition


def copies(exports: object) -> dict[str, object]:
    """Return what a page shows of the copies that were asked for, newest first."""
    now = timezone.now()
    found = list(exports.order_by("-pk")[:SHOWN])  # type: ignore[attr-defined]
    for one in found:
        one.is_open = one.ready_at is not None and one.taken_at is None and one.ready_at > now - KEPT
    return {"exports": found}


def given(request: ActorRequest, export: DataExport | None) -> HttpResponseBase:
    """Return a copy's bytes as they are opened, piece by piece. Raises Http404, WrongState."""
    if export is None:
        raise Http404
    taken = take_export(export=export, actor=request.actor, at=timezone.now())
    if taken.document is None:
        raise WrongState(_("The copy is still being made. Come back in a few minutes."))
    response = StreamingHttpResponse(open_file(open_document(taken.document), taken), content_type="application/zip")
    response["Content-Length"] = str(taken.size)
    response["Content-Disposition"] = 'attachment; filename="data.zip"'
    return kept_by_nobody(response)
