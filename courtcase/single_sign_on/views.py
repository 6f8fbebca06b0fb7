"""Pages of signing in by the Court's provider: the way there, and the way back."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import urlencode

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from courtcase.operations import OperationError
from courtcase.people.limits import too_many
from courtcase.people.operations import sign_in_by_identity
from courtcase.people.permissions import public
from courtcase.people.provider_sessions import remember_provider, session_digests
from courtcase.people.requests import ActorRequest
from courtcase.single_sign_on.configuration import is_offered
from courtcase.single_sign_on.provider import Provider, ProviderFailed, provider
from courtcase.single_sign_on.tokens import Identity, identity_behind, is_second_factor

log = structlog.get_logger(__name__)
ASKED = "single_sign_on"  # where a session keeps the one question that is open
MINUTES = 30
# Everybody at the Court comes from one address, and in the same quarter of an hour of the morning.
MOST_FROM_AN_ADDRESS = 500

SILENT = _("The sign-in service does not answer as it should. Wait a few minutes, or sign in by e-mail and password.")
LOST = _("The sign-in took too long, or was begun in another window. Begin it again.")
TURNED_BACK = _(
    "The sign-in service sent you back without signing you in. Begin again, or sign in by e-mail and password."
)
TOO_MANY = _("Too many tries. Wait ten minutes, or sign in by e-mail and password.")


@never_cache
@require_POST
@public("account.sign_in")
def begin(request: ActorRequest) -> HttpResponseBase:
    """Send whoever works at the Court to the provider, with a question that only this session can hear the answer to."""
    if not is_offered():
        raise Http404
    if too_many(request, "single-sign-on", limit=MOST_FROM_AN_ADDRESS, seconds=600):
        return refused(request, TOO_MANY, status=429)
    try:
        known = provider()
    except ProviderFailed as failed:
        log.warning("single_sign_on_failed", reason=failed.reason)
        return refused(request, SILENT, status=503)
    question = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(48),
        "at": time.time(),
        "language": get_language() or "kk",
        "next": str(request.POST.get("next", "")),
    }
    request.session[ASKED] = question
    return redirect(
        f"{known.authorization}{'&' if '?' in known.authorization else '?'}{urlencode(asking(request, question))}"
    )


def asking(request: ActorRequest, question: dict[str, Any]) -> dict[str, str]:
    """Return the parameters of the question (OpenID Connect Core 1.0, 3.1.2.1; RFC 7636 with S256)."""
    challenge = urlsafe_b64encode(hashlib.sha256(question["verifier"].encode()).digest()).rstrip(b"=").decode()
    return {
        "response_type": "code",
        "scope": "openid email",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": way_back(request),
        "state": question["state"],
        "nonce": question["nonce"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "ui_locales": question["language"],
    }


def site(request: ActorRequest) -> str:
    """Return the address of this site: as it is configured, and where it is not (never in production) as it was asked."""
    return settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")


def way_back(request: ActorRequest) -> str:
    """Return the one address at which the provider hands people back to us."""
    return site(request) + reverse("single_sign_on_back")


@never_cache
@require_GET
@public("account.sign_in")
def come_back(request: ActorRequest) -> HttpResponseBase:
    """Take in what the provider answers, and sign in whom it names, where that is somebody of ours."""
    if not is_offered():
        raise Http404
    question = request.session.pop(ASKED, None)
    with override((question or {}).get("language") or get_language() or "kk"):
        if not is_answer(question, request.GET.get("state", "")):
            return refused(request, LOST)
        try:
            identity = identity_of_answer(request, question)
            return signed_in(request, identity, question)
        except ProviderFailed as failed:
            log.warning("single_sign_on_failed", reason=failed.reason)
            return refused(request, TURNED_BACK if failed.reason == "turned_back" else SILENT)
        except OperationError as error:
            log.warning("single_sign_on_refused", reason=error.code)
            return refused(request, error.message, status=403)


def is_answer(question: Any, state: str) -> bool:
    """Say whether what came back answers the question this session asked, in time."""
    if not isinstance(question, dict):
        return False
    fresh = 0 <= time.time() - question["at"] <= MINUTES * 60
    return fresh and hmac.compare_digest(question["state"].encode(), state.encode())


def identity_of_answer(request: ActorRequest, question: dict[str, Any]) -> Identity:
    """Return whom the answer names. Raises ProviderFailed."""
    check_source(request, provider())
    if "error" in request.GET or not request.GET.get("code"):
        raise ProviderFailed("turned_back")
    return identity_behind(
        code=request.GET["code"], verifier=question["verifier"], nonce=question["nonce"], back=way_back(request)
    )


def check_source(request: ActorRequest, known: Provider) -> None:
    """Raise ProviderFailed where the answer says that it comes from another provider, or does not say it though it should."""
    named = request.GET.get("iss")
    if (named is None and known.names_itself) or named not in {None, settings.OIDC_ISSUER}:
        raise ProviderFailed("other_issuer")


def signed_in(request: ActorRequest, identity: Identity, question: dict[str, Any]) -> HttpResponseBase:
    """Sign in the account behind an identity; a second factor of the house is asked for next, unless theirs counts."""
    account = sign_in_by_identity(
        issuer=identity.issuer,
        sub=identity.sub,
        email=identity.email if identity.email_verified else "",
        entitled=identity.entitled,
        actor=request.actor.without_codes(),
        at=timezone.now(),
    )
    if request.user.is_authenticated:
        logout(request)
    remember_provider(
        request,
        account,
        second_factor=is_second_factor(identity),
        leaving=leaving(request),
        session=next(iter(session_digests(identity.issuer, identity.sid)), ""),
    )
    record_authentication(request, account, method="single_sign_on")
    wanted = question["next"] if get_adapter().is_safe_url(question["next"]) else None
    return perform_login(request, account, redirect_url=wanted)


def leaving(request: ActorRequest) -> str:
    """Return where whoever signs out here is sent to sign out there too; empty where the provider has no such address.

    The token that would spare them a question there is not sent along: it names them, and addresses are logged.
    """
    address = provider().end_session if settings.OIDC_SIGN_OUT else ""
    if not address:
        return ""
    sent = {"client_id": settings.OIDC_CLIENT_ID, "post_logout_redirect_uri": site(request) + "/"}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(sent)}"


def refused(request: ActorRequest, words: Any, *, status: int = 400) -> HttpResponse:
    """Say that nobody was signed in, and what to do."""
    return render(request, "single_sign_on/refused.html", {"words": words}, status=status)
