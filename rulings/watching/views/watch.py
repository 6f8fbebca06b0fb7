"""Ask to be told by e-mail, confirm it by the link, and end it by another: no account is needed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courtcase.people.actors import Actor
from courtcase.people.limits import too_many, too_many_for, too_many_letters
from courtcase.people.permissions import public
from rulings.models import Watch
from rulings.watching.content import index_of_address, opened
from rulings.watching.forms import WatchForm
from rulings.watching.operations.ask_watch import ask_watch
from rulings.watching.operations.keep_watch import confirm_watch, leave_watch
from rulings.watching.queries import wanted_by, words_of_wanted, words_of_watch

HOUR = 3_600
# Of one network address and of one e-mail address within an hour.
MOST_OF_NETWORK, MOST_OF_ADDRESS = 20, 5


@public("watch.ask")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show what would be told of and take an e-mail address; the answer is the same whatever is known of the address."""
    wanted = wanted_by(request.GET)
    if wanted is None:
        raise Http404
    form = WatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if is_too_much(request, email):
            form.add_error("email", gettext("Too many messages were asked for. Try again in an hour."))
        else:
            language = get_language() or "kk"
            ask_watch(email=email, wanted=wanted, language=language, actor=Actor.nobody(), at=timezone.now())
            return redirect("publication:watch_asked")
    status = 422 if form.errors else 200
    facts = {"form": form, "wanted": words_of_wanted(wanted)}
    return render(request, "rulings/public/watch_ask.html", facts, status=status)


def is_too_much(request: HttpRequest, email: str) -> bool:
    """Count one try of the network address and of the e-mail address, of which digests alone are kept."""
    of_network = too_many(request, "watch", limit=MOST_OF_NETWORK, seconds=HOUR)
    whom = index_of_address(email).hex()
    of_address = too_many_for(whom, "watch-address", limit=MOST_OF_ADDRESS, seconds=HOUR)
    return too_many_letters(email) or of_address or of_network


@public("watch.ask")
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say that a message with a link is on its way."""
    return render(request, "rulings/public/watch_asked.html")


@public("watch.keep")
@never_cache
@require_safe
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show to whoever has the link what is waited for, with the buttons that confirm and end it."""
    watch = of_link(public_id)
    facts = {"watch": watch, "wanted": words_of_watch(watch, opened(watch)["filters"])}
    return render(request, "rulings/public/watch.html", facts)


@public("watch.keep")
@never_cache
@require_POST
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Confirm that the messages are wanted."""
    confirm_watch(watch=of_link(public_id), actor=Actor.nobody(), at=timezone.now())
    return redirect("publication:watch", public_id)


# Mail programs send this by themselves when their reader asks (RFC 8058): they have no page and no token of ours.
@csrf_exempt
@public("watch.keep")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End the messages at once; a link that is only followed leads to the page with the button."""
    if request.method != "POST":
        return redirect("publication:watch", public_id)
    watch = Watch.objects.filter(public_id=public_id).first()
    if watch is not None:
        leave_watch(watch=watch, actor=Actor.nobody(), at=timezone.now())
    return redirect("publication:watch_left")


@public("watch.keep")
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Say that the messages ended and the address is erased."""
    return render(request, "rulings/public/watch_left.html")


def of_link(public_id: UUID) -> Watch:
    """Return the watch of a link. Raises Http404 where it was ended, or never was."""
    found = Watch.objects.select_related(
        "subject", "data_key", "ruling", "provision__act", "provision__parent__parent__parent__parent"
    )
    return get_object_or_404(found, public_id=public_id)
