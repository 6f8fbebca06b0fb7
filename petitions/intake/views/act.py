"""What a clerk does to a petition: one address an act. A form that went stale is shown again beside what changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from courtcase.law.queries import cite, referrals
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.permissions import requires
from courtcase.people.queries import accounts_with_role
from courtcase.people.requests import ActorRequest
from courtcase.people.roles import Role
from courtcase.register.operations import record_read
from petitions.acting import act_on
from petitions.content import key_of, open_content, petitioners_of
from petitions.filing.forms.codes import VersionForm, WithdrawOneForm
from petitions.filing.operations.withdraw_one import withdraw_one
from petitions.filing.visitor import petition_or_404
from petitions.forwarding import institution_of, sent_back_by, standing_consent
from petitions.intake import forms
from petitions.intake.operations.assign import assign_petition
from petitions.intake.operations.confirm_signature import confirm_signature
from petitions.intake.operations.register_petition import begin_screening, register_petition
from petitions.intake.operations.screen_petition import forward_petition, pass_to_chair
from petitions.intake.views.petition import provisions_of
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.signatories import is_joint, missing, names_of, remaining, withdrawn
from petitions.versions import as_told
from petitions.workflow import State


@get_or_post
@requires("petition.confirm_signature")
def confirm(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Confirm that the signed paper lies before the clerk."""
    petition = petition_or_404(request, public_id, "petition.confirm_signature")
    is_cure = petition.state == State.CURE_AWAITING_SIGNATURE
    form = signature_form(request, petition)
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Confirm the signature"),
        button=_("The signed paper is here: file it"),
        done=_("Confirmed. The page says whether other signatures are missing.")
        if is_joint(petition)
        else _("The correction is received.")
        if is_cure
        else _("The petition is filed."),
        carry_out=lambda: confirm_signature(
            petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data
        ),
        lead={"compared": SimpleLazyObject(lambda: compared_with_paper(request, petition))},
    )


def compared_with_paper(request: ActorRequest, petition: Petition) -> dict[str, object]:
    """Return by what a clerk tells that the paper in hand is this petition: who petitions, and against which norm.

    That it was read is recorded.
    """
    at = timezone.now()
    record_read(subject=petition.subject, actor=request.actor, at=at, place="petition.confirm_signature")
    content = open_content(petition, as_told(petition))
    cited = provisions_of(content)
    norms = [cite(cited[pk], request.LANGUAGE_CODE) for pk in content.get("provisions", []) if pk in cited]
    gone = withdrawn(petition)
    names = [one.get("full_name", "") for one in petitioners_of(content) if key_of(one) not in gone]
    return {"names": names, "norms": [*norms, content.get("provisions_typed", "")]}


def signature_form(request: ActorRequest, petition: Petition) -> forms.SignatureForm:
    """Return the form of a signed paper; where several must sign, it asks whose signatures the paper bears."""
    sent, files, initial = request.POST or None, request.FILES or None, {"version": petition.version}
    if not is_joint(petition):
        return forms.SignatureForm(sent, files, initial=initial)
    words = as_told(petition)
    names = names_of(petition, open_content(petition, words))
    wanted = {one.pk: names[one.pk] for one in missing(remaining(petition), version=words.number)}
    return forms.SignaturesForm(sent, files, names=wanted, initial=initial)


@get_or_post
@requires("petition.withdraw_one")
def leave(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Note that one of several petitioners withdrew by a signed letter; that their names were read is recorded."""
    petition = petition_or_404(request, public_id, "petition.withdraw_one")
    record_read(subject=petition.subject, actor=request.actor, at=timezone.now(), place="petition.withdraw_one")
    names = names_of(petition, open_content(petition, as_told(petition)))
    form = WithdrawOneForm(request.POST or None, names=names, initial={"version": petition.version})
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("One petitioner withdraws"),
        button=_("A signed letter is here: note it"),
        done=_("It is noted, and the petitioners are told."),
        carry_out=lambda: withdraw_one(petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data),
    )


@get_or_post
@requires("petition.register")
def register(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Register a filed petition."""
    petition = petition_or_404(request, public_id, "petition.register")
    form = VersionForm(request.POST or None, initial={"version": petition.version})
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Register the petition"),
        button=_("Register"),
        done=_("The petition is registered."),
        carry_out=lambda: register_petition(
            petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data
        ),
    )


@get_or_post
@requires("petition.begin_screening")
def begin(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take a registered petition up for the check."""
    petition = petition_or_404(request, public_id, "petition.begin_screening")
    form = VersionForm(request.POST or None, initial={"version": petition.version})
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Begin the check"),
        button=_("Begin"),
        done=_("You check this petition now."),
        carry_out=lambda: begin_screening(
            petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data
        ),
    )


@get_or_post
@requires("petition.pass_to_chair")
def pass_on(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Pass a petition that meets the requirements on to the Chair."""
    petition = petition_or_404(request, public_id, "petition.pass_to_chair")
    form = VersionForm(request.POST or None, initial={"version": petition.version})
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Pass on to the Chair"),
        button=_("Pass on"),
        done=_("The petition is with the Chair."),
        carry_out=lambda: pass_to_chair(petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data),
    )


@get_or_post
@requires("petition.forward")
def forward(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Send a petition on to a body that can help."""
    petition = petition_or_404(request, public_id, "petition.forward")
    name = f"name_{request.LANGUAGE_CODE}"
    sent_back = sent_back_by(petition)
    offered = [(getattr(body, f"name_{petition.language}"), getattr(body, name)) for body in referrals()]
    bodies = [(value, label) for value, label in offered if value not in sent_back]
    agreed = standing_consent(petition) is not None
    form = forms.ForwardForm(request.POST or None, bodies=bodies, agreed=agreed, initial={"version": petition.version})
    at = timezone.now()
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Forward to another body"),
        button=_("Forward"),
        done=_("The petition is forwarded and the petitioner is told."),
        carry_out=lambda: forward_petition(
            petition=petition,
            institution=institution_of(form.cleaned_data["body"], petition.language, at),
            actor=request.actor,
            at=at,
            **form.cleaned_data,
        ),
    )


@get_or_post
@requires("petition.assign")
def assign(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give a petition to a member of the Apparatus."""
    petition = petition_or_404(request, public_id, "petition.assign")
    at = timezone.now()
    form = forms.AssignForm(
        request.POST or None,
        clerks=receivers(request.actor, at),
        initial={"version": petition.version, "assignee": petition.assignee_id or request.actor.signed_in.pk},
    )
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Give to a clerk"),
        button=_("Give"),
        done=_("The petition is given."),
        carry_out=lambda: assign_petition(
            petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data
        ),
    )


def receivers(actor: Actor, at: datetime) -> QuerySet[Account]:
    """Return the accounts a petition can be given to: clerks, and the one who gives."""
    return Account.objects.filter(Q(pk__in=accounts_with_role(Role.CLERK, at)) | Q(pk=actor.signed_in.pk))
