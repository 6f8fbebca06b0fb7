"""Danger to life or torture: one button raises the alarm; another page forwards the petition or ends the alarm."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Provision
from courtcase.law.queries import cite
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.access import institutions_of
from petitions.acting import act_on
from petitions.content import open_content, open_text
from petitions.filing.official import official_words
from petitions.filing.queries import laid_with, people_in
from petitions.filing.visitor import petition_or_404
from petitions.intake.forms import DangerForwardForm, ReasonForm
from petitions.letters.operations.danger import end_danger, forward_danger, raise_danger
from petitions.methods import get_only, get_or_post, post_only
from petitions.models import DangerOutcome
from petitions.signatories import withdrawn
from petitions.versions import as_told


@post_only
@requires("danger.raise")
def raise_alarm(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Raise the alarm about a petition, at once: what was pressed by mistake is ended with a reason."""
    petition = petition_or_404(request, public_id, "danger.raise")
    try:
        raise_danger(petition=petition, actor=request.actor, at=timezone.now())
    except OperationError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, str(_("The alarm is raised: the head of intake is told, and the term runs.")))
    return redirect("intake:petition", public_id)


@get_or_post
@requires("danger.forward")
def forward(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Forward a petition to the prosecutor because of the danger."""
    petition = petition_or_404(request, public_id, "danger.forward")
    form = DangerForwardForm(request.POST or None, initial={"version": petition.version})
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Forward to the prosecutor: danger to life or torture"),
        button=_("Forward now"),
        done=_("Forwarded. The petition itself goes on here; the petitioner is told nothing of it."),
        carry_out=lambda: forward_danger(
            petition=petition, words=form.cleaned_data["words"], actor=request.actor, at=timezone.now()
        ),
    )


@get_or_post
@requires("danger.end")
def end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """End the alarm about a petition with a reason."""
    petition = petition_or_404(request, public_id, "danger.end")
    form = ReasonForm(request.POST or None, initial={"version": petition.version})
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("End the alarm of danger"),
        button=_("End the alarm"),
        done=_("The alarm is ended."),
        carry_out=lambda: end_danger(
            petition=petition, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now()
        ),
    )


@get_only
@requires("danger.read")
def forwarded(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show a petition to the people of the office it was forwarded to, and record that it was opened."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, "danger.read", at=at)
    record_read(subject=petition.subject, actor=request.actor, at=at, place="danger.read")
    content = open_content(petition, as_told(petition))
    cited = Provision.objects.select_related("act").in_bulk(content.get("provisions", []))
    own = institutions_of(request.actor, at)
    alarm = petition.dangers.filter(outcome=DangerOutcome.FORWARDED, institution__in=own).latest("pk")
    context = {
        "shown": petition,
        "alarm": alarm,
        "said": open_text(petition, alarm.sealed_words),
        "content": content,
        "people": people_in(content, withdrawn=withdrawn(petition)),
        "official": official_words(petition, content),
        "provisions": [cite(one, request.LANGUAGE_CODE) for one in cited.values()],
        "attachments": laid_with(petition),
    }
    return render(request, "intake/forwarded.html", context)
