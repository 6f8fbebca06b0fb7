"""Who is here, and whether they may enter: one gate before every view."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from rest_framework.views import APIView

from courtcase.people.actors import Actor
from courtcase.people.api_permissions import StatesAction
from courtcase.people.permissions import may, roles_of
from courtcase.people.provider_sessions import proven_by_provider
from courtcase.people.roles import NOBODY, STAFF
from courtcase.people.second_factor import has_second_factor
from courtcase.people.third_party import action_of

if TYPE_CHECKING:
    from courtcase.people.models import Account

log = structlog.get_logger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# Where a session keeps the ids of subjects whose code was proven.
HELD_SUBJECTS = "held_subjects"
# Beside them, by the id as text: how many codes of the subject came before the one that was proven, where any did.
HELD_EPOCHS = "held_epochs"
# Where it keeps whose own code was proven, of those who petition with others: the id of the row as text, and the count of
# codes that came before.
HELD_PETITIONERS = "held_petitioners"
# Where a session of staff keeps when it began, in seconds since 1970.
STAFF_SINCE = "staff_since"
# Beside it, when it was last used, no finer than every few minutes: each look would be a write.
STAFF_SEEN = "staff_seen"
SEEN_EVERY_SECONDS = 300
# What staff without a second factor may still reach: adding one, proving who they are, leaving.
BEFORE_SECOND_FACTOR = frozenset(
    {"account.second_factor", "account.sign_in", "account.sign_out", "page.language", "health"}
)
ADDRESSES_BEFORE_SECOND_FACTOR = frozenset(
    {"account_reauthenticate", "account_email", "account_email_verification_sent"}
)


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor behind a request. Without a session cookie the session is left alone, so public pages can be cached.

    A session of staff that is over is ended here, where everybody who asks meets it.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not hasattr(request, "_cached_user"):
        return Actor.nobody()
    held, epochs = held_by(request)
    petitioners = petitioners_held_by(request)
    user = request.user
    if user.is_authenticated:
        # The account itself and not Django's stand-in for it.
        account = cast("Account", get_user(request)) if isinstance(user, SimpleLazyObject) else user
        actor = Actor.of(account, subjects=held, epochs=epochs, petitioners=petitioners)
        if not staff_session_over(request, actor):
            return actor
        logout(request)
        return Actor.nobody()
    if not held and not petitioners:
        return Actor.nobody()
    return Actor.holder(*held, epochs=epochs, petitioners=petitioners)


def who_asks(request: HttpRequest) -> Actor:
    """Return the actor behind a request itself, and leave it on the request: a page asks it some thousand times what it is.

    What stands there before is a stand-in that reads who it is at the first question, and passes on every later one.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if isinstance(actor, SimpleLazyObject):
        actor = request.actor = actor_of(request)  # type: ignore[attr-defined]
    return actor


def held_by(request: HttpRequest) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    """Return the subjects whose codes the session proved, and which code of each it was, where not the first."""
    if not hasattr(request, "session"):
        return frozenset(), frozenset()
    epochs = request.session.get(HELD_EPOCHS, {})
    return (
        frozenset(request.session.get(HELD_SUBJECTS, ())),
        frozenset((int(subject), int(epoch)) for subject, epoch in epochs.items()),
    )


def petitioners_held_by(request: HttpRequest) -> frozenset[tuple[int, int]]:
    """Return whose own codes the session proved, of those who petition with others, and which code of each it was."""
    kept = request.session.get(HELD_PETITIONERS, {}) if hasattr(request, "session") else {}
    return frozenset((int(row), int(epoch)) for row, epoch in kept.items())


def staff_session_over(request: HttpRequest, actor: Actor) -> bool:
    """Say whether the session of a member of the Court has lasted its hours, however busy it was, or lay idle too long.

    It notes when the session began, and every few minutes that it is used. What was typed into a form that comes too late is
    shown again to be copied (`SessionEnded`).
    """
    now = timezone.now()
    if not STAFF & roles_of(actor, now):
        return False
    instant = int(now.timestamp())
    since = request.session.get(STAFF_SINCE)
    if since is None:
        request.session[STAFF_SINCE] = request.session[STAFF_SEEN] = instant
        return False
    seen = request.session.get(STAFF_SEEN, since)
    idle = settings.STAFF_IDLE_MINUTES * 60
    if instant - since >= settings.STAFF_SESSION_HOURS * 3600 or (idle and instant - seen >= idle):
        return True
    if instant - seen >= SEEN_EVERY_SECONDS:
        request.session[STAFF_SEEN] = instant
    return False


def stated_action(view: Callable[..., Any], request: HttpRequest) -> str | None:
    """Return the action a view states, or the one the table gives a third party's; None where there is none."""
    for stating in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        for name in ("action", "states_action"):
            action = getattr(stating, name, None)
            if isinstance(action, str):
                return action
    url_name = request.resolver_match.url_name if request.resolver_match else None
    return action_of(getattr(view, "__module__", ""), url_name)


def judged_by_api(view: Callable[..., Any]) -> bool:
    """Say whether an API view hands the question to `StatesAction`, which knows the API's own sign-in."""
    kind = getattr(view, "cls", None)
    if not (isinstance(kind, type) and issubclass(kind, APIView)):
        return False
    keywords = getattr(view, "initkwargs", {})
    return StatesAction in keywords.get("permission_classes", kind.permission_classes)


def is_large(request: HttpRequest) -> bool:
    """Say whether a form is sent that is too large for memory: it holds a file that takes its time to come."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return request.method == "POST" and length.isdecimal() and int(length) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE


class SessionEnded(Http404):
    """Nobody sent a form that needs somebody: a session ended while they wrote, and what they wrote is shown to be copied."""


class ActionMiddleware:
    """Set `request.actor`, and let nobody into a view that states no action, or that the actor may not do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        if is_large(request):
            who_asks(request)  # who it is, is read while the file is still coming, and not behind its last piece
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse with 404, which hints at nothing; send the anonymous to sign in where an account might enter."""
        if any("\x00" in str(word) for word in keywords.values()):
            raise Http404  # no row holds a null byte, and the database would fail to be asked for one
        if judged_by_api(view):
            return None
        action = stated_action(view, request)
        if action is None:
            log.error("view_without_action", view=getattr(view, "__qualname__", "?"))
            raise Http404
        if may(Actor.nobody(), action, timezone.now()):
            return None
        actor = who_asks(request)
        if may(actor, action, timezone.now()):
            return None
        if actor.kind == "nobody" and request.method in {"GET", "HEAD"} and roles_of(actor, timezone.now()) == {NOBODY}:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        log.info("not_allowed", action=action, kind=actor.kind)
        raise SessionEnded if actor.kind == "nobody" else Http404


class SecondFactorMiddleware:
    """Send staff who have no second factor to the page where they add one, and nowhere else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> HttpResponse | None:
        """Let pass whoever is not staff, has a second factor, or is on the way to one."""
        if not settings.SECOND_FACTOR_FOR_STAFF:
            return None
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.account is None or not STAFF & roles_of(actor, timezone.now()):
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        if stated_action(view, request) in BEFORE_SECOND_FACTOR or name in ADDRESSES_BEFORE_SECOND_FACTOR:
            return None
        if has_second_factor(actor.account) or proven_by_provider(request, actor.account):
            return None
        messages.warning(request, gettext("Your role needs a second factor. Add one to go on."))
        return redirect("mfa_index")
