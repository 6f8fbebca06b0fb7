from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.intake.routing import rules_in_use


@requires("routing.edit")
def routing(request: ActorRequest) -> HttpResponse:
    """Show the ladder of routing in use, first rung first."""
    return render(request, "intake/routing.html", {"rules": rules_in_use(timezone.now())})
