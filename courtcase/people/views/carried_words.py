"""What was written while a session ended, behind the sign-in: to be sent again as it was."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courtcase.frame.errors import visible_of
from courtcase.people.carried import address_for, carried, forget_carried
from courtcase.people.permissions import public
from courtcase.people.requests import ActorRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public("page.kept_words")
def carried_words(request: ActorRequest) -> HttpResponse:
    """Show whoever signed in, or proved a code, and has the ticket, the form that was not taken, to be sent again.

    A POST throws it away.
    """
    if request.method == "POST":
        forget_carried(request)
        return redirect("account_carried_words")
    ticket = request.GET.get("kept", "")
    if request.actor.kind == "nobody":
        return redirect(sign_in_for_carried(ticket))
    kept = carried(request)
    found = kept if kept is not None and constant_time_compare(kept.ticket, ticket) else None
    context = {
        "found": found,
        "address": found.address if found else "",
        "kept": found.fields if found else [],
        "written": visible_of(found.fields) if found else [],
        "token": get_token(request),
    }
    return render(request, "people/carried.html", context)


def sign_in_for_carried(ticket: str) -> str:
    """Return the address of the sign-in that leads on to the words."""
    return f"{reverse('account_login')}?{urlencode({'next': address_for(ticket)})}"
