"""What was written while a session ended, behind the sign-in: to be sent again as it was."""

from __future__ import annotations

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courtcase.frame.errors import visible_of
from courtcase.people.carried import carried, forget_carried
from courtcase.people.permissions import public
from courtcase.people.requests import ActorRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public("page.kept_words")
def carried_words(request: ActorRequest) -> HttpResponse:
    """Show whoever signed in, or proved a code, the form that was not taken, to be sent again; a POST throws it away."""
    if request.method == "POST":
        forget_carried(request)
        return redirect("account_carried_words")
    if request.actor.kind == "nobody":
        return redirect(sign_in_for_carried())
    found = carried(request)
    context = {
        "found": found,
        "address": found.address if found else "",
        "kept": found.fields if found else [],
        "written": visible_of(found.fields) if found else [],
        "token": get_token(request),
    }
    return render(request, "people/carried.html", context)


def sign_in_for_carried() -> str:
    """Return the address of the sign-in that leads on to the words."""
    return f"{reverse('account_login')}?next={reverse('account_carried_words')}"
