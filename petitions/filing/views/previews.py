from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from courtcase.documents.previews import previews_of, text_of
from courtcase.documents.serving import serve_document
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing.second_proof import second_proof
from petitions.filing.views.attachments import attachment_or_404
from petitions.filing.visitor import note_read, note_read_of_part, petition_or_404
from petitions.methods import get_only


@get_only
@requires("petition.read")
@second_proof
def preview(request: ActorRequest, public_id: UUID, attachment_id: int) -> HttpResponse:
    """Show the first pages of a file as pictures, or its text, or say why there is nothing to show."""
    petition = petition_or_404(request, public_id, "petition.read")
    attachment = attachment_or_404(petition, attachment_id)
    note_read(request, petition, place="petition.read")
    shown = previews_of(attachment.document)
    context = {
        "petition": petition,
        "attachment": attachment,
        "document": attachment.document,
        "pages": [one for one in shown if one.is_picture],
        "text": "\n".join(text_of(one) for one in shown if not one.is_picture),
        "is_whole": bool(shown) and shown[-1].is_last,
    }
    return render(request, "filing/preview.html", context)


@get_only
@requires("petition.read")
@second_proof
def picture(request: ActorRequest, public_id: UUID, attachment_id: int, page: int) -> HttpResponseBase:
    """Give out the picture of one page, for the page above."""
    petition = petition_or_404(request, public_id, "petition.read", related=("subject",))
    attachment = attachment_or_404(petition, attachment_id)
    note_read_of_part(request, petition, place="petition.read")
    for one in previews_of(attachment.document):
        if one.page == page and one.is_picture:
            return serve_document(one.stored, as_attachment=False)
    raise Http404
