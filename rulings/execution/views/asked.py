"""A measure at the desk: both columns, what the bodies asked and what the Court answers, who does a part of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.drafting.views.frame import carried_out
from rulings.execution.forms import AnswerAskingForm, DoerForm
from rulings.execution.operations.answer_asking import answer_asking, name_doer
from rulings.execution.queries import measure_line
from rulings.execution.views.bodies import given_out
from rulings.execution.views.desk import measure_or_404
from rulings.models import AskingKind, Measure
from rulings.wording import heading_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@requires("measure.report")
@require_safe
def measure_desk(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show a measure to the execution officer: what bodies say, what the Court confirmed, what was asked."""
    return show(request, measure_or_404(public_id), doer_form=DoerForm())


@requires("measure.confirm")
@GET_OR_POST
def doer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Name a body that does a part of a measure."""
    measure = measure_or_404(public_id)
    form = DoerForm(request.POST or None)

    def act() -> object:
        return name_doer(
            measure=measure, institution=form.cleaned_data["institution"], actor=request.actor, at=timezone.now()
        )

    response = carried_out(
        request, form, act, done=_("The body is named, and its people are told."), to=page_of(measure)
    )
    return response or show(request, measure, doer_form=form)


@requires("measure.confirm")
@GET_OR_POST
def answer(request: ActorRequest, public_id: UUID, asking_id: UUID) -> HttpResponse:
    """Answer what a body asked."""
    measure = measure_or_404(public_id)
    asking = get_object_or_404(measure.askings.select_related("institution", "to"), public_id=asking_id)
    form = AnswerAskingForm(request.POST or None, is_question=asking.kind == AskingKind.QUESTION)

    def act() -> object:
        return answer_asking(asking=asking, **form.answer(), actor=request.actor, at=timezone.now())

    response = carried_out(request, form, act, done=_("The body is told what you answered."), to=page_of(measure))
    return response or show(request, measure, form=form, asking=asking)


@requires("measure.report")
@require_safe
def reported_document(request: ActorRequest, public_id: UUID, step_id: int) -> HttpResponseBase:
    """Give out the letter or act that was laid with a report."""
    return given_out(measure_or_404(public_id).steps.all(), step_id)


def page_of(measure: Measure) -> str:
    """Return the address of a measure at the desk."""
    return reverse("execution:measure", args=[measure.public_id])


def show(request: ActorRequest, measure: Measure, **values: Any) -> HttpResponse:
    """Render a measure at the desk, or the form that answers what was asked."""
    language = get_language() or "kk"
    context = {
        "one": measure_line(measure, court_day(timezone.now())),
        "heading": heading_of(measure.ruling, language),
        "language": language,
        "askings": list(measure.askings.select_related("institution", "to")),
        **values,
    }
    form = values.get("form") or values.get("doer_form")
    template = "rulings/desk/answer_asking.html" if "form" in values else "rulings/desk/measure.html"
    return render(request, template, context, status=422 if form is not None and form.errors else 200)
