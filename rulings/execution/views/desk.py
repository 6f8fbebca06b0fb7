from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.drafting.views.frame import carried_out
from rulings.execution.forms import ConfirmForm, StepForm
from rulings.execution.operations.take_step import confirm_measure, report_measure
from rulings.execution.queries import at_stage, counts, measure_line, nearest_page, public_measures, that_wait
from rulings.execution.views.frame import GET_OR_POST, PAGE, facts_of, said, views
from rulings.models import Measure, StepWithdrawal
from rulings.wording import heading_of

WAITS = "waits"


@requires("measure.report")
@require_safe
def execution_desk(request: ActorRequest) -> HttpResponse:
    """List the measures of published rulings, those nearest to their term first."""
    today, language = court_day(timezone.now()), get_language() or "kk"
    stage = request.GET.get("stage", "")
    waits = public_measures().filter(that_wait())
    found = waits if stage == WAITS else at_stage(public_measures(), stage, today)
    rows, following = nearest_page(found, after=request.GET.get("after", ""), size=PAGE)
    lines = [{"one": measure_line(row, today), "heading": heading_of(row.ruling, language)} for row in rows]
    address = reverse("execution:desk")
    waiting = {"label": _("Waits for the Court"), "url": f"{address}?stage={WAITS}", "count": waits.count()}
    shown = [*views(counts(public_measures(), today), stage, address=address), waiting | {"current": stage == WAITS}]
    if stage == WAITS:
        shown[0]["current"] = False
    older = "?" + urlencode({"stage": stage, "after": following}) if following else None
    waiting_withdrawals = StepWithdrawal.objects.filter(decided_at=None).count()
    values = {"lines": lines, "views": shown, "older": older, "waiting_withdrawals": waiting_withdrawals}
    return render(request, "rulings/desk/execution.html", values)


@requires("measure.report")
@GET_OR_POST
def report(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Enter what the answerable body says about a measure."""
    measure = measure_or_404(public_id)
    form = StepForm(request.POST or None, initial={"version": measure.version, "stage": measure.stage})

    def act() -> object:
        return report_measure(measure=measure, **said(form), actor=request.actor, at=timezone.now())

    return step_page(request, measure, form, act, title=_("What the body says"), done=_("The report is entered."))


@requires("measure.confirm")
@GET_OR_POST
def confirm(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Confirm, for the Court, how far a measure has come."""
    measure = measure_or_404(public_id)
    form = ConfirmForm(request.POST or None, initial={"version": measure.version, "stage": measure.stage})

    def act() -> object:
        act = {name: form.cleaned_data[name] for name in ("resulting_act", "resulting_words")}
        return confirm_measure(measure=measure, **said(form), **act, actor=request.actor, at=timezone.now())

    return step_page(request, measure, form, act, title=_("Confirm for the Court"), done=_("The stage is confirmed."))


def measure_or_404(public_id: UUID) -> Measure:
    """Return a measure of a published ruling."""
    return get_object_or_404(public_measures(), public_id=public_id)


def step_page(
    request: ActorRequest,
    measure: Measure,
    form: StepForm,
    act: Callable[[], object],
    *,
    title: str | Promise,
    done: str | Promise,
) -> HttpResponse:
    """Show the form of an entry with the measure beside it, or carry it out and go back to the desk."""
    response = carried_out(request, form, act, done=done, to=reverse("execution:measure", args=[measure.public_id]))
    if response is not None:
        return response
    return render(request, "rulings/desk/step.html", {"form": form, "title": title, **facts_of(measure)})
