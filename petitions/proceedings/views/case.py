from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.frame.paging import before_of, cut
from courtcase.law.queries import open_clocks
from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.permissions import may, requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions import access
from petitions.intake.history import history_of_subject
from petitions.methods import get_only, get_or_post
from petitions.models import BenchKind, Case, CaseState
from petitions.norm_alarms import norm_alarms
from petitions.proceedings import forms, queries
from petitions.proceedings.conflicts import free
from petitions.proceedings.judges import shown_for
from petitions.proceedings.materials import summons_rule
from petitions.proceedings.operations.call_session import call_session
from petitions.proceedings.operations.name_rapporteurs import name_rapporteurs
from petitions.proceedings.views.frame import act_on_case, case_or_404, warn_of_summons

# Kinds of rulings (codes of `rulings`) by which a case goes on, as the case page offers to draft them.
MOVING = (
    ("extension", _("extension")),
    ("suspension", _("suspension")),
    ("resumption", _("resumption")),
    ("joinder", _("joinder")),
    ("severance", _("severance")),
    ("termination", _("termination")),
)


@get_only
@requires("case.read")
def cases(request: ActorRequest) -> HttpResponse:
    """List the cases the actor may see, newest first."""
    page, older = cut(queries.cases(request.actor, timezone.now(), before=before_of(request)), queries.PAGE)
    return render(request, "proceedings/cases.html", {"cases": page, "older": f"?before={older}" if older else ""})


@get_only
@requires("case.read")
def case(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show a case: its petitions, rapporteurs, terms, sessions, rulings and history; that it was opened is recorded."""
    at = timezone.now()
    shown = case_or_404(request, public_id, "case.read")
    record_read(subject=shown.subject, actor=request.actor, at=at, place="case.read")
    is_open = shown.state == CaseState.PREPARATION
    context = {
        "case": shown,
        "petitions": list(shown.petitions.order_by("pk")),
        "rapporteurs": queries.current_rapporteurs(shown),
        "clocks": list(open_clocks(shown.subject)),
        "sittings": list(shown.sittings.order_by("-pk")),
        "answers": list(shown.answers.order_by("ruling_uuid").distinct("ruling_uuid")),
        "history": history_of_subject(shown.subject_id),
        "may_examine": may(request.actor, "petition.examine", at),
        "requests": queries.requests_of(shown),
        "plan": queries.plan_of(shown),
        "papers": shown.docket.count(),
        "may_prepare": is_open and access.cases_for(request.actor, "case.prepare", at).filter(pk=shown.pk).exists(),
        "alarms": norm_alarms(case=shown),
        "recusals": list(shown.recusals.select_related("judge").order_by("pk")),
        **may_of(request.actor, shown, at, is_open=is_open),
        "may_admit": may(request.actor, "case.admit", at),
        "may_name": is_open and may(request.actor, "case.name_rapporteurs", at),
        "may_call": is_open and may(request.actor, "session.manage", at),
        "may_draft": is_open and may(request.actor, "ruling.draft", at),
        "moving": MOVING,
        "today": court_day(at),
    }
    return render(request, "proceedings/case.html", context)


def may_of(actor: Actor, shown: Case, at: datetime, *, is_open: bool) -> dict[str, bool]:
    """Return what the actor may do in a case beside preparing it, by the template's names."""
    asked = {"may_note": "case.note", "may_recuse": "case.ask_recusal", "may_decide": "case.decide_recusal"}
    found = {
        name: is_open and access.cases_for(actor, action, at).filter(pk=shown.pk).exists()
        for name, action in asked.items()
    }
    may_take = access.cases_for(actor, "case.take_file", at).filter(pk=shown.pk).exists()
    return found | {"may_take": may_take, "may_alarm": is_open and may(actor, "case.raise_alarm", at)}


@get_or_post
@requires("case.name_rapporteurs")
def rapporteurs(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Name one or two judge-rapporteurs of a case."""
    shown = case_or_404(request, public_id, "case.name_rapporteurs")
    at = timezone.now()
    form = forms.JudgesForm(request.POST or None, judges=queries.judges(at), initial={"version": shown.version})
    return act_on_case(
        request,
        case=shown,
        form=form,
        title=_("Name judge-rapporteurs"),
        button=_("Name these judges"),
        lead={"shown": shown_for(at=at, case=shown)},
        done=_("The judge-rapporteurs are named."),
        carry_out=lambda: name_rapporteurs(
            case=shown,
            judges=list(form.cleaned_data["judges"]),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=at,
        ),
    )


@get_or_post
@requires("session.manage")
def call(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Call a session of the bench that decides a case."""
    shown = case_or_404(request, public_id, "case.read")
    at = timezone.now()
    form = forms.CaseSessionForm(request.POST or None, judges=queries.judges(at))
    if request.method == "POST" and form.is_valid():
        try:
            sitting = call_session(
                bench=BenchKind(form.cleaned_data["bench"]),
                day=form.cleaned_data["day"],
                judges=chosen_bench(form, case=shown),
                presiding=form.cleaned_data["presiding"],
                starts_at=form.cleaned_data["starts_at"],
                place=form.cleaned_data["place"],
                in_writing=form.cleaned_data["in_writing"],
                case=shown,
                actor=request.actor,
                at=at,
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, str(_("The session is called.")))
            warn_of_summons(request, sitting)
            return redirect("proceedings:session", sitting.public_id)
    context = {
        "form": form,
        "title": _("Call a session on the case"),
        "button": _("Call the session"),
        "summons_rule": summons_rule(court_day(at)),
        "away": queries.judges_away(at),
    }
    return render(request, "proceedings/form.html", context, status=422 if form.errors else 200)


def chosen_bench(form: forms.CaseSessionForm, *, case: Case) -> list[Account]:
    """Return the judges who were ticked; where all were asked for, besides them everyone who can sit then.

    Whoever was named by hand, to preside too, is not left out in silence: the operation says what keeps them.
    """
    chosen = form.cleaned_data
    named = list(chosen["judges"])
    if not chosen["all_judges"]:
        return named
    serving = list(queries.judges(timezone.now()))
    others = free(judges=serving, day=chosen["day"], starts_at=chosen["starts_at"], case=case)
    return list(dict.fromkeys([*named, chosen["presiding"], *others]))
