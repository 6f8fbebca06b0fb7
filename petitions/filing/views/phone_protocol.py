"""What eGov Mobile asks: the two addresses of its protocol. Nobody is signed in here; the token says which turn it is."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from courtcase.operations import OperationError
from courtcase.people.limits import too_many
from courtcase.people.permissions import public
from courtcase.signatures.models import PhoneSigning
from courtcase.signatures.verdicts import WORDS
from petitions.filing import phone
from petitions.filing.operations.sign_on_phone import give_token, is_token, note_fetched, receive_from_phone
from petitions.methods import get_only
from petitions.models import Petition

log = structlog.get_logger(__name__)
# The container may have five megabytes, a third more in base64, and the JSON around it.
LONGEST = 8 * 1024 * 1024


@csrf_exempt
@get_only
@public("petition.sign_on_phone")
def about(request: HttpRequest, turn_id: UUID) -> JsonResponse:
    """Say what is to be signed, who asks and until when, and give the token that opens the document."""
    turn = turn_or_404(turn_id)
    petition = turn.signable.subject.petition
    try:
        token = give_token(turn=turn, at=timezone.now())
    except OperationError as error:
        return refused(petition, error)
    return answer(phone.about(turn, petition, token))


@csrf_exempt
@require_http_methods(["GET", "PUT"])
@public("petition.sign_on_phone")
def document(request: HttpRequest, turn_id: UUID) -> JsonResponse:
    """Give the document to the telephone that holds the token, and take its signature: 200 when good, 403 when not."""
    turn = turn_or_404(turn_id)
    try:
        require_token(request, turn)
        if request.method == "PUT":
            take(request, turn)
            return answer({"message": "OK"})
        note_fetched(turn=turn, at=timezone.now())
        return answer(phone.to_sign(turn))
    except OperationError as error:
        return refused(turn.signable.subject.petition, error)


def require_token(request: HttpRequest, turn: PhoneSigning) -> None:
    """Raise OperationError unless the telephone shows the token it was given last."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not is_token(turn, token.strip()):
        raise OperationError(
            _("This telephone does not hold the token of the document. Scan the code anew."), code="token"
        )


def take(request: HttpRequest, turn: PhoneSigning) -> None:
    """Take in the signature a telephone brings; raises OperationError where it is not good."""
    if too_many(request, f"phone:{turn.public_id}", limit=20, seconds=600):
        raise OperationError(_("Too many tries. Wait ten minutes, or sign on paper."), code="too_many")
    container = phone.brought(request.body) if len(request.body) <= LONGEST else None
    if container is None:
        raise OperationError(WORDS["unreadable"], code="unreadable")
    receive_from_phone(turn=turn, container=container, at=timezone.now())


def turn_or_404(turn_id: UUID) -> PhoneSigning:
    """Return the turn of signing with what belongs to it; raises Http404."""
    related = ("signable__document", "signable__subject__petition__data_key", "account")
    turn = PhoneSigning.objects.select_related(*related).filter(public_id=turn_id).first()
    if turn is None:
        raise Http404
    return turn


def refused(petition: Petition, error: OperationError) -> JsonResponse:
    """Answer what could not be done, in the language of the petition."""
    log.info("phone_signature_refused", code=error.code)
    with translation.override(petition.language):
        return answer({"message": str(error.message), "code": error.code}, status=403)


def answer(body: dict[str, object], *, status: int = 200) -> JsonResponse:
    """Return JSON that nobody on the way keeps."""
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
