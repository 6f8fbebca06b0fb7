"""The living page of parts, and the page on how data is guarded."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courtcase.frame.samples import parts_context
from courtcase.people.permissions import public, requires


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
