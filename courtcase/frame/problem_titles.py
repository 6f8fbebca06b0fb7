"""The statuses of the API in words: for its problems, whoever answers with them."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Another status is told as the standard names it.
TITLES: dict[int, str | Promise] = {
    400: _("The request cannot be carried out as it was sent"),
    401: _("A token is needed"),
    403: _("This token may not do that"),
    404: _("There is nothing at this address for you"),
    405: _("This address does not know this method"),
    406: _("No answer of the wanted kind can be given"),
    409: _("The request does not fit what stands by now"),
    413: _("Too much was sent"),
    415: _("What was sent is of another kind than this address reads"),
    429: _("Too many requests"),
    500: _("Something went wrong here; it is written down and looked at"),
    503: _("The service does not answer at the moment"),
}


def title_of(status: int) -> str:
    """Return a status in words, in the active language."""
    return str(TITLES.get(status) or HTTPStatus(status).phrase)
