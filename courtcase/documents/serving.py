"""Give a stored file to a browser so that it can do no harm there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, cast
from urllib.parse import quote

import structlog
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from courtcase.documents.models import Document, ScanState
from courtcase.documents.names import split_ending
from courtcase.documents.queries import open_document
from courtcase.documents.recognition import why_refused
from courtcase.operations import WrongState

logger = structlog.get_logger(__name__)
# What a browser may show inside its window; everything else is only ever saved.
SHOWN_INLINE = frozenset({"application/pdf", "image/jpeg", "image/png"})
RANGE = re.compile(r"bytes=(?P<first>\d{0,15})-(?P<last>\d{0,15})")
PIECE_BYTES = 256 * 1024
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; frame-ancestors 'self'"


def serve_document(document: Document, *, as_attachment: bool = True) -> FileResponse:
    """Return the file as a response; the caller has checked that this person may have it.

    `as_attachment=False` lets the browser show PDF and pictures. Raises WrongState while the virus scan is owed,
    after a virus was found, or when the storage cannot give the bytes.
    """
    if document.scan_state == ScanState.WAITING:
        raise WrongState(_("This file is still being checked for viruses. Try again in a few minutes."))
    if document.scan_state == ScanState.CHECKING:
        raise WrongState(_("This file is just being checked. Try again in a minute."), code="checking")
    if document.scan_state == ScanState.REFUSED:
        raise WrongState(why_refused(document.refused), code="refused")
    if not document.is_readable:
        raise WrongState(_("A virus was found in this file, so it cannot be opened."), code="virus")
    try:
        file = open_document(document)
    except OSError as error:
        logger.error("file_not_readable", document=str(document.public_id), error=type(error).__name__)
        raise WrongState(
            _("This file cannot be read just now. Try again in a few minutes."), code="not_readable"
        ) from error
    inline = not as_attachment and document.content_type in SHOWN_INLINE
    response = FileResponse(file, content_type=document.content_type)
    response["Content-Length"] = str(document.size)
    response["Content-Disposition"] = content_disposition(document, inline=inline)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def serve_range(request: HttpRequest, document: Document, *, digest: str) -> HttpResponseBase | None:
    """Return the part of a file that a request asks for; None where it asks for the whole, or has the part of another file.

    The tag of the answer is the digest. One range at a time: whoever asks for several is given the whole.
    """
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    is_same = request.headers.get("If-Range", f'"{digest}"') == f'"{digest}"'
    if asked is None or not is_same or not asked["first"] + asked["last"]:
        return None
    first = int(asked["first"]) if asked["first"] else max(document.size - int(asked["last"]), 0)
    last = int(asked["last"]) if asked["first"] and asked["last"] else document.size - 1
    if first >= document.size or last < first:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{document.size}"})
    last = min(last, document.size - 1)
    answer = serve_document(document)
    file = cast(IO[bytes], answer.file_to_stream)
    file.seek(first)
    response = StreamingHttpResponse(pieces_of(file, last - first + 1), status=206, headers=dict(answer.headers))
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{document.size}"
    # Compressed on the way, a part would be a part of something else.
    response["Content-Encoding"] = "identity"
    return response


def pieces_of(file: IO[bytes], left: int) -> Iterator[bytes]:
    """Yield so many bytes of an open file from where it stands, and close it."""
    with file:
        while left and (piece := file.read(min(left, PIECE_BYTES))):
            left -= len(piece)
            yield piece


def serve_bytes(content: bytes, *, content_type: str, filename: str) -> HttpResponse:
    """Return a file that was made just now and is stored nowhere; `filename` is of ours, ASCII, and names nobody."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def content_disposition(document: Document, *, inline: bool = False) -> str:
    """Return the header by RFC 6266: the true name percent-encoded (RFC 5987), an ASCII name without a person in it.

    Proxies log the ASCII form, and a file is often named after its owner, so that form is made of the id.
    """
    ending = split_ending(document.filename)[1]
    plain = f"document-{document.public_id.hex[:8]}{ending if ending.isascii() else ''}"
    manner = "inline" if inline else "attachment"
    return f"{manner}; filename=\"{plain}\"; filename*=UTF-8''{quote(document.filename, safe='')}"
