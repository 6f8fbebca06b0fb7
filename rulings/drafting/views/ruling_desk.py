from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from courtcase.law.queries import grounds_on
from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.permissions import may, requires
from courtcase.people.requests import ActorRequest
from rulings.access import rulings_for
from rulings.drafting.forms import NewDraftForm
from rulings.drafting.operations.draft_ruling import draft_ruling
from rulings.drafting.views.frame import first_tab
from rulings.models import RulingState, StepWithdrawal
from rulings.publication.queries import line_of, with_norms

PAGE = 50


@requires("ruling.read_draft")
@require_safe
def ruling_desk(request: ActorRequest) -> HttpResponse:
    """List the rulings the actor may read, by state, the newest first."""
    now = timezone.now()
    mine = rulings_for(request.actor, "ruling.read_draft", now)
    state = request.GET.get("state", RulingState.DRAFT)
    state = state if state in RulingState.values else RulingState.DRAFT
    after = request.GET.get("after", "")
    found = mine.filter(state=state)
    if after.isascii() and after.isdigit() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    rows = list(with_norms(found).select_related("case").order_by("-pk")[: PAGE + 1])
    language = getattr(request, "LANGUAGE_CODE", "kk")
    return render(
        request,
        "rulings/desk/list.html",
        {
            "views": views(mine, state),
            "lines": [(line_of(ruling, language), first_tab(ruling)) for ruling in rows[:PAGE]],
            "older": f"?state={state}&after={rows[PAGE - 1].pk}" if len(rows) > PAGE else None,
            "may_draft": may(request.actor, "ruling.draft", now),
            "waiting_withdrawals": StepWithdrawal.objects.filter(decided_at=None).count()
            if may(request.actor, "measure.withdraw", now)
            else 0,
            "may_list": may(request.actor, "rule.change", now),
        },
    )


def views(mine: Any, current: str) -> list[dict[str, Any]]:
    """Return the three states as views with their counts."""
    address = reverse("drafting:list")
    return [
        {
            "label": RulingState(state).label,
            "url": f"{address}?state={state}",
            "count": mine.filter(state=state).count(),
            "current": state == current,
        }
        for state in RulingState.values
    ]


@requires("ruling.draft")
@require_http_methods(["GET", "HEAD", "POST"])
def new_draft(request: ActorRequest) -> HttpResponse:
    """Begin a draft on a case, or on a petition that lay before a session."""
    now = timezone.now()
    day = court_day(now)
    grounds = grounds_on(kind="refusal", day=day) | grounds_on(kind="termination", day=day)
    form = NewDraftForm(request.POST or None, initial=request.GET.dict(), grounds=grounds)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            ruling = draft_ruling(
                kind=asked["kind"],
                sitting=asked["sitting"],
                petition=asked["petition"],
                case=asked["case"],
                join=asked["join"],
                extends_by=asked["extends_by"],
                extends_unit=asked["extends_unit"],
                grounds=list(asked["grounds"]),
                actor=request.actor,
                at=now,
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            response = redirect("drafting:texts", ruling.public_id)
            response.status_code = 303
            return response
    return render(request, "rulings/desk/new.html", {"form": form, "title": _("New draft")})
