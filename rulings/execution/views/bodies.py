"""The pages of the bodies that carry measures out: all of theirs, one of them with its report and what is asked, one table."""

from __future__ import annotations

from collections.abc import Callable, Collection
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from courtcase.documents.serving import serve_document
from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.drafting.views.frame import carried_out
from rulings.execution.access import acting_for, bodies_of, may, measures_for
from rulings.execution.forms import AskForm, BodyStepForm
from rulings.execution.operations.tell_of_measure import ask_court, receive_document, report_as_body
from rulings.execution.queries import MeasureLine, as_shown, at_stage, counts, measure_line, nearest_page
from rulings.execution.tables import CONTENT_TYPE, write_workbook
from rulings.execution.views.frame import GET_OR_POST, PAGE, address_of, facts_of, said, views
from rulings.models import AskingKind, Measure, MeasureStep
from rulings.wording import heading_of


@requires("measure.mine")
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """List the measures the reader's bodies carry out, those nearest to their term first."""
    now, language = timezone.now(), get_language() or "kk"
    today, stage = court_day(now), request.GET.get("stage", "")
    every = measures_for(request.actor, "measure.mine", now)
    found = at_stage(as_shown(every), stage, today)
    rows, following = nearest_page(found, after=request.GET.get("after", ""), size=PAGE)
    context = {
        "lines": [{"one": measure_line(row, today), "heading": heading_of(row.ruling, language)} for row in rows],
        "views": views(counts(every, today), stage, address=reverse("execution:mine")),
        "older": address_of({}, stage=stage, after=following) if following else None,
    }
    return render(request, "rulings/bodies/mine.html", context)


@requires("measure.mine")
@require_safe
def mine_table(request: ActorRequest) -> HttpResponseBase:
    """Give out all measures of the reader's bodies as one workbook."""
    now = timezone.now()
    found = as_shown(measures_for(request.actor, "measure.mine", now)).order_by("due_on", "pk")
    file = TemporaryFile()  # noqa: SIM115  the response closes it
    write_workbook(file, found, today=court_day(now), language=get_language() or "kk")
    file.seek(0)
    answer = FileResponse(file, content_type=CONTENT_TYPE, as_attachment=True, filename="measures.xlsx")
    answer["Cache-Control"] = "private, no-store"
    return answer


def mine_or_404(request: ActorRequest, public_id: UUID, action: str) -> Measure:
    """Return a measure of the reader's bodies to which they may do `action`; 404 otherwise."""
    return get_object_or_404(as_shown(measures_for(request.actor, action, timezone.now())), public_id=public_id)


@requires("measure.mine")
@require_safe
def mine_one(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show a measure, what the body said and the Court confirmed, and what was asked and answered."""
    return show(request, mine_or_404(request, public_id, "measure.mine"))


@requires("measure.tell")
@GET_OR_POST
def tell(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say for the body how far the measure has come."""
    measure = mine_or_404(request, public_id, "measure.tell")
    given = {"version": measure.version, "stage": measure.stage}
    form = BodyStepForm(request.POST or None, request.FILES or None, initial=given)

    def act() -> object:
        now, uploaded = timezone.now(), form.cleaned_data["attachment"]
        received = (
            receive_document(measure=measure, uploaded=uploaded, actor=request.actor, at=now) if uploaded else None
        )
        return report_as_body(measure=measure, **said(form), received=received, actor=request.actor, at=timezone.now())

    done = _("The Court has your report.")
    return filled_in(request, measure, form, act, title=_("Say how far it has come"), done=done)


@requires("measure.tell")
@GET_OR_POST
def ask(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask the Court a question, for a later day, or to hand the measure on."""
    measure = mine_or_404(request, public_id, "measure.tell")
    body = acting_for(request.actor, measure, timezone.now())
    answers = body is not None and body.pk == measure.answerable_id
    form = AskForm(request.POST or None, initial={"kind": AskingKind.QUESTION}, answers=answers)

    def act() -> object:
        return ask_court(measure=measure, **form.cleaned_data, actor=request.actor, at=timezone.now())

    done = _("The Court has your question. You are told by e-mail once it is answered.")
    return filled_in(request, measure, form, act, title=_("Ask the Court"), done=done)


@requires("measure.mine")
@require_safe
def document(request: ActorRequest, public_id: UUID, step_id: int) -> HttpResponseBase:
    """Give out the letter or act that the reader's own body laid with a report; those of others are the Court's to read."""
    measure, own = mine_or_404(request, public_id, "measure.mine"), bodies_of(request.actor, timezone.now())
    return given_out(measure.steps.filter(institution__in=own), step_id)


def given_out(steps: QuerySet[MeasureStep], step_id: int) -> HttpResponseBase:
    """Give out what was laid with one of the entries whose letters the reader may have; 404 where nothing was."""
    step = steps.filter(pk=step_id).select_related("document").first()
    if step is None or step.document is None:
        raise Http404
    return serve_document(step.document)


def with_own_letters(line: MeasureLine, own: Collection[int]) -> None:
    """Take from the line the letters that were laid by other bodies than these."""
    for step in (*line.said, *line.confirmed):
        if step.institution_id not in own:
            step.document = None


def show(request: ActorRequest, measure: Measure, **values: Any) -> HttpResponse:
    """Render the page of a measure of the reader's bodies."""
    form, now = values.get("form"), timezone.now()
    own, facts = bodies_of(request.actor, now), facts_of(measure)
    with_own_letters(facts["one"], own)
    context = {
        **facts,
        "askings": list(measure.askings.filter(institution__in=own).select_related("institution", "to")),
        "may_tell": may(request.actor, "measure.tell", measure, now),
        **values,
    }
    template = "rulings/bodies/form.html" if form is not None else "rulings/bodies/one.html"
    return render(request, template, context, status=422 if form is not None and form.errors else 200)


def filled_in(
    request: ActorRequest, measure: Measure, form: Any, act: Callable[[], object], *, title: Any, done: Any
) -> HttpResponse:
    """Show a form about a measure, or carry it out and go back to the measure's page."""
    to = reverse("execution:mine_one", args=[measure.public_id])
    return carried_out(request, form, act, done=done, to=to) or show(request, measure, form=form, title=title)
