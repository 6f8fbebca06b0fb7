from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.documents.serving import serve_bytes
from courtcase.law.time import COURT_ZONE, court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing.calendars import CONTENT_TYPE, Entry, calendar_of
from petitions.methods import get_only, get_or_post
from petitions.models import Case, Sitting
from petitions.proceedings import forms, queries
from petitions.proceedings.materials import too_late_to_summon
from petitions.proceedings.operations.conduct_session import adjourn_session, summon, write_minutes
from petitions.proceedings.operations.replace_judge import replace_judge
from petitions.proceedings.views.frame import act_on_case, posted, warn_of_summons


def session_or_404(public_id: UUID) -> tuple[Sitting, Case]:
    """Return a session on a case, and the case; raises Http404."""
    sitting = session_of(public_id)
    if sitting.case is None:
        raise Http404
    return sitting, sitting.case


def session_of(public_id: UUID) -> Sitting:
    """Return a session of whichever bench; raises Http404."""
    return get_object_or_404(Sitting.objects.select_related("case__subject", "case__data_key"), public_id=public_id)


def page_of(sitting: Sitting) -> str:
    """Return the address of a session's page."""
    return reverse("proceedings:session", args=[sitting.public_id])


@get_or_post
@requires("session.manage")
def call_to_it(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Summon those who take part in the case to a session."""
    sitting, case = session_or_404(public_id)
    return act_on_case(
        request,
        case=case,
        form=forms.SureForm(posted(request)),
        lead={"warning": too_late_to_summon(sitting, court_day(timezone.now())), "back_label": _("Session")},
        title=_("Summon those who take part"),
        button=_("Summon them"),
        done=_("The summons is filed, and those who take part are told."),
        carry_out=lambda: summon(sitting=sitting, actor=request.actor, at=timezone.now()),
        to=page_of(sitting),
    )


@get_or_post
@requires("session.manage")
def minutes(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """File the minutes of a session that was held."""
    sitting, case = session_or_404(public_id)
    form = forms.MinutesForm(request.POST or None)
    return act_on_case(
        request,
        case=case,
        form=form,
        lead={"back_label": _("Session")},
        title=_("Minutes of the session"),
        button=_("File the minutes"),
        done=_("The minutes are filed in the docket."),
        carry_out=lambda: write_minutes(
            sitting=sitting, minutes=form.cleaned_data["minutes"], actor=request.actor, at=timezone.now()
        ),
        to=page_of(sitting),
    )


@get_or_post
@requires("session.manage")
def adjourn(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Put off a session."""
    sitting = session_of(public_id)
    form = forms.AdjournForm(posted(request))
    at = timezone.now()

    def put_off() -> None:
        to = adjourn_session(sitting=sitting, day=form.cleaned_data["day"], actor=request.actor, at=at)
        if to is not None:
            warn_of_summons(request, to)

    return act_on_case(
        request,
        case=sitting.case,
        form=form,
        lead={"away": queries.judges_away(at), "back_label": _("Session")},
        title=_("Put the session off"),
        button=_("Put it off"),
        done=_("The session is put off; those concerned are told."),
        carry_out=put_off,
        to=page_of(sitting),
    )


@get_or_post
@requires("session.manage")
def replace(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Replace a judge on the bench of a session that is to come."""
    at = timezone.now()
    sitting = session_of(public_id)
    serving, members = queries.judges(at), sitting.members.select_related("judge")
    seated = [member.judge_id for member in members]
    form = forms.ReplaceForm(
        request.POST or None,
        seated=serving.filter(pk__in=seated),
        others=serving.exclude(pk__in=seated),
        judges=serving,
        initial={"presiding": next((member.judge_id for member in members if member.presides), None)},
    )
    return act_on_case(
        request,
        case=sitting.case,
        form=form,
        lead={"away": queries.judges_away(at), "back_label": _("Session")},
        title=_("Replace a judge on the bench"),
        button=_("Change the bench"),
        done=_("The bench is changed; those concerned are told."),
        carry_out=lambda: replace_judge(sitting=sitting, actor=request.actor, at=at, **form.cleaned_data),
        to=page_of(sitting),
    )


@get_only
@requires("session.view")
def calendar(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give out a session as a calendar file; nobody is named in it."""
    sitting = get_object_or_404(Sitting.objects.select_related("case"), public_id=public_id)
    title = str(sitting.get_bench_display())
    if sitting.case is not None:
        named = _("Case")
        title = f"{title}: {named} {sitting.case.number}"
    starts = datetime.combine(sitting.day, sitting.starts_at, tzinfo=COURT_ZONE) if sitting.starts_at else None
    entry = Entry(
        code=f"session-{sitting.public_id}",
        day=sitting.day,
        title=title,
        url=settings.PUBLIC_ADDRESS + page_of(sitting),
        starts=starts,
        place=sitting.place,
    )
    content = calendar_of([entry], name=title, at=timezone.now())
    return serve_bytes(content, content_type=CONTENT_TYPE, filename="session.ics")
