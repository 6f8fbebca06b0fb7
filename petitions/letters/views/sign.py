"""The head of intake signs letters, many in one session: a list, a sample shown, then all that were chosen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions import access
from petitions.letters import queries
from petitions.letters.operations.sign_letter import sign_letter
from petitions.letters.operations.standing import sign_standing_reply
from petitions.letters.views.letter import words_of
from petitions.methods import get_or_post
from petitions.models import Letter, LetterKind

AT_ONCE = 50
SAMPLE = 3


@get_or_post
@requires("letter.sign")
def to_sign(request: ActorRequest) -> HttpResponse:
    """List the letters that wait for the signature with a sample opened; a form signs those that are chosen."""
    at = timezone.now()
    waiting = [
        one
        for one in queries.to_sign(at).select_related("petition__subject", "petition__data_key")[:AT_ONCE]
        if access.may(request.actor, "letter.sign", one.petition, at)
    ]
    if request.method == "POST":
        return sign_chosen(request, waiting)
    sample = waiting[:: max(1, len(waiting) // SAMPLE)][:SAMPLE]
    for one in sample:
        record_read(subject=one.petition.subject, actor=request.actor, at=at, place="letter.sign")
    shown = [(one, words_of(one, at=at)) for one in sample]
    count = queries.to_sign(at).count()
    is_any_held = any(one.is_held for one in waiting)
    context = {"waiting": waiting, "sample": shown, "count": count, "is_any_held": is_any_held}
    return render(request, "letters/to_sign.html", context)


def sign_chosen(request: ActorRequest, waiting: list[Letter]) -> HttpResponse:
    """Sign each of the chosen letters by its own operation, and say how many were and which could not be."""
    chosen, signed = set(request.POST.getlist("letter")), 0
    for one in (one for one in waiting if str(one.public_id) in chosen):
        try:
            sign = sign_standing_reply if one.kind == LetterKind.STANDING else sign_letter
            sign(letter=one, actor=request.actor, at=timezone.now())
        except OperationError as error:
            messages.error(request, f"{one.petition.register_number}: {error.message}")
        else:
            signed += 1
    words = ngettext("%(count)d letter is signed.", "%(count)d letters are signed.", signed)
    messages.success(request, words % {"count": signed})
    return redirect("letters:to_sign")
