from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courtcase.documents.serving import serve_document
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing import queries
from petitions.filing.forms.papers import AttachmentForm
from petitions.filing.operations.attach import attach, detach
from petitions.filing.second_proof import second_proof
from petitions.filing.visitor import kept_code, note_read, petition_or_404
from petitions.methods import get_only, get_or_post
from petitions.models import Attachment, Petition
from petitions.workflow import EDITABLE, SUPPLEMENTABLE


@get_or_post
@requires("petition.draft")
@second_proof
def attachments(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show the files laid with a draft, or lay one more."""
    petition = petition_or_404(request, public_id, "petition.draft")
    if petition.state not in EDITABLE:
        return redirect("filing:follow", public_id)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and laid(request, petition, form):
        return redirect("filing:attachments", public_id)
    context = {
        "petition": petition,
        "form": form,
        **queries.way(petition).frame("attachments"),
        "attachments": queries.laid_with(petition),
        "code": kept_code(request, petition),
    }
    return render(request, "filing/attachments.html", context, status=422 if form.errors else 200)


@get_or_post
@requires("petition.add_document")
@second_proof
def add_document(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Add a document to a petition that is on its way."""
    petition = petition_or_404(request, public_id, "petition.add_document")
    if petition.state not in SUPPLEMENTABLE:
        return redirect("filing:follow", public_id)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and laid(request, petition, form):
        return redirect("filing:follow", public_id)
    context = {"petition": petition, "form": form}
    return render(request, "filing/add_document.html", context, status=422 if form.errors else 200)


@require_POST
@requires("petition.draft")
@second_proof
def remove(request: ActorRequest, public_id: UUID, attachment_id: int) -> HttpResponse:
    """Take a file out of a draft."""
    petition = petition_or_404(request, public_id, "petition.draft")
    attachment = attachment_or_404(petition, attachment_id)
    detach(petition=petition, attachment=attachment, actor=request.actor, at=timezone.now())
    return redirect("filing:attachments", public_id)


@get_only
@requires("petition.read")
@second_proof
def download(request: ActorRequest, public_id: UUID, attachment_id: int) -> HttpResponseBase:
    """Give out one file of a petition to those who may read it."""
    petition = petition_or_404(request, public_id, "petition.read")
    note_read(request, petition, place="petition.read")
    return serve_document(attachment_or_404(petition, attachment_id).document)


def laid(request: ActorRequest, petition: Petition, form: AttachmentForm) -> bool:
    """Lay the file a valid form carries; where that cannot be done, say why on the form."""
    try:
        attach(
            petition=petition,
            uploaded=form.cleaned_data["attachment"],
            purpose=form.cleaned_data["purpose"],
            actor=request.actor,
            at=timezone.now(),
        )
    except OperationError as error:
        form.add_operation_error(error)
        return False
    return True


def attachment_or_404(petition: Petition, attachment_id: int) -> Attachment:
    """Return one file laid with `petition`; raises Http404."""
    found = petition.attachments.filter(pk=attachment_id, removed_at=None).select_related("document").first()
    if found is None:
        raise Http404
    return found
