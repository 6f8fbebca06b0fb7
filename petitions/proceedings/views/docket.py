from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.documents.serving import serve_document
from courtcase.operations import WrongState
from courtcase.people.permissions import may, requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.docket import papers_of
from petitions.methods import get_only, get_or_post
from petitions.models import Case, CaseState, DocketEntry
from petitions.proceedings import docket, forms
from petitions.proceedings.operations.plan_step import open_paper
from petitions.proceedings.views.frame import act_on_case, case_or_404, posted


@get_only
@requires("case.read")
def papers(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show the docket of a case, narrowed by kind of paper and by petition."""
    case = case_or_404(request, public_id, "case.read")
    record_read(subject=case.subject, actor=request.actor, at=timezone.now(), place="case.read")
    narrowed = docket.PaperFilter(request.GET, queryset=papers_of(case), case=case)
    at = timezone.now()
    context = {
        "case": case,
        "entries": list(narrowed.found),
        "filter": narrowed,
        "may_open": case.state == CaseState.PREPARATION and may(request.actor, "case.prepare", at),
    }
    return render(request, "proceedings/docket.html", context)


def entry_or_404(case: Case, number: int) -> DocketEntry:
    """Return the paper of this number; raises Http404."""
    entry = papers_of(case).filter(number=number).first() if number < 10**9 else None
    if entry is None:
        raise Http404
    return entry


@get_only
@requires("case.read")
def paper(request: ActorRequest, public_id: UUID, number: int) -> HttpResponse:
    """Show one paper of the docket; a file is a link on it, and a petition's words have their own page."""
    case = case_or_404(request, public_id, "case.read")
    entry = entry_or_404(case, number)
    at = timezone.now()
    record_read(subject=case.subject, actor=request.actor, at=at, place="case.read")
    context = {
        "case": case,
        "entry": entry,
        **docket.words_of(entry, case),
        "may_examine": may(request.actor, "petition.examine", at),
        "may_open": case.state == CaseState.PREPARATION and may(request.actor, "case.prepare", at),
    }
    return render(request, "proceedings/paper.html", context)


@get_only
@requires("case.read")
def paper_file(request: ActorRequest, public_id: UUID, number: int) -> HttpResponseBase:
    """Give out the file of a paper; that it was opened is recorded."""
    case = case_or_404(request, public_id, "case.read")
    entry = entry_or_404(case, number)
    if entry.document is None:
        raise Http404
    record_read(subject=case.subject, actor=request.actor, at=timezone.now(), place="case.read")
    try:
        return serve_document(entry.document, as_attachment="look" not in request.GET)
    except WrongState as error:
        context = {"case": case, "entry": entry, "why": error.message}
        return render(request, "proceedings/paper.html", context, status=409)


@get_or_post
@requires("case.prepare")
def open_entry(request: ActorRequest, public_id: UUID, number: int) -> HttpResponse:
    """Open a paper to the participants of the case."""
    case = case_or_404(request, public_id, "case.prepare")
    entry = entry_or_404(case, number)
    if entry.opened_at is not None and request.method == "GET":
        return redirect("proceedings:paper", public_id, number)
    return act_on_case(
        request,
        case=case,
        form=forms.SureForm(posted(request)),
        title=_("Open paper № %(number)s to the participants") % {"number": number},
        button=_("Open it"),
        done=_("The participants read this paper now."),
        carry_out=lambda: open_paper(entry=entry, actor=request.actor, at=timezone.now()),
        to=reverse("proceedings:docket", args=[public_id]),
    )
