from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from courtcase.law.time import COURT_ZONE
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.content import canonical, open_content
from petitions.filing.answers import kept_by_nobody
from petitions.filing.papers import printed_petition, receipt_pdf
from petitions.filing.receipts import ahead_of, contents_of, filing_entry, public_reference, receipt_json
from petitions.filing.second_proof import second_proof
from petitions.filing.visitor import kept_code, note_read, petition_or_404
from petitions.methods import get_only
from petitions.versions import frozen_last


@get_only
@requires("petition.read")
@second_proof
def paper(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give out the petition to print and sign by hand, a draft too; `?large` in large type, `?lines` with empty lines."""
    petition = petition_or_404(request, public_id, "petition.read")
    note_read(request, petition, place="petition.read")
    content = printed_petition(
        petition,
        code=kept_code(request, petition),
        large_type="large" in request.GET,
        with_lines="lines" in request.GET,
    )
    return pdf_response(content, "petition.pdf")


@get_only
@requires("petition.read")
@second_proof
def receipt_page(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show the receipt of a filed petition: its number, the exact time, what was received, what happens next."""
    petition = petition_or_404(request, public_id, "petition.read")
    if petition.filed_at is None:
        raise Http404
    context = {
        "petition": petition,
        "reference": public_reference(petition),
        "received": timezone.localtime(petition.filed_at, COURT_ZONE),
        "contents": contents_of(petition),
        "ahead": ahead_of(petition, at=timezone.now()),
        "entry": filing_entry(petition),
        "code": kept_code(request, petition),
    }
    return render(request, "filing/receipt.html", context)


@get_only
@requires("petition.read")
@second_proof
def receipt(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give out the receipt of a filed petition as a PDF, which carries its proof."""
    petition = petition_or_404(request, public_id, "petition.read")
    if petition.filed_at is None:
        raise Http404
    return pdf_response(receipt_pdf(petition, at=timezone.now()), "receipt.pdf")


@get_only
@requires("petition.read")
@second_proof
def proof(request: ActorRequest, public_id: UUID) -> JsonResponse:
    """Give out the receipt as verify_receipt.py reads it: the filing and its papers, with their paths once sealed."""
    petition = petition_or_404(request, public_id, "petition.read")
    found = receipt_json(petition)
    if found is None:
        raise Http404
    return kept_by_nobody(JsonResponse(found, json_dumps_params={"indent": 2}))


@get_only
@requires("petition.read")
@second_proof
def signed_words(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give out the words that were signed as they are digested (RFC 8785): what `--words` of the script compares."""
    petition = petition_or_404(request, public_id, "petition.read")
    version = frozen_last(petition)
    if version is None:
        raise Http404
    note_read(request, petition, place="petition.read")
    response = HttpResponse(canonical(open_content(petition, version)), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="petition.json"'
    return kept_by_nobody(response)


def pdf_response(content: bytes, filename: str) -> HttpResponse:
    """Return a PDF that nobody but its reader keeps."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return kept_by_nobody(response)
