from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.frame.paging import before_of, cut
from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.permissions import may, requires
from courtcase.people.requests import ActorRequest
from petitions.methods import get_only, get_or_post
from petitions.models import BenchKind, Sitting
from petitions.proceedings import forms, queries
from petitions.proceedings.materials import materials_of
from petitions.proceedings.operations.call_session import call_session
from petitions.proceedings.operations.hold_session import hold_session


@get_only
@requires("session.view")
def sessions(request: ActorRequest) -> HttpResponse:
    """List the sessions, newest first."""
    page, older = cut(queries.sittings(before=before_of(request)), queries.PAGE)
    may_call = may(request.actor, "session.manage", timezone.now())
    context = {
        "sittings": page,
        "older": f"?before={older}" if older else "",
        "may_call": may_call,
        "waiting": queries.ready_for_session().count() if may_call else 0,
    }
    return render(request, "proceedings/sessions.html", context)


@get_or_post
@requires("session.manage")
def call(request: ActorRequest) -> HttpResponse:
    """Call a session of the acceptance bench with studied petitions on its agenda."""
    at = timezone.now()
    form = forms.SessionForm(request.POST or None, judges=queries.judges(at), petitions=queries.ready_for_session())
    if request.method == "POST" and form.is_valid():
        try:
            sitting = call_session(
                bench=BenchKind.ACCEPTANCE,
                day=form.cleaned_data["day"],
                judges=list(form.cleaned_data["judges"]),
                presiding=form.cleaned_data["presiding"],
                petitions=list(form.cleaned_data["petitions"]),
                actor=request.actor,
                at=at,
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("The session is called."))
            return redirect("proceedings:session", sitting.public_id)
    context = {
        "form": form,
        "title": _("Call a session of the acceptance bench"),
        "button": _("Call the session"),
        "away": queries.judges_away(at),
    }
    return render(request, "proceedings/form.html", context, status=422 if form.errors else 200)


@get_only
@requires("session.view")
def session(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show a session: its bench, its agenda, and what became of each petition."""
    sitting = get_object_or_404(Sitting.objects.select_related("case__data_key", "adjourned_to"), public_id=public_id)
    at = timezone.now()
    is_to_come = sitting.held_at is None and sitting.adjourned_at is None
    materials = materials_of(sitting, sitting.case) if sitting.case and is_to_come else None
    summons = materials.summons if materials else None
    context = {
        "materials": materials,
        "is_summons_kept": summons is None or summons.is_kept(sitting, court_day(at)),
        "is_to_come": is_to_come,
        "may_deliberate": sitting.case is not None
        and sitting.members.filter(judge=request.actor.account, present=True).exists(),
        "today": court_day(at),
        "sitting": sitting,
        "members": list(sitting.members.select_related("judge").order_by("-presides", "pk")),
        "agenda": list(sitting.agenda.select_related("petition").order_by("position")),
        "may_manage": may(request.actor, "session.manage", at),
        "may_draft": may(request.actor, "ruling.draft", at),
    }
    return render(request, "proceedings/session.html", context)


@get_or_post
@requires("session.manage")
def hold(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Record who was present at a session."""
    sitting = get_object_or_404(Sitting, public_id=public_id)
    at = timezone.now()
    form = forms.AttendanceForm(request.POST or None, sitting=sitting, judges=queries.judges(at))
    if request.method == "POST" and form.is_valid():
        try:
            present = dict.fromkeys(form.cleaned_data["present"], True)
            hold_session(sitting=sitting, present=present, actor=request.actor, at=at)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("Attendance is recorded."))
            return redirect("proceedings:session", public_id)
    context = {"form": form, "title": _("Who was present?"), "button": _("Record attendance")}
    return render(request, "proceedings/form.html", context, status=422 if form.errors else 200)
