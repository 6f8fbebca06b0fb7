"""The living page of parts, and the page on how data is guarded."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from courtcase.frame.samples import parts_context
from courtcase.people.permissions import public, requires

# What no list of searched pages should hold: rooms of people and of the Court. Whatever is private is guarded besides.
ROBOTS = "\n".join(
    ["User-agent: *"]
    + [
        f"Disallow: /{language}/{room}/"
        for language in ("kk", "ru", "en")
        for room in (
            "account",
            "petitions",
            "intake",
            "proceedings",
            "institution",
            "administration",
            "desk",
            "demo",
            "page-report",
        )
    ]
    + [f"Allow: /{language}/petitions/new/" for language in ("kk", "ru", "en")]
    + [f"Allow: /{language}/petitions/can-this-court-help/" for language in ("kk", "ru", "en")]
    + ["Disallow: /egov-mobile/", ""]
)


@require_safe
@public("page.home")
def robots(request: HttpRequest) -> HttpResponse:
    """Tell programs that search which pages are for them."""
    base = settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    return HttpResponse(f"{ROBOTS}\nSitemap: {base}/sitemap.xml\n", content_type="text/plain; charset=utf-8")


@require_safe
@public("page.home")
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask for the old name of a site's mark to the mark."""
    return redirect(static("images/mark.svg"))


@require_safe
@requires("styleguide.view")
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every part in each of its states, with invented words."""
    return render(request, "styleguide.html", parts_context())


@require_safe
@public("page.privacy")
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept of a person, why, and who sees it."""
    return render(request, "privacy.html")
