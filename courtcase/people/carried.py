"""What somebody wrote while their session ended: carried through the sign-in, and given back behind it to be sent again."""

from __future__ import annotations

import secrets
from typing import NamedTuple
from urllib.parse import urlencode

import structlog
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from courtcase.people.limits import too_many

log = structlog.get_logger(__name__)

# Where the session of nobody in particular keeps it, sealed as every session is; the sign-in takes the session over.
CARRIED = "carried_words"
SECONDS = 3600
# More is shown to be copied and not carried: a session is read with every page.
MOST_CHARACTERS = 200_000
MOST_AN_HOUR = 30


class Carried(NamedTuple):
    """A form that was not taken: the address it was sent to, and its fields."""

    address: str
    fields: list[tuple[str, str]]
    ticket: str


def carry(request: HttpRequest, fields: list[tuple[str, str]]) -> str:
    """Keep the fields of a form in the session until somebody signs in; return the ticket they are given back for.

    The form's token was right, so nobody else's page had it sent. What cannot be kept is only shown: no ticket. The ticket
    stands in the links of the page that says so, for on one browser another person may sign in next.
    """
    size = sum(len(name) + len(value) for name, value in fields)
    if not any(value.strip() for name, value in fields if name != "version") or size > MOST_CHARACTERS:
        return ""
    if too_many(request, "carried-words", limit=MOST_AN_HOUR, seconds=3600):
        return ""
    ticket = secrets.token_urlsafe(12)
    try:
        request.session[CARRIED] = {
            "address": request.get_full_path(),
            "fields": fields,
            "at": int(timezone.now().timestamp()),
            "ticket": ticket,
        }
    except Exception as error:  # noqa: BLE001 - whatever breaks the session, the page with the words is shown
        log.warning("words_not_carried", error=type(error).__name__)
        return ""
    return ticket


def carried(request: HttpRequest) -> Carried | None:
    """Return what the session carries, for an hour; None where it carries nothing."""
    kept = request.session.get(CARRIED)
    if kept is None or timezone.now().timestamp() - kept["at"] > SECONDS:
        return None
    return Carried(kept["address"], [(name, value) for name, value in kept["fields"]], kept["ticket"])


def address_for(ticket: str) -> str:
    """Return where what is carried is given back for this ticket."""
    return f"{reverse('account_carried_words')}?{urlencode({'kept': ticket})}"


def forget_carried(request: HttpRequest) -> None:
    """Throw away what the session carries."""
    request.session.pop(CARRIED, None)
