"""The living page of parts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courtcase.frame.samples import parts_context
from courtcase.people.permissions import requires


@require_safe
@requires("styleguide.view")
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every part in each of its states, with invented words."""
    return render(request, "styleguide.html", parts_context())
