from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.frame.paging import before_of, cut
from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.permissions import may, requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.keeping import requests as asked
from petitions.keeping.forms import AnswerForm, PaperRequestForm
from petitions.keeping.operations.answer_request import ANSWERS, answer_request
from petitions.keeping.operations.ask_request import ENTERS, enter_request
from petitions.keeping.queries import petition_numbered
from petitions.methods import get_only, get_or_post
from petitions.models import DataRequest

VIEWS = "data_request.view"


@get_only
@requires(VIEWS)
def requests(request: ActorRequest) -> HttpResponse:
    """List requests about personal data, those that wait or those answered: numbers, terms and outcomes, no words."""
    waiting = request.GET.get("show") != "answered"
    found, older = cut(asked.requests(waiting=waiting, before=before_of(request)), asked.PAGE)
    at = timezone.now()
    context = {
        "requests": [asked.shown(one, is_opened=False) for one in found],
        "waiting": waiting,
        "older": f"?show={'waiting' if waiting else 'answered'}&before={older}" if older else "",
        "may_enter": may(request.actor, ENTERS, at),
        "may_block": may(request.actor, ANSWERS, at),
        "today": court_day(at),
    }
    return render(request, "petitions/keeping/requests.html", context)


@get_or_post
@requires(VIEWS)
def request_page(request: ActorRequest, request_id: UUID) -> HttpResponse:
    """Show one request; its words and the form of the answer to whoever answers, and then the look is recorded."""
    at = timezone.now()
    found = get_object_or_404(asked.with_terms(DataRequest.objects.all()), public_id=request_id)
    answers = may(request.actor, ANSWERS, at)
    if request.method == "POST" and not answers:
        raise Http404
    form = AnswerForm(request.POST or None) if answers and not found.outcome else None
    if request.method == "POST":
        form = form or AnswerForm(request.POST)
        if form.is_valid() and answered(request, found, form):
            return redirect("keeping:request", request_id)
    if answers:
        record_read(subject=found.subject, actor=request.actor, at=at, place=VIEWS)
    context = {"one": asked.shown(found, is_opened=answers), "form": form, "today": court_day(at)}
    return render(request, "petitions/keeping/request.html", context, status=422 if form and form.errors else 200)


def answered(request: ActorRequest, found: DataRequest, form: AnswerForm) -> bool:
    """Answer as a valid form says, and say whether that was done; where not, the form says why."""
    try:
        answer_request(request=found, **form.cleaned_data, actor=request.actor, at=timezone.now())
    except OperationError as error:
        form.add_operation_error(error)
        return False
    messages.success(request, _("Answered: the person is told."))
    return True


@get_or_post
@requires(ENTERS)
def new(request: ActorRequest) -> HttpResponse:
    """Enter a request that came on paper."""
    at = timezone.now()
    form = PaperRequestForm(request.POST or None, initial={"received_on": court_day(at)})
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        number = told.pop("number")
        petition = petition_numbered(number, at) if number else None
        if number and petition is None:
            form.add_error("number", _("No petition that is kept has this number."))
            return render(request, "petitions/keeping/new_request.html", {"form": form}, status=422)
        try:
            made = enter_request(**told, petition=petition, actor=request.actor, at=at)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("Entered: its number is %(number)s.") % {"number": made.number})
            return redirect("keeping:requests")
    return render(request, "petitions/keeping/new_request.html", {"form": form}, status=422 if form.errors else 200)
