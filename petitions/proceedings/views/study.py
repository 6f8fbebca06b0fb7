from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.frame.paging import before_of, cut
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.acting import act_on
from petitions.filing.visitor import petition_or_404
from petitions.methods import get_only, get_or_post
from petitions.models import Recommendation
from petitions.proceedings import forms, queries
from petitions.proceedings.judges import shown_for
from petitions.proceedings.operations.name_judges import name_judges
from petitions.proceedings.operations.replace_study_judge import replace_study_judge
from petitions.proceedings.operations.report_study import report_study
from petitions.workflow import State

STATES = {"awaiting": State.AWAITING_STUDY, "study": State.STUDY, "reported": State.REPORTED}


@get_only
@requires("study.view")
def studies(request: ActorRequest) -> HttpResponse:
    """List petitions that wait for judges to be named, are studied, or wait for the session."""
    chosen = request.GET.get("state", "study")
    chosen = chosen if chosen in STATES else "study"
    found = queries.studied(request.actor, timezone.now(), state=STATES[chosen], before=before_of(request))
    page, older = cut(found, queries.PAGE)
    views = [
        {"label": state.label, "url": f"?state={name}", "count": None, "current": name == chosen}
        for name, state in STATES.items()
    ]
    context = {"petitions": page, "views": views, "older": f"?state={chosen}&before={older}" if older else ""}
    return render(request, "proceedings/studies.html", context)


@get_or_post
@requires("petition.name_judges")
def name(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Name judges for the preliminary study of a petition."""
    petition = petition_or_404(request, public_id, "petition.name_judges")
    at = timezone.now()
    form = forms.JudgesForm(request.POST or None, judges=queries.judges(at), initial={"version": petition.version})
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Name judges for the study"),
        button=_("Name these judges"),
        lead={"shown": shown_for(at=at, petition=petition)},
        done=_("The judges are named and told."),
        carry_out=lambda: name_judges(
            petition=petition,
            judges=list(form.cleaned_data["judges"]),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )


@get_or_post
@requires("petition.name_judges")
def replace(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Replace a judge who was named for the preliminary study of a petition and cannot go on."""
    petition = petition_or_404(request, public_id, "petition.name_judges")
    at = timezone.now()
    serving, named = queries.judges(at), petition.studies.values("judge")
    form = forms.ReplaceStudyForm(
        request.POST or None,
        named=queries.judges_who_study(petition),
        others=serving.exclude(pk__in=named),
        initial={"version": petition.version},
    )
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Replace a judge who studies the petition"),
        button=_("Replace the judge"),
        lead={"shown": shown_for(at=at, petition=petition)},
        done=_("The judge is replaced; both are told."),
        carry_out=lambda: replace_study_judge(
            petition=petition,
            leaving=form.cleaned_data["leaving"],
            taking=form.cleaned_data["taking"],
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )


@get_or_post
@requires("petition.report")
def report(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """File a judge's report on the preliminary study."""
    petition = petition_or_404(request, public_id, "petition.report")
    form = forms.ReportForm(request.POST or None, initial={"version": petition.version})
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Report on the study"),
        button=_("File the report"),
        done=_("Your report is filed."),
        carry_out=lambda: report_study(
            petition=petition,
            recommendation=Recommendation(form.cleaned_data["recommendation"]),
            report=form.cleaned_data["report"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
