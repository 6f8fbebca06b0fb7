from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.frame.paging import key_in
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.intake.forms import TextsForm
from petitions.intake.operations.search_texts import search_texts
from petitions.intake.searching import FoundTexts
from petitions.methods import get_or_post


@get_or_post
@requires("texts.search")
def texts(request: ActorRequest) -> HttpResponse:
    """Find petitions by the words of their texts. Sent by POST, also for a further page: words may name a person."""
    form = TextsForm(request.POST or None)
    found = FoundTexts()
    if request.method == "POST" and form.is_valid():
        after = key_in(request.POST.get("after", ""))
        found = search_texts(typed=form.cleaned_data["words"], after=after, actor=request.actor, at=timezone.now())
        if not found.petitions and after is None:
            form.add_error("words", nothing_found(found))
    response = render(request, "intake/texts.html", {"form": form, "found": found}, status=422 if form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def nothing_found(found: FoundTexts) -> str:
    """Return the words for an empty answer, which say what to do."""
    if found.reading is None:
        return _("Write a word of the text: there is none here that can be looked for.")
    return _("No petition you may open holds these words. Try fewer, or others that mean the same.")
