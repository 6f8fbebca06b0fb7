"""Answers of public pages: no cookie, asked anew each time and, when nothing changed, answered in a few bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language

from courtcase.frame.layout import layout_version

Response = TypeVar("Response", bound=HttpResponseBase)


class Kept:
    """Pages as they were made, by their ETags, the one asked for longest ago first; threads share it."""

    pages: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
    size = 0
    lock = threading.Lock()


def kept_or_made(etag: str, render: Callable[[], Response]) -> Response | HttpResponse:
    """Return the page that was made under this ETag before, or make and keep it."""
    with Kept.lock:
        known = Kept.pages.get(etag)
        if known is not None:
            Kept.pages.move_to_end(etag)
            return HttpResponse(known[0], content_type=known[1])
    response = render()
    if isinstance(response, HttpResponse) and response.status_code == HTTPStatus.OK:
        keep_page(etag, bytes(response.content), response.headers["Content-Type"])
    return response


def keep_page(etag: str, content: bytes, content_type: str) -> None:
    """Keep a page, and let go of those asked for longest ago where they take too much memory together."""
    with Kept.lock:
        if etag in Kept.pages or len(content) > settings.PAGES_KEPT_BYTES:
            return
        Kept.pages[etag] = (content, content_type)
        Kept.size += len(content)
        while Kept.size > settings.PAGES_KEPT_BYTES:
            _etag, (gone, _type) = Kept.pages.popitem(last=False)
            Kept.size -= len(gone)


def public_page(
    request: HttpRequest,
    *,
    stamp: Iterable[object],
    changed_at: datetime | None,
    render: Callable[[], Response],
    keep: bool = False,
) -> Response | HttpResponse:
    """Return the page, or 304 when the reader's copy still stands.

    `stamp` holds whatever tells one state of the page's data from another; the language and the layout are added.
    `changed_at` is the instant of the last change, if known; `render` is called only when the page must be made. With
    `keep` the process keeps it under its ETag and gives it to the next reader: it is never older than the ETag says.
    """
    parts = [layout_version(), get_language(), request.get_full_path(), *stamp]
    etag = quote_etag(sha256("|".join(map(str, parts)).encode()).hexdigest()[:40])
    last_modified = int(changed_at.timestamp()) if changed_at else None
    known = get_conditional_response(request, etag=etag, last_modified=last_modified)
    response: Response | HttpResponse = known or (kept_or_made(etag, render) if keep and not request.GET else render())
    response.headers.setdefault("ETag", etag)
    if last_modified is not None:
        response.headers.setdefault("Last-Modified", http_date(last_modified))
    response.headers["Cache-Control"] = "no-cache"
    return response


def kept_answer(
    request: HttpRequest, *, digest: str, changed_at: datetime, render: Callable[[], Response]
) -> Response | HttpResponse:
    """Return a file that is kept, or 304 when the reader's copy has the same digest; asked anew each time.

    Its tag is the digest alone, the same in every release and language, so that a download can go on where it ended.
    """
    etag, last_modified = quote_etag(digest), int(changed_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=last_modified) or render()
    response.headers.setdefault("ETag", etag)
    response.headers.setdefault("Last-Modified", http_date(last_modified))
    response.headers["Cache-Control"] = "no-cache"
    return response
