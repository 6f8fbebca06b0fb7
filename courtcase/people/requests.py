"""The type of a request inside our house: it knows who is here."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
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


def reader_address(request: HttpRequest) -> str:
    """Return the network address of the reader, as the trusted proxies tell it; where they tell none, of who connected."""
    try:
        return str(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):
        return str(request.META.get("REMOTE_ADDR", ""))
