"""Answers of public pages: no cookie, asked anew each time and, when nothing changed, answered in a few bytes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language

Response = TypeVar("Response", bound=HttpResponseBase)
TEMPLATES = ("base.html", "home.html", "parts/*.html", "rulings/public/*.html")


@functools.cache
def layout_version() -> str:
    """Return a digest of everything a public page is made of besides its data: templates, words, the stylesheet."""
    folder = settings.BASE_DIR / "templates"
    files = [path for pattern in TEMPLATES for path in sorted(folder.glob(pattern))]
    files += sorted(settings.BASE_DIR.glob("locale/*/*/LC_MESSAGES/django.mo"))
    files += sorted(settings.BASE_DIR.glob("static/css/*.css"))
    digest = sha256(str(settings.IS_DEMO).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def public_page(
    request: HttpRequest,
    *,
    stamp: Iterable[object],
    changed_at: datetime | None,
    render: Callable[[], Response],
) -> Response | HttpResponse:
    """Return the page, or 304 when the reader's copy still stands.

    `stamp` holds whatever tells one state of the page's data from another; the language and the layout are added.
    `changed_at` is the instant of the last change, if known; `render` is called only when the page must be made.
    """
    parts = [layout_version(), get_language(), request.get_full_path(), *stamp]
    etag = quote_etag(sha256("|".join(map(str, parts)).encode()).hexdigest()[:40])
    last_modified = int(changed_at.timestamp()) if changed_at else None
    response = get_conditional_response(request, etag=etag, last_modified=last_modified) or render()
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
