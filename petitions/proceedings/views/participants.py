from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.documents.serving import serve_document
from courtcase.frame.paging import before_of, cut
from courtcase.operations import WrongState
from courtcase.people.models import Account
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions import access
from petitions.methods import get_only, get_or_post
from petitions.models import CaseState
from petitions.norm_alarms import norm_alarms
from petitions.proceedings import docket, forms, queries
from petitions.proceedings.operations.admit_participant import admit_to_case, end_participation
from petitions.proceedings.participation import papers_for, takes_part
from petitions.proceedings.views.frame import act_on_case, case_or_404


@get_only
@requires("case.admit")
def participants(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show who takes and who took part in a case."""
    case = case_or_404(request, public_id, "case.admit")
    record_read(subject=case.subject, actor=request.actor, at=timezone.now(), place="case.admit")
    at = timezone.now()
    found = case.participants.select_related("account").order_by("pk")
    context = {
        "case": case,
        "rows": [{"who": one, "is_current": takes_part(one, at)} for one in found],
        "may_admit": case.state == CaseState.PREPARATION,
    }
    return render(request, "proceedings/participants.html", context)


@get_or_post
@requires("case.admit")
def admit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Admit somebody with an account to a case."""
    case = case_or_404(request, public_id, "case.admit")
    form = forms.AdmitForm(request.POST or None)
    return act_on_case(
        request,
        case=case,
        form=form,
        title=_("Admit a participant"),
        button=_("Admit"),
        done=_("The participant is admitted and told."),
        carry_out=lambda: admit_to_case(
            case=case,
            account=Account.objects.filter(email__iexact=form.cleaned_data["email"]).first(),
            capacity=form.cleaned_data["capacity"],
            ends_on=form.cleaned_data["ends_on"],
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=timezone.now(),
        ),
        to=reverse("proceedings:participants", args=[public_id]),
    )


@get_or_post
@requires("case.admit")
def end(request: ActorRequest, public_id: UUID, participant_id: UUID) -> HttpResponse:
    """End somebody's taking part in a case."""
    case = case_or_404(request, public_id, "case.admit")
    participant = case.participants.select_related("account").filter(public_id=participant_id).first()
    if participant is None:
        raise Http404
    participant.case = case
    form = forms.EndForm(request.POST or None)
    return act_on_case(
        request,
        case=case,
        form=form,
        title=_("%(name)s takes part no longer") % {"name": participant.account.full_name},
        button=_("End it"),
        done=_("What was open until now stays readable; nothing newer is seen."),
        carry_out=lambda: end_participation(
            participant=participant, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now()
        ),
        to=reverse("proceedings:participants", args=[public_id]),
    )


@get_only
@requires("case.follow")
def my_cases(request: ActorRequest) -> HttpResponse:
    """List the cases the actor takes or took part in, newest first."""
    found = access.cases_for(request.actor, "case.follow", timezone.now()).order_by("-pk")
    before = before_of(request)
    found = found.filter(pk__lt=before) if before is not None else found
    page, older = cut(list(found[: queries.PAGE + 1]), queries.PAGE)
    return render(request, "proceedings/my_cases.html", {"cases": page, "older": f"?before={older}" if older else ""})


@get_only
@requires("case.follow")
def my_case(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show a participant the papers of a case that are open to participants; that they were shown is recorded."""
    case = case_or_404(request, public_id, "case.follow")
    at = timezone.now()
    record_read(subject=case.subject, actor=request.actor, at=at, place="case.follow")
    taken = list(case.participants.filter(account=request.actor.account))
    context = {
        "case": case,
        "entries": list(papers_for(case=case, actor=request.actor, at=at)),
        "is_current": any(takes_part(one, at) for one in taken),
        "alarms": norm_alarms(case=case),
    }
    return render(request, "proceedings/my_case.html", context)


@get_only
@requires("case.follow")
def my_paper(request: ActorRequest, public_id: UUID, number: int) -> HttpResponseBase:
    """Give a participant the file of an open paper, or show its words; that it was opened is recorded."""
    case = case_or_404(request, public_id, "case.follow")
    at = timezone.now()
    found = papers_for(case=case, actor=request.actor, at=at)
    entry = found.filter(number=number).first() if number < 10**9 else None
    if entry is None:
        raise Http404
    record_read(subject=case.subject, actor=request.actor, at=at, place="case.follow")
    context = {"case": case, "entry": entry, **docket.words_of(entry, case)}
    if entry.document is None:
        return render(request, "proceedings/my_paper.html", context)
    try:
        return serve_document(entry.document)
    except WrongState as error:
        return render(request, "proceedings/my_paper.html", {**context, "why": error.message}, status=409)
