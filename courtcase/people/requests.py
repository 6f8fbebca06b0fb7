"""The type of a request inside our house: it knows who is here."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from courtcase.people.actors import Actor
from courtcase.people.models import Account


class ActorRequest(HttpRequest):
    """A request that passed `ActionMiddleware`."""

    actor: Actor
    htmx: HtmxDetails


def account_of(request: ActorRequest) -> Account:
    """Return the account that is signed in; only for views whose action nobody anonymous has. Raises ValueError otherwise."""
    if request.actor.account is None:
        raise ValueError("Nobody is signed in")
    return request.actor.account
