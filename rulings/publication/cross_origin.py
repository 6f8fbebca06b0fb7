"""Answers that pages of any other site may read: what is public, asked without a session, and nothing else."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]
Response = TypeVar("Response", bound=HttpResponseBase)
ASKED_WITH = "If-Modified-Since, If-None-Match, If-Range, Range"
TOLD = "Content-Disposition, Content-Length, Content-Range, ETag, Last-Modified, Retry-After"


def readable_by_all(response: Response) -> Response:
    """Let the page of any site read an answer. No credentials: a browser sends no session along, and would not be given one."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = TOLD
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def may_be_asked(response: Response) -> Response:
    """Tell a browser, which asks before a page of another site does, how this can be asked."""
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
    response.headers["Access-Control-Allow-Headers"] = ASKED_WITH
    response.headers["Access-Control-Max-Age"] = "86400"
    return readable_by_all(response)


def open_to_all_sites(view: View) -> View:
    """Decorate a public view that only reads: pages of any site may read its answers."""

    @functools.wraps(view)
    def opened(request: HttpRequest, *arguments: Any, **keywords: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return may_be_asked(HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"}))
        return readable_by_all(view(request, *arguments, **keywords))

    return opened
