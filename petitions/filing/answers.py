"""What several pages answer with besides a page."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from petitions.filing.calendars import CONTENT_TYPE

Response = TypeVar("Response", bound=HttpResponseBase)


def kept_by_nobody(response: Response) -> Response:
    """Return the response, of which neither the browser nor a proxy keeps a copy."""
    response["Cache-Control"] = "private, no-store"
    return response


def calendar_file(content: bytes) -> HttpResponse:
    """Return a calendar to be taken in by a telephone."""
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="terms.ics"'
    return kept_by_nobody(response)
