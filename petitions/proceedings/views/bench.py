from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from courtcase.people.operations.leave import enter_leave, take_back_leave
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions import access
from petitions.cases import open_words
from petitions.intake.views.leave import leave_or_404
from petitions.methods import get_only, get_or_post
from petitions.models import Case, Question, Sitting
from petitions.proceedings import forms, queries
from petitions.proceedings.deliberation import questions_of
from petitions.proceedings.operations.deliberate import put_question, record_result
from petitions.proceedings.operations.recuse import (
    GROUNDS_PURPOSE,
    ask_recusal,
    decide_recusal,
)
from petitions.proceedings.views.conduct import session_or_404
from petitions.proceedings.views.frame import act_on_case, case_or_404, posted


@get_or_post
@requires("case.ask_recusal")
def recuse(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask that a judge be recused from a case."""
    case = case_or_404(request, public_id, "case.ask_recusal")
    form = forms.RecusalForm(request.POST or None, judges=queries.recusable(request.actor, timezone.now()))
    return act_on_case(
        request,
        case=case,
        form=form,
        title=_("Ask for a recusal"),
        button=_("Ask"),
        done=_("The recusal is asked for; the Chair decides."),
        carry_out=lambda: ask_recusal(
            case=case,
            judge=form.cleaned_data["judge"],
            grounds=form.cleaned_data["grounds"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )


@get_or_post
@requires("case.decide_recusal")
def decide(request: ActorRequest, public_id: UUID, recusal_id: UUID) -> HttpResponse:
    """Read the grounds of a recusal and decide on it; that they were read is recorded."""
    case = case_or_404(request, public_id, "case.decide_recusal")
    recusal = case.recusals.select_related("judge").filter(public_id=recusal_id).first()
    if recusal is None:
        raise Http404
    recusal.case = case
    record_read(subject=case.subject, actor=request.actor, at=timezone.now(), place="case.decide_recusal")
    grounds = open_words(case, recusal.sealed_grounds, purpose=GROUNDS_PURPOSE)
    form = forms.DecideForm(request.POST or None, grounds=grounds)
    return act_on_case(
        request,
        case=case,
        form=form,
        title=_("Recusal: %(name)s") % {"name": recusal.judge.full_name},
        button=_("Decide"),
        done=_("The recusal is decided; the judge is told."),
        carry_out=lambda: decide_recusal(
            recusal=recusal, granted=form.cleaned_data["granted"] == "yes", actor=request.actor, at=timezone.now()
        ),
    )


@get_or_post
@requires("leave.of_bench")
def absences(request: ActorRequest) -> HttpResponse:
    """Show when judges are away, and enter it."""
    at = timezone.now()
    form = forms.AbsenceForm(request.POST or None, judges=queries.judges(at))
    if request.method == "POST" and form.is_valid():
        try:
            enter_leave(
                account=form.cleaned_data["judge"],
                first_day=form.cleaned_data["first_day"],
                last_day=form.cleaned_data["last_day"],
                deputy=None,
                actor=request.actor,
                at=at,
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            return redirect("proceedings:absences")
    context = {"form": form, "absences": queries.judges_away(at)}
    return render(request, "proceedings/absences.html", context, status=422 if form.errors else 200)


@get_or_post
@requires("leave.of_bench")
def back(request: ActorRequest, leave_id: int) -> HttpResponse:
    """Take back the leave of a judge."""
    leave = leave_or_404(leave_id, of=queries.judges(timezone.now()))
    form = forms.SureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            take_back_leave(leave=leave, actor=request.actor, at=timezone.now())
        except OperationError as error:
            form.add_operation_error(error)
        else:
            return redirect("proceedings:absences")
    title = _("%(name)s is not away after all") % {"name": leave.account.full_name}
    context = {"form": form, "title": title, "button": _("Take it back")}
    return render(request, "proceedings/form.html", context, status=422 if form.errors else 200)


def deliberated_or_404(request: ActorRequest, public_id: UUID) -> tuple[Sitting, Case]:
    """Return a held session and its case to a judge who sat, and record the look; raises Http404 to everybody else."""
    sitting, case = session_or_404(public_id)
    at = timezone.now()
    sat = sitting.members.filter(judge=request.actor.account, present=True).exists()
    if not sat or not access.cases_for(request.actor, "deliberation.view", at).filter(pk=case.pk).exists():
        raise Http404
    record_read(subject=case.subject, actor=request.actor, at=at, place="deliberation.view")
    return sitting, case


@get_only
@requires("deliberation.view")
def deliberation(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show the questions of a deliberation and their results to those who sat."""
    sitting, case = deliberated_or_404(request, public_id)
    presides = sitting.members.filter(judge=request.actor.account, presides=True).exists()
    questions = questions_of(sitting, case)
    waiting = next((one.row.position for one in questions if not one.row.result), None)
    context = {"sitting": sitting, "case": case, "questions": questions, "presides": presides, "waiting": waiting}
    return render(request, "proceedings/deliberation.html", context)


@get_or_post
@requires("deliberation.view")
def put(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Put the next question of a deliberation."""
    sitting, case = deliberated_or_404(request, public_id)
    form = forms.QuestionForm(request.POST or None)
    return act_on_case(
        request,
        case=case,
        form=form,
        title=_("Put a question"),
        button=_("Put it"),
        done=_("The question is put."),
        carry_out=lambda: put_question(
            sitting=sitting, text=form.cleaned_data["text"], actor=request.actor, at=timezone.now()
        ),
        to=reverse("proceedings:deliberation", args=[public_id]),
    )


@get_or_post
@requires("deliberation.view")
def vote(request: ActorRequest, public_id: UUID, position: int) -> HttpResponse:
    """Record the result of a vote."""
    sitting, case = deliberated_or_404(request, public_id)
    found = (
        Question.objects.filter(sitting=sitting, position=position) if position < 10_000 else Question.objects.none()
    )
    question = found.first()
    if question is None:
        raise Http404
    question.sitting = sitting
    form = forms.VoteForm(request.POST or None)
    return act_on_case(
        request,
        case=case,
        form=form,
        title=_("Result of question %(number)s") % {"number": position},
        button=_("Record the result"),
        done=_("The result stands."),
        carry_out=lambda: record_result(
            question=question,
            in_favour=form.cleaned_data["in_favour"],
            chair_in_favour=form.chair(),
            actor=request.actor,
            at=timezone.now(),
        ),
        to=reverse("proceedings:deliberation", args=[public_id]),
    )
