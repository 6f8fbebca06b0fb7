"""Say that something is wrong on a page, and what the Court does about it."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courtcase.feedback.content import Words, opened
from courtcase.feedback.forms import AnswerForm, TellForm
from courtcase.feedback.models import PageReport
from courtcase.feedback.operations import close_report, tell_of_page
from courtcase.feedback.queries import reports
from courtcase.frame.paging import before_of, cut
from courtcase.frame.place import cleaned
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.limits import too_many, too_many_for
from courtcase.people.permissions import public, requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read, record_reads

HOUR, DAY = 3_600, 24 * 3_600
# Of one network address within an hour, and of all together within a day.
MOST_OF_NETWORK, MOST_OF_ALL = 10, 1_000
PAGE = 25


class Line(NamedTuple):
    """A report of the list beside its words."""

    report: PageReport
    words: Words


@public("page_report.tell")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Take what is wrong on the page that the link named; the page knows nothing of who writes."""
    form = TellForm(request.POST or None, initial={"page": cleaned(request.GET.get("page", ""))})
    if request.method == "POST" and form.is_valid():
        if is_too_much(request):
            form.add_error(None, gettext("Too many reports were sent from here. Try again in an hour."))
        else:
            tell_of_page(**form.cleaned_data, language=get_language() or "kk", actor=Actor.nobody(), at=timezone.now())
            return redirect("feedback:told")
    facts = {"form": form, "page": cleaned(str(form["page"].value() or ""))}
    return render(request, "feedback/tell.html", facts, status=422 if form.errors else 200)


def is_too_much(request: HttpRequest) -> bool:
    """Count one report of the network address, of which a digest alone is kept, and one of all."""
    of_network = too_many(request, "page-report", limit=MOST_OF_NETWORK, seconds=HOUR)
    return of_network or too_many_for("everybody", "page-report-all", limit=MOST_OF_ALL, seconds=DAY)


@public("page_report.tell")
@require_safe
def told(request: HttpRequest) -> HttpResponse:
    """Say that it arrived."""
    return render(request, "feedback/told.html")


@requires("page_report.read")
@require_safe
def listed(request: ActorRequest) -> HttpResponse:
    """Show the reports that wait, or those that are closed, the newest first; that their words were read is recorded."""
    closed = request.GET.get("state") == "closed"
    found, following = cut(list(reports(closed=closed, before=before_of(request))[: PAGE + 1]), PAGE)
    state = "closed" if closed else "open"
    older = f"?state={state}&before={following}" if following else ""
    subjects = [one.subject_id for one in found]
    record_reads(subjects=subjects, place="page_report.read", actor=request.actor, at=timezone.now())
    lines = [Line(one, opened(one)) for one in found]
    return render(request, "feedback/list.html", {"lines": lines, "older": older, "closed": closed})


@requires("page_report.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show one report whole, and close it with a word."""
    found = PageReport.objects.select_related("subject", "data_key", "closed_by")
    one, now = get_object_or_404(found, public_id=public_id), timezone.now()
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_report(report=one, answer=form.cleaned_data["answer"], actor=request.actor, at=now)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, gettext("The report is closed."))
            return redirect("feedback:list")
    record_read(subject=one.subject, place="page_report.read", actor=request.actor, at=now)
    facts = {"report": one, "words": opened(one), "form": form}
    return render(request, "feedback/report.html", facts, status=422 if form.errors else 200)
