"""The pages shown when something went wrong: plain, in three languages, and never in need of the database or the session."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_from_path, get_language_from_request
from django.views.decorators.csrf import requires_csrf_token

from courtcase.frame.context import frame
from courtcase.frame.outages import outage_behind, outage_of
from courtcase.frame.problem_titles import title_of
from courtcase.operations import OperationError
from courtcase.people.carried import address_for, carry
from courtcase.people.middleware import SessionEnded

RETRY_SECONDS = 5
# As the page says it: the longest of the short limits of signing in is over by then (docs/limits.md).
WAIT_SECONDS = 300
# What is never written back into a page.
SECRET_FIELDS = frozenset({"csrfmiddlewaretoken"})
SECRET_WORDS = ("password", "code", "secret", "otp", "credential")
MOST_KEPT_CHARACTERS = 500_000


class Destroyed(Http404):
    """What stood at an address was destroyed at the end of its term of keeping, on the legal day `day`."""

    def __init__(self, day: date) -> None:
        super().__init__("destroyed at the end of its term")
        self.day = day


def language_of(request: HttpRequest) -> str:
    """Return the language of the address, else the one the browser asks for."""
    return get_language_from_path(request.path_info) or get_language_from_request(request)


def wants_json(request: HttpRequest) -> bool:
    """Say whether a machine asked."""
    return request.path_info.startswith("/api/")


def page(request: HttpRequest, name: str, status: int, **context: Any) -> HttpResponse:
    """Return an error page rendered with the frame alone: no context processor that reads session or account runs."""
    if wants_json(request):
        with translation.override(language_of(request)):
            problem = {"type": "about:blank", "title": title_of(status), "status": status}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    language = language_of(request)
    with translation.override(language):
        body = render_to_string(f"{name}.html", {**frame(request), "LANGUAGE_CODE": language, **context})
    response = HttpResponse(body, status=status, headers={"Cache-Control": "no-store", "Content-Language": language})
    response["Vary"] = "Accept-Language"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: what was sent cannot be read; 503 where it was the database that could not save the session."""
    if outage_behind(exception):
        return database_unavailable(request)
    return page(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return page(request, "403", 403)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 429: it was asked too often from here, and for how long to wait; what was written is shown, to be copied."""
    response = page(request, "429", 429, written=visible_texts(request), came_from=page_before(request))
    response["Retry-After"] = str(WAIT_SECONDS)
    return response


def refused(request: HttpRequest, error: OperationError, *, may_send_again: bool = False) -> HttpResponse:
    """Answer 409: what was asked cannot be done as things stand, and why; what was written is shown, to be copied.

    `may_send_again` offers the same form once more, where the next moment may allow what this one did not.
    """
    sent = request.method not in {"GET", "HEAD"}
    kept = kept_fields(request) if sent and may_send_again else []
    return page(
        request,
        "409",
        409,
        message=str(error.message),
        address=request.get_full_path(),
        kept=kept,
        written=visible_texts(request) if sent else [],
        token=request.POST.get("csrfmiddlewaretoken", "") if kept else "",
        came_from=page_before(request),
    )


def page_before(request: HttpRequest) -> str:
    """Return the path of the page on which a form was sent, where it is one of ours; the empty string else."""
    before = urlsplit(request.headers.get("Referer", ""))
    is_ours = before.netloc == request.get_host() and before.path.startswith("/") and not before.path.startswith("//")
    return f"{before.path}?{before.query}" if is_ours and before.query else before.path if is_ours else ""


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, in the same words whether a thing is not there or not for this reader.

    Who wrote a form while the session ended gets the words back at once, and behind the sign-in to send them again.
    """
    if isinstance(exception, SessionEnded):
        by_code = "/petitions/" in request.path_info
        ticket = carry(request, kept_fields(request))
        leads_to = address_for(ticket) if ticket else ""
        return page(request, "session_ended", 403, written=visible_texts(request), leads_to=leads_to, by_code=by_code)
    if isinstance(exception, Destroyed):
        return page(request, "410", 410, day=exception.day)
    return page(request, "404", 404)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that has grown old or was sent from elsewhere; what was written is shown, to be copied."""
    return page(request, "csrf", 403, written=visible_texts(request))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when it was the database that did not answer."""
    if outage_of(sys.exc_info()[1]):
        return database_unavailable(request)
    return page(request, "500", 500, request_id=getattr(request, "request_id", ""))


def database_unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503 and say when to come back: a page that was read retries by itself, a form is offered to be sent again."""
    sent = request.method not in {"GET", "HEAD"}
    kept = kept_fields(request) if sent else []
    response = page(
        request,
        "503",
        503,
        is_sent=sent,
        address=request.get_full_path(),
        kept=kept,
        written=visible_texts(request) if sent else [],
        token=request.POST.get("csrfmiddlewaretoken", "") if kept else "",
        seconds=RETRY_SECONDS,
    )
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def is_secret(name: str) -> bool:
    """Say whether a field must not be written back."""
    return name in SECRET_FIELDS or any(word in name.lower() for word in SECRET_WORDS)


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of a form to be sent again as they were; none when it carried files, secrets or too much."""
    try:
        posted = [(name, value) for name, values in request.POST.lists() for value in values]
        has_files = bool(request.FILES)
    except Exception:  # whatever made the body unreadable, this page must still be shown
        return []
    too_much = sum(len(value) for _name, value in posted) > MOST_KEPT_CHARACTERS
    if has_files or too_much or any(is_secret(name) and name not in SECRET_FIELDS for name, _value in posted):
        return []
    return [(name, value) for name, value in posted if not is_secret(name)]


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a person typed and chose in a form, without secrets and files; nothing where it cannot be read."""
    try:
        posted = [(name, value) for name, values in request.POST.lists() for value in values]
    except Exception:  # as above
        return []
    return [(name, value) for name, value in posted if not is_secret(name)]


def visible_texts(request: HttpRequest) -> list[str]:
    """Return the longer texts a person wrote, so that they can copy them."""
    return visible_of(typed_fields(request))


def visible_of(posted: list[tuple[str, str]]) -> list[str]:
    """Return the longer texts among these fields."""
    return [value for name, value in posted if not is_secret(name) and (len(value) > 40 or " " in value.strip())]
