"""The answer of a body without an account, which came on paper, entered by a clerk."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.acting import act_on
from petitions.filing.visitor import petition_or_404
from petitions.forwarding import last_forwarding
from petitions.intake.forms_answer import AnswerCameForm
from petitions.intake.operations.attach_paper import ACTION
from petitions.intake.operations.enter_answer import enter_answer
from petitions.intake.paper_days import PaperDays
from petitions.methods import get_or_post
from petitions.models import IncomingPaper, Petition
from petitions.workflow import State


@get_or_post
@requires("paper.attach")
def answer_came(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Enter what the body to which a petition was forwarded answered on paper."""
    petition = petition_or_404(request, public_id, ACTION)
    forwarding = last_forwarding(petition)
    is_over = petition.state != State.FORWARDED or (forwarding is not None and bool(forwarding.answer))
    # A form that was open meanwhile is told what became of it; nobody is led to an empty one.
    if forwarding is None or (is_over and request.method == "GET"):
        raise Http404
    initial = {"version": petition.version}
    form = AnswerCameForm(request.POST or None, request.FILES or None, body=forwarding.body, initial=initial)
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("An answer came on paper"),
        button=_("Enter the answer"),
        done=_("The answer is entered, and the petitioner is told."),
        carry_out=lambda: enter(request, petition, form),
    )


def enter(request: ActorRequest, petition: Petition, form: AnswerCameForm) -> IncomingPaper:
    """Enter the answer a valid form describes."""
    at, values = timezone.now(), form.cleaned_data
    days = PaperDays(received_on=values["received_on"] or court_day(at), sent_on=values["sent_on"])
    return enter_answer(
        petition=petition,
        answer=values["answer"],
        words=values["words"],
        days=days,
        scan=values["scan"],
        actor=request.actor,
        at=at,
        version=values["version"],
    )
