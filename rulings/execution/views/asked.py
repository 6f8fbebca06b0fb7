"""A measure at the desk: both columns, what the bodies asked and what the Court answers, who does a part of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.drafting.views.frame import carried_out
from rulings.execution.forms import AnswerAskingForm, BodyForm
from rulings.execution.operations.answer_asking import answer_asking
from rulings.execution.operations.name_bodies import name_answerable, name_doer
from rulings.execution.views.bodies import given_out
from rulings.execution.views.desk import measure_or_404
from rulings.execution.views.frame import GET_OR_POST, facts_of
from rulings.models import AskingKind, Measure


@requires("measure.report")
@require_safe
def measure_desk(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show a measure to the execution officer: what bodies say, what the Court confirmed, what was asked."""
    return show(request, measure_or_404(public_id), body_form=BodyForm())


@requires("measure.confirm")
@GET_OR_POST
def body(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Name a body that answers for a measure, or does a part of it."""
    measure = measure_or_404(public_id)
    form = BodyForm(request.POST or None)

    def act() -> object:
        name = name_answerable if form.cleaned_data["what"] == "answers" else name_doer
        institution = form.cleaned_data["institution"]
        return name(measure=measure, institution=institution, actor=request.actor, at=timezone.now())

    response = carried_out(
        request, form, act, done=_("The body is named, and its people are told."), to=page_of(measure)
    )
    return response or show(request, measure, body_form=form)


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
    context = {
        **facts_of(measure),
        "askings": list(measure.askings.select_related("institution", "to")),
        **values,
    }
    form = values.get("form") or values.get("body_form")
    template = "rulings/desk/answer_asking.html" if "form" in values else "rulings/desk/measure.html"
    return render(request, template, context, status=422 if form is not None and form.errors else 200)
