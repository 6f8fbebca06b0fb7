from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courtcase.people.permissions import public
from rulings.publication.caching import public_page

LISTS = ("/api/v1/rulings/", "/api/v1/norms/", "/api/v1/measures/", "/api/v1/statistics/", "/api/v1/open-data/")
EXAMPLES = (
    "/api/v1/rulings/?number=29-НП",
    "/api/v1/norms/?act=criminal-procedure-code-2014&path=482",
    "/api/v1/measures/?stage=adopted",
)


@public("api.ruling")
@require_safe
def api_page(request: HttpRequest) -> HttpResponse:
    """Tell people how machines read what is published here."""

    def made() -> HttpResponse:
        return render(request, "rulings/public/api.html", {"lists": LISTS, "examples": EXAMPLES})

    return public_page(request, stamp=["api"], changed_at=None, render=made)
