from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.documents.serving import serve_document
from courtcase.frame.forms import AccessibleForm
from courtcase.operations import OperationError
from courtcase.people.limits import too_many
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.signatures.configuration import is_set_up
from courtcase.signatures.verdicts import Outcome
from petitions.access import may, petitioner_acting
from petitions.filing import phone, queries
from petitions.filing.forms.papers import SignatureFileForm, SignatureTextForm
from petitions.filing.operations.sign_electronically import document_to_sign, sign_electronically
from petitions.filing.operations.sign_on_phone import is_offered
from petitions.filing.second_proof import asked_to_prove, is_proven, second_proof
from petitions.filing.signers import asked_of
from petitions.filing.visitor import kept_code, note_read, petition_or_404
from petitions.methods import get_only, get_or_post
from petitions.models import Petition
from petitions.workflow import SIGNABLE, State


@get_only
@requires("petition.read")
def sign(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say that the petition waits for its signature, how to sign it, and give its code."""
    petition = petition_or_404(request, public_id, "petition.read")
    if petition.state not in SIGNABLE:
        return redirect("filing:follow", public_id)
    if petitioner_acting(request.actor, petition, timezone.now()) and (
        asked := asked_to_prove(request, petition, at=timezone.now())
    ):
        return asked
    return sign_page(request, petition)


@get_or_post
@requires("petition.sign_electronically")
def sign_with_file(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take in the signature of the document, made with a program of the petitioner's."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, "petition.sign_electronically", at=at)
    if request.method != "POST" or petition.state not in SIGNABLE or not is_set_up():
        return redirect("filing:sign", public_id)
    form = SignatureFileForm(request.POST, request.FILES)
    if is_slow_enough(request, petition, form) and form.is_valid() and signed(request, petition, form):
        return redirect("filing:follow", public_id)
    return sign_page(request, petition, form=form)


@get_or_post
@requires("petition.sign_electronically")
def sign_with_ncalayer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take in the signature NCALayer made in the page: what `sign_with_file` does with a file."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, "petition.sign_electronically", at=at)
    if request.method != "POST" or petition.state not in SIGNABLE or not is_set_up():
        return redirect("filing:sign", public_id)
    form = SignatureTextForm(request.POST)
    if is_slow_enough(request, petition, form) and form.is_valid() and signed(request, petition, form):
        return redirect("filing:follow", public_id)
    return sign_page(request, petition, refused=str(next(iter(form.errors.values()))[0]))


@get_only
@requires("petition.read")
@second_proof
def document(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    """Give out the document that is signed electronically: the same bytes each time."""
    petition = petition_or_404(request, public_id, "petition.read")
    signable = document_to_sign(petition=petition, actor=request.actor, at=timezone.now())
    if signable is None:
        raise Http404
    note_read(request, petition, place="petition.read")
    return serve_document(signable.document)


def is_slow_enough(request: ActorRequest, petition: Petition, form: AccessibleForm) -> bool:
    """Say whether this is not one try too many; where it is, say so on the form."""
    if form.is_valid() and too_many(request, f"sign:{petition.public_id}", limit=20, seconds=600):
        form.add_error("container", _("Too many tries. Wait ten minutes, or sign on paper."))
        return False
    return True


def signed(request: ActorRequest, petition: Petition, form: AccessibleForm) -> bool:
    """Sign with what a valid form carries; where that cannot be done, say why on the form."""
    try:
        verdict = sign_electronically(petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data)
    except OperationError as error:
        form.add_operation_error(error)
        return False
    if verdict.outcome == Outcome.VALID:
        petition.refresh_from_db(fields=["state"])
        messages.success(request, str(phone.taken_in(petition)))
    else:
        said = _("The signature could not be verified automatically: %(reason)s A clerk of the Court will look at it.")
        messages.warning(request, str(said) % {"reason": verdict.words})
    return True


def sign_page(
    request: ActorRequest,
    petition: Petition,
    *,
    form: SignatureFileForm | None = None,
    refused: str | Promise = "",
) -> HttpResponse:
    """Show the roads of signing; `form` and `refused` say what went wrong on one of them."""
    shown = form or SignatureFileForm(initial={"version": petition.version})
    context = sign_context(request, petition, shown) | {"refused": refused}
    response = render(request, "filing/sign.html", context, status=422 if refused or shown.errors else 200)
    if settings.NCALAYER_ADDRESS and context["signable"]:
        # This page alone may speak with the program on its reader's machine.
        response._csp_update = {"connect-src": [settings.NCALAYER_ADDRESS.rstrip("/")]}  # type: ignore[attr-defined]
    return response


def sign_context(request: ActorRequest, petition: Petition, form: SignatureFileForm) -> dict[str, Any]:
    """Return what the page of signing shows."""
    at = timezone.now()
    asked = asked_of(petition, queries.words_of(petition))
    can_sign = any(not one.lacks for one in asked)
    may_sign = may(request.actor, "petition.sign_electronically", petition, at)
    offered = is_set_up() and may_sign and can_sign
    # Whose signature counts is told by name: of a correction, only with the second proof.
    is_told = is_set_up() and may_sign and is_proven(request, petition, at=at)
    return {
        "petition": petition,
        "code": kept_code(request, petition),
        "is_cure": petition.state == State.CURE_AWAITING_SIGNATURE,
        "clocks": queries.open_clocks(petition),
        "form": form,
        "is_set_up": is_set_up(),
        "may_sign": may_sign,
        "asked": asked if is_told else [],
        "signable": document_to_sign(petition=petition, actor=request.actor, at=at) if offered else None,
        "roads": [f"filing/sign_road_{road}.html" for road in roads(request, offered=offered)],
        "ncalayer": settings.NCALAYER_ADDRESS,
    }


def roads(request: ActorRequest, *, offered: bool) -> list[str]:
    """Return the roads of signing, the one that fits the reader's device first and none left out."""
    if not offered:
        return ["paper"]
    telephone = ["phone"] if is_offered() else []
    desktop = ["ncalayer"] if settings.NCALAYER_ADDRESS else []
    if is_telephone(request):
        return [*telephone, "paper", "file", *desktop]
    return [*desktop, *telephone, "file", "paper"]


def is_telephone(request: ActorRequest) -> bool:
    """Say whether the reader's browser says it runs on a telephone. Only the order of a page hangs on it."""
    hint = request.headers.get("Sec-CH-UA-Mobile", "")
    return hint == "?1" or (not hint and "Mobi" in request.headers.get("User-Agent", ""))
