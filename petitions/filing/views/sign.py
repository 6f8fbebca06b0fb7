from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.documents.serving import serve_document
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.signatures.configuration import is_set_up
from courtcase.signatures.verdicts import Outcome
from petitions.access import may
from petitions.filing import queries
from petitions.filing.forms.papers import SignatureFileForm
from petitions.filing.limits import too_many
from petitions.filing.operations.sign_electronically import document_to_sign, sign_electronically
from petitions.filing.second_proof import second_proof
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
    form = SignatureFileForm(initial={"version": petition.version})
    return render(request, "filing/sign.html", sign_context(request, petition, form))


@get_or_post
@requires("petition.sign_electronically")
def sign_with_file(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take in the signature of the document, made with a program of the petitioner's."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, "petition.sign_electronically", at=at)
    if request.method != "POST" or petition.state not in SIGNABLE or not is_set_up():
        return redirect("filing:sign", public_id)
    form = SignatureFileForm(request.POST, request.FILES)
    if form.is_valid():
        if too_many(request, f"sign:{public_id}", limit=20, seconds=600):
            form.add_error("container", _("Too many tries. Wait ten minutes, or sign on paper."))
        elif signed(request, petition, form):
            return redirect("filing:follow", public_id)
    return render(request, "filing/sign.html", sign_context(request, petition, form), status=422)


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


def signed(request: ActorRequest, petition: Petition, form: SignatureFileForm) -> bool:
    """Sign with the file a valid form carries; where that cannot be done, say why on the form."""
    try:
        verdict = sign_electronically(petition=petition, actor=request.actor, at=timezone.now(), **form.cleaned_data)
    except OperationError as error:
        form.add_operation_error(error)
        return False
    if verdict.outcome == Outcome.VALID:
        messages.success(request, str(_("The signature is valid. The Court has your petition, signed.")))
    else:
        said = _("The signature could not be verified automatically: %(reason)s A clerk of the Court will look at it.")
        messages.warning(request, str(said) % {"reason": verdict.words})
    return True


def sign_context(request: ActorRequest, petition: Petition, form: SignatureFileForm) -> dict[str, object]:
    """Return what the page of signing shows."""
    at = timezone.now()
    offered = is_set_up() and may(request.actor, "petition.sign_electronically", petition, at)
    return {
        "petition": petition,
        "code": kept_code(request, petition),
        "is_cure": petition.state == State.CURE_AWAITING_SIGNATURE,
        "clocks": queries.open_clocks(petition),
        "form": form,
        "is_set_up": is_set_up(),
        "signable": document_to_sign(petition=petition, actor=request.actor, at=at) if offered else None,
    }
