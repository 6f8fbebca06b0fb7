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
    """Examine now and show every finding, the worst first."""
    findings = examine()
    counts = [
        {"label": state.label, "tone": TONES[state], "count": sum(one.state == state for one in findings)}
        for state in reversed(State)
    ]
    rows = [{"finding": one, "tone": TONES[one.state]} for one in findings]
    return render(request, "doctor/system.html", {"rows": rows, "counts": counts, "at": timezone.now()})
