"""Where a page's policy differs from that of all others."""

from __future__ import annotations

from django.http import HttpResponse


def let_htmx_swap(response: HttpResponse) -> HttpResponse:
    """Let the one page whose answer this is put in pieces that our server sends, as htmx does; return the answer.

    htmx hands what it fetched to the browser's parser as text, which Trusted Types forbid. A policy that let every text
    through would only look like a guard, so these few pages go without: what they fetch and run is ours all the same.
    """
    response._csp_replace = {"require-trusted-types-for": None, "trusted-types": None}  # type: ignore[attr-defined]
    return response
