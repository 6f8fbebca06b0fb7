"""Where the provider tells that somebody signed out there: called by its machine, not by a browser."""

from __future__ import annotations

import structlog
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from courtcase.people.actors import Actor
from courtcase.people.limits import too_many
from courtcase.people.operations import sign_out_by_provider
from courtcase.people.permissions import public
from courtcase.people.requests import ActorRequest
from courtcase.single_sign_on.configuration import is_offered
from courtcase.single_sign_on.provider import ProviderFailed
from courtcase.single_sign_on.sign_out import remember, told_by

log = structlog.get_logger(__name__)
# A provider may sign out everybody of the Court at once.
MOST_FROM_AN_ADDRESS = 5_000
LONGEST_TOKEN = 16_384


@csrf_exempt
@never_cache
@require_POST
@public("account.sign_in")
def sign_out(request: ActorRequest) -> HttpResponse:
    """End the sessions of whomever a logout token names: 200, also where none was open; 400 for a token not to be believed.

    OpenID Connect Back-Channel Logout 1.0, 2.5 to 2.8. No cookie is read: the token alone proves who speaks.
    """
    if not is_offered():
        raise Http404
    if too_many(request, "single-sign-out", limit=MOST_FROM_AN_ADDRESS, seconds=600):
        return refused("temporarily_unavailable", status=429)
    token = request.POST.get("logout_token", "")
    if not token or len(token) > LONGEST_TOKEN:
        return refused("invalid_request")
    try:
        told = told_by(token)
    except ProviderFailed as failed:
        log.warning("single_sign_out_refused", reason=failed.reason)
        return refused("invalid_request")
    ended = sign_out_by_provider(
        issuer=told.issuer, sub=told.sub, sid=told.sid, actor=Actor.system("single-sign-on"), at=timezone.now()
    )
    remember(told)
    log.info("signed_out_by_provider", sessions=ended)
    return HttpResponse(status=200)


def refused(error: str, *, status: int = 400) -> HttpResponse:
    """Return a refusal as the standard words it."""
    return JsonResponse({"error": error}, status=status)
