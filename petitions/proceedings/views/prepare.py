from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.methods import get_or_post
from petitions.proceedings import forms, queries
from petitions.proceedings.operations.plan_step import finish_step, plan_step
from petitions.proceedings.operations.send_request import record_answer, send_request
from petitions.proceedings.views.frame import act_on_case, case_or_404, posted


@get_or_post
@requires("case.prepare")
def ask(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask a body for information or an opinion."""
    case = case_or_404(request, public_id, "case.prepare")
    form = forms.RequestForm(request.POST or None, initial={"language": "kk"})
    return act_on_case(
        request,
        case=case,
        form=form,
        title=_("Ask a body for information or an opinion"),
        button=_("Send the request"),
        done=_("The request is filed and on its way."),
        carry_out=lambda: send_request(case=case, **form.asked(), actor=request.actor, at=timezone.now()),
    )


@get_or_post
@requires("case.prepare")
def answer(request: ActorRequest, public_id: UUID, request_id: UUID) -> HttpResponse:
    """File the answer of a body."""
    case = case_or_404(request, public_id, "case.prepare")
    asked = case.requests.filter(public_id=request_id).first()
    if asked is None:
        raise Http404
    asked.case = case
    initial = {"day": court_day(timezone.now())}
    form = forms.AnswerForm(request.POST or None, request.FILES or None, initial=initial)
    return act_on_case(
        request,
        case=case,
        form=form,
        title=_("File the answer of %(body)s") % {"body": asked.body},
        button=_("File the answer"),
        done=_("The answer is filed in the docket."),
        carry_out=lambda: record_answer(
            request=asked,
            uploaded=form.cleaned_data["attachment"],
            day=form.cleaned_data["day"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )


@get_or_post
@requires("case.prepare")
def plan(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Add a step to the plan of preparation."""
    case = case_or_404(request, public_id, "case.prepare")
    form = forms.PlanForm(request.POST or None, people=queries.preparers(timezone.now()))
    return act_on_case(
        request,
        case=case,
        form=form,
        title=_("Add a step to the plan of preparation"),
        button=_("Add this step"),
        done=_("The step stands in the plan."),
        carry_out=lambda: plan_step(
            case=case,
            what=form.cleaned_data["what"],
            who=form.cleaned_data["who"],
            due=form.cleaned_data["due"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )


@get_or_post
@requires("case.prepare")
def done(request: ActorRequest, public_id: UUID, step_id: UUID) -> HttpResponse:
    """Mark a step of the plan as done."""
    case = case_or_404(request, public_id, "case.prepare")
    step = case.plan.filter(public_id=step_id).first()
    if step is None:
        raise Http404
    step.case = case
    return act_on_case(
        request,
        case=case,
        form=forms.SureForm(posted(request)),
        title=_("This step of the plan is done"),
        button=_("It is done"),
        done=_("The step is marked as done."),
        carry_out=lambda: finish_step(step=step, actor=request.actor, at=timezone.now()),
    )
