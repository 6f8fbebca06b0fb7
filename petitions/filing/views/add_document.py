from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from courtcase.documents.operations import Received
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing.file_limits import limits_of_files
from petitions.filing.forms.papers import AddedDocumentForm
from petitions.filing.operations.arrange import add_joined
from petitions.filing.operations.attach import receive_page, require_place
from petitions.filing.second_proof import second_proof
from petitions.filing.views.attachments import lay_each, named
from petitions.filing.visitor import petition_or_404
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.workflow import SUPPLEMENTABLE


@get_or_post
@requires("petition.add_document")
@second_proof
def add_document(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Add documents to a petition that is on its way; photographs of one document are made one PDF, where that is wished."""
    petition = petition_or_404(request, public_id, "petition.add_document")
    if petition.state not in SUPPLEMENTABLE:
        return redirect("filing:follow", public_id)
    is_sent = request.method == "POST"
    # Behind the second proof the page is opened with what was chosen before; the files are chosen once more.
    kind = petition.petitioner_kind
    chosen = AddedDocumentForm(initial=request.POST.dict(), petitioner_kind=kind)
    form = AddedDocumentForm(request.POST, request.FILES, petitioner_kind=kind) if is_sent else chosen
    if is_sent and form.is_valid() and added(request, petition, form):
        return redirect("filing:follow", public_id)
    context = {"petition": petition, "form": form, "limits": limits_of_files()}
    return render(request, "filing/add_document.html", context, status=422 if form.errors else 200)


def added(request: ActorRequest, petition: Petition, form: AddedDocumentForm) -> bool:
    """Add what a valid form carries; where that cannot be done, say why on the form."""
    purpose = form.cleaned_data["purpose"]
    if not form.cleaned_data["as_one"]:
        return lay_each(request, petition, form, purpose)
    try:
        require_place(petition=petition, purpose=purpose, actor=request.actor, at=timezone.now())
        pages = received_pages(form)
        if not form.errors:
            add_joined(petition=petition, pages=pages, purpose=purpose, actor=request.actor, at=timezone.now())
    except OperationError as error:
        form.add_operation_error(error)
    return not form.errors


def received_pages(form: AddedDocumentForm) -> list[Received]:
    """Return the pictures a form carries, received; of each that is none, or is damaged, the form says why, and all go."""
    pages: list[Received] = []
    for uploaded in form.cleaned_data["attachment"]:
        try:
            pages.append(receive_page(uploaded=uploaded))
        except OperationError as error:
            form.add_error("attachment", f"{named(uploaded)} — {error.message}")
    if form.errors:
        for one in pages:
            one.written.path.unlink(missing_ok=True)
    return pages
