from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.filing.visitor import petition_or_404
from petitions.methods import get_only, get_or_post
from petitions.models import NormChange
from petitions.proceedings import desk, forms, queries
from petitions.proceedings.case_map import drawn, things_of
from petitions.proceedings.operations.raise_alarms import raise_alarms
from petitions.proceedings.operations.write_note import note_of, write_note
from petitions.proceedings.views.frame import act_on_case, case_or_404

ALARMED = _("Every petition and every open case on this norm is marked, and everyone concerned is told.")


@get_only
@requires("judge.desk")
def my_desk(request: ActorRequest) -> HttpResponse:
    """Show a judge, or a judge's assistant, their cases and what waits for them."""
    at = timezone.now()
    context = {"waiting": desk.waiting_for(request.actor, at), "cases": desk.cases_of(request.actor, at)}
    return render(request, "proceedings/desk.html", {**context, "today": court_day(at)})


@get_or_post
@requires("case.note")
def notes(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Write private notes on a case, which nobody else reads."""
    case = case_or_404(request, public_id, "case.note")
    at = timezone.now()
    form = forms.NoteForm(
        request.POST if request.method == "POST" else None,
        initial={"text": note_of(case=case, actor=request.actor, at=at)},
    )
    return act_on_case(
        request,
        case=case,
        form=form,
        title=_("My notes"),
        button=_("Keep them"),
        done=_("Your notes are kept."),
        carry_out=lambda: write_note(case=case, text=form.cleaned_data["text"], actor=request.actor, at=at),
    )


@get_only
@requires("case.read")
def said(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what the Court said before on the articles contested and claimed in a case."""
    case = case_or_404(request, public_id, "case.read")
    context = {"case": case, "said": queries.said_before(case, request.LANGUAGE_CODE)}
    return render(request, "proceedings/said.html", context)


@get_only
@requires("case.read")
def case_map(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show a case as a drawing of what hangs together in it, and the same in words."""
    case = case_or_404(request, public_id, "case.read")
    record_read(subject=case.subject, actor=request.actor, at=timezone.now(), place="case.read")
    things = things_of(case, request.LANGUAGE_CODE)
    return render(request, "proceedings/map.html", {"case": case, "things": things, "svg": drawn(case.number, things)})


@get_or_post
@requires("case.raise_alarm")
def alarm_of_petition(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say what became of a norm that a petition contests; every petition and open case on it is told of."""
    petition = petition_or_404(request, public_id, "case.raise_alarm")
    norms = queries.contested_by(petition)
    form = forms.AlarmForm(request.POST or None, norms=norms, language=request.LANGUAGE_CODE)
    back = reverse("intake:petition", args=[public_id])
    if request.method == "POST" and form.is_valid():
        try:
            raise_alarms(**said_in(form), actor=request.actor, at=timezone.now())
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, str(ALARMED))
            return redirect(back)
    context = {
        "form": form,
        "title": _("Something became of the contested norm"),
        "button": _("Tell everyone concerned"),
        "back": back,
        "back_label": petition.register_number or _("Petition without a number"),
    }
    return render(request, "proceedings/form.html", context, status=422 if form.errors else 200)


def said_in(form: forms.AlarmForm) -> dict[str, Any]:
    """Return what a filled in form says became of a norm, as the operation takes it."""
    told = form.cleaned_data
    return {
        "provisions": [int(told["norm"])],
        "change": NormChange(told["change"]),
        "by": told["by"],
        "day": told["day"],
    }


@get_or_post
@requires("case.raise_alarm")
def alarm(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say what became of a norm contested in a case; every open case on it is marked."""
    case = case_or_404(request, public_id, "case.raise_alarm")
    norms = queries.contested_in(case)
    form = forms.AlarmForm(request.POST or None, norms=norms, language=request.LANGUAGE_CODE)
    return act_on_case(
        request,
        case=case,
        form=form,
        title=_("Something became of the contested norm"),
        button=_("Tell everyone concerned"),
        done=ALARMED,
        carry_out=lambda: raise_alarms(**said_in(form), actor=request.actor, at=timezone.now()),
    )
