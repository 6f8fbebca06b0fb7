"""The administrator's page of what the doctor finds. It tells nothing of any petition or person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courtcase.doctor.examination import examine
from courtcase.doctor.findings import State
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest

TONES = {State.WELL: "good", State.NOT_SET_UP: "plain", State.LOOK: "warn", State.WRONG: "bad"}


@require_safe
@never_cache
@requires("system.examine")
def system(request: ActorRequest) -> HttpResponse:
    """Examine now and show every finding, the worst first; what is well stands folded beneath."""
    findings = examine()
    counts = [
        {"label": state.label, "tone": TONES[state], "count": sum(one.state == state for one in findings)}
        for state in reversed(State)
    ]
    rows = [{**one.as_words(), "label": one.state.label, "tone": TONES[one.state]} for one in findings]
    ailing, healthy = [row for row in rows if row["tone"] != "good"], [row for row in rows if row["tone"] == "good"]
    context = {"ailing": ailing, "healthy": healthy, "counts": counts, "at": timezone.now()}
    return render(request, "doctor/system.html", context)
