"""A second reader looks at returns that were drawn, before they leave: agrees, or sends one back with a note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.filing.visitor import petition_or_404
from petitions.letters import queries
from petitions.letters.forms import NoteForm
from petitions.letters.operations.read_return import agree_to_return, object_to_return
from petitions.letters.operations.read_standing import agree_to_reply, object_to_reply
from petitions.letters.views.letter import words_of
from petitions.methods import get_only, get_or_post, post_only
from petitions.models import PreparedReturn, StandingReply

AT_ONCE = 50


@get_only
@requires("return.read")
def waiting(request: ActorRequest) -> HttpResponse:
    """List the returns that wait for a second reader, those the reader prepared left out."""
    reader = request.actor.account
    found = list(queries.awaiting_reader(reader)[:AT_ONCE])
    replies = list(queries.replies_awaiting_reader(reader)[:AT_ONCE])
    return render(request, "letters/second_readings.html", {"waiting": found, "replies": replies})


@get_or_post
@requires("return.read")
def read(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show a drawn return with its letter; a form sends it back with a note."""
    prepared = drawn_or_404(request, public_id)
    agree_at = reverse("letters:agree", args=[public_id])
    return second_reading(request, prepared, partial(object_to_return, prepared=prepared), {"agree_at": agree_at})


@post_only
@requires("return.read")
def agree(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Agree to a drawn return."""
    return agreed(request, partial(agree_to_return, prepared=drawn_or_404(request, public_id)))


def drawn_or_404(request: ActorRequest, public_id: UUID) -> PreparedReturn:
    """Return the drawn return of a petition that waits for a second reader; raises Http404 where the actor is not to read it."""
    petition = petition_or_404(request, public_id, "return.read")
    found = queries.awaiting_reader(request.actor.account).filter(petition=petition)
    prepared = get_object_or_404(found)
    prepared.letter.petition = prepared.petition = petition
    return prepared


@get_or_post
@requires("return.read")
def read_reply(request: ActorRequest, letter_id: UUID) -> HttpResponse:
    """Show a drawn reply to a stack with its letter; a form sends it back with a note."""
    reply = drawn_reply_or_404(request, letter_id)
    more = {
        "agree_at": reverse("letters:agree_to_reply", args=[letter_id]),
        "answers": reply.answers.select_related("petition").order_by("petition"),
    }
    return second_reading(request, reply, partial(object_to_reply, reply=reply), more)


@post_only
@requires("return.read")
def agree_reply(request: ActorRequest, letter_id: UUID) -> HttpResponse:
    """Agree to a drawn reply to a stack."""
    return agreed(request, partial(agree_to_reply, reply=drawn_reply_or_404(request, letter_id)))


def drawn_reply_or_404(request: ActorRequest, letter_id: UUID) -> StandingReply:
    """Return the drawn reply of this letter that waits for a second reader; raises Http404 where the actor is not to read it."""
    waiting = queries.replies_awaiting_reader(request.actor.account)
    reply = get_object_or_404(waiting, letter__public_id=letter_id)
    reply.letter.petition = petition_or_404(request, reply.letter.petition.public_id, "return.read")
    return reply


def second_reading(
    request: ActorRequest,
    drawn: PreparedReturn | StandingReply,
    send_back: Callable[..., object],
    more: Mapping[str, object],
) -> HttpResponse:
    """Show what was drawn with its letter, or send it back with the note that was written."""
    at, petition = timezone.now(), drawn.letter.petition
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            send_back(note=form.cleaned_data["note"], actor=request.actor, at=at)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("Sent back with your note."))
            return redirect("letters:second_readings")
    record_read(subject=petition.subject, actor=request.actor, at=at, place="return.read")
    context = {"prepared": drawn, "petition": petition, "text": words_of(drawn.letter, at=at), "form": form, **more}
    return render(request, "letters/second_reading.html", context, status=422 if form.errors else 200)


def agreed(request: ActorRequest, agree_to: Callable[..., object]) -> HttpResponse:
    """Agree to what was drawn, and go back to the list with a word."""
    try:
        agree_to(actor=request.actor, at=timezone.now())
    except OperationError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Agreed."))
    return redirect("letters:second_readings")
