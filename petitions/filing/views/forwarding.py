"""Petitions forwarded to a body with an account: its inbox, what it reads and answers; and the petitioner's consent."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.documents.serving import serve_document
from courtcase.frame.paging import before_of, cut
from courtcase.law.models import Provision
from courtcase.law.queries import cite
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.content import open_content
from petitions.filing.forms.forwarding import AnswerForm
from petitions.filing.official import official_words
from petitions.filing.operations.consent_forwarding import agree_to_forwarding, withdraw_consent
from petitions.filing.queries import laid_with, people_in
from petitions.filing.second_proof import second_proof
from petitions.filing.views.attachments import attachment_or_404
from petitions.filing.visitor import petition_or_404
from petitions.forwarding import ANSWER, CONSENT, PAGE, READ, consent_facts, inbox, standing_forwarding
from petitions.intake.operations.answer_forwarding import answer_forwarding
from petitions.methods import get_only, get_or_post, post_only
from petitions.models import Petition
from petitions.signatories import withdrawn
from petitions.versions import as_told


@get_only
@requires(READ)
def forwarded(request: ActorRequest) -> HttpResponse:
    """List what was forwarded to the bodies the reader acts for and is open to them, newest first."""
    page, older = cut(inbox(request.actor, timezone.now(), before=before_of(request)), PAGE)
    return render(request, "filing/inbox.html", {"page": page, "older": f"?before={older}" if older else ""})


@get_or_post
@requires(READ)
def forwarded_to_us(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show a petition to the people of the body it was forwarded to, and take their answer; each look is recorded."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, READ if request.method == "GET" else ANSWER, at=at)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and answered(request, petition, form):
        return redirect("filing:forwarded")
    record_read(subject=petition.subject, actor=request.actor, at=at, place=READ)
    return render(
        request, "filing/forwarded_to_us.html", shown(request, petition, form), status=422 if form.errors else 200
    )


@get_only
@requires(READ)
def forwarded_file(request: ActorRequest, public_id: UUID, attachment_id: int) -> HttpResponseBase:
    """Give out a file of a petition to the people of the body it was forwarded to; each look is recorded."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, READ, at=at)
    document = attachment_or_404(petition, attachment_id).document
    record_read(subject=petition.subject, actor=request.actor, at=at, place=READ)
    return serve_document(document)


def answered(request: ActorRequest, petition: Petition, form: AnswerForm) -> bool:
    """Answer as a valid form says; where that cannot be done, say why on the form."""
    try:
        answer_forwarding(petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data)
    except OperationError as error:
        form.add_operation_error(error)
        return False
    messages.success(request, str(_("The petitioner is told what you answered.")))
    return True


def shown(request: ActorRequest, petition: Petition, form: AnswerForm) -> dict[str, object]:
    """Return what the page of a forwarded petition shows: its words and its files."""
    content = open_content(petition, as_told(petition))
    cited = Provision.objects.select_related("act").in_bulk(content.get("provisions", []))
    return {
        "shown": petition,
        "forwarding": standing_forwarding(petition),
        "form": form,
        "content": content,
        "people": people_in(content, withdrawn=withdrawn(petition)),
        "official": official_words(petition, content),
        "provisions": [cite(one, request.LANGUAGE_CODE) for one in cited.values()],
        "attachments": laid_with(petition),
    }


@get_only
@requires(CONSENT)
@second_proof
def forwarding(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say what consent to forwarding means, and let the petitioner give it or take it back."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, CONSENT, at=at)
    facts = consent_facts(petition, request.actor, at, proven=True)
    if not facts["may_consent"]:
        return redirect("filing:follow", public_id)
    return render(request, "filing/consent.html", {"petition": petition, **facts})


@post_only
@requires(CONSENT)
@second_proof
def agree(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give the consent to forwarding."""
    petition = petition_or_404(request, public_id, CONSENT)
    done = _("You agreed: the body to which the petition is forwarded may read it here.")
    return carried_out(
        request,
        petition,
        lambda: agree_to_forwarding(petition=petition, actor=request.actor, at=timezone.now()),
        done,
    )


@post_only
@requires(CONSENT)
@second_proof
def end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take the consent to forwarding back."""
    petition = petition_or_404(request, public_id, CONSENT)
    done = _("You took your consent back: no other body reads the petition here from now on.")
    return carried_out(
        request, petition, lambda: withdraw_consent(petition=petition, actor=request.actor, at=timezone.now()), done
    )


def carried_out(
    request: ActorRequest, petition: Petition, carry_out: Callable[[], object], done: Promise | str
) -> HttpResponse:
    """Carry out what the petitioner decided, say what came of it, and go back to the petition."""
    try:
        carry_out()
    except OperationError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, str(done))
    return redirect("filing:follow", petition.public_id)
