from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.models import Event
from courtcase.register.proofs import receipt_proof
from petitions.filing.papers import paper_version, receipt_pdf
from petitions.filing.second_proof import second_proof
from petitions.filing.visitor import kept_code, note_read, petition_or_404
from petitions.methods import get_only
from petitions.versions import frozen_last


@get_only
@requires("petition.read")
@second_proof
def paper(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give out the paper version of a submitted petition, to print and sign; `?large` in large type."""
    petition = petition_or_404(request, public_id, "petition.read")
    if frozen_last(petition) is None:
        raise Http404
    note_read(request, petition, place="petition.read")
    content = paper_version(petition, code=kept_code(request, petition), large_type="large" in request.GET)
    return pdf_response(content, "petition.pdf")


@get_only
@requires("petition.read")
@second_proof
def receipt(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give out the receipt of a filed petition."""
    petition = petition_or_404(request, public_id, "petition.read")
    if petition.filed_at is None:
        raise Http404
    return pdf_response(receipt_pdf(petition), "receipt.pdf")


@get_only
@requires("petition.read")
def proof(request: ActorRequest, public_id: UUID) -> JsonResponse:
    """Give out the register's proof that the filing was recorded: its position and path once it is sealed."""
    petition = petition_or_404(request, public_id, "petition.read")
    filed = Event.objects.filter(subject=petition.subject_id, name="petition.filed").order_by("pk").first()
    if filed is None:
        raise Http404
    return JsonResponse(receipt_proof(filed), json_dumps_params={"indent": 2})


def pdf_response(content: bytes, filename: str) -> HttpResponse:
    """Return a PDF that nobody but its reader keeps."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "private, no-store"
    return response
