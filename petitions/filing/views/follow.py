from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.frame.paging import before_of, cut
from courtcase.law.receipt import Received
from courtcase.law.time import court_day
from courtcase.people.carried import address_for, carried
from courtcase.people.limits import too_many, too_many_for
from courtcase.people.permissions import may, public, requires
from courtcase.people.requests import ActorRequest
from petitions import access
from petitions.content import open_text
from petitions.filing import queries
from petitions.filing.cure import checklist
from petitions.filing.desk import clients_of
from petitions.filing.forms.codes import TrackForm
from petitions.filing.opened import opened_by
from petitions.filing.represented import names_of_represented, represented_in
from petitions.filing.second_proof import is_proven
from petitions.filing.visitor import hold, hold_as, kept_code, petition_or_404
from petitions.forwarding import consent_facts
from petitions.later_notices import may_choose
from petitions.letters.grammar import Text
from petitions.letters.queries import letters_told
from petitions.letters.received import letters_received
from petitions.letters.writing import text_of
from petitions.methods import get_only, get_or_post
from petitions.models import Letter, Petition
from petitions.norm_alarms import norm_alarms
from petitions.own_numbers import suspended_case_of
from petitions.workflow import SIGNABLE, UNFILED, State

# The same words whichever of the two is wrong: nobody learns from them which numbers there are.
NOT_FOUND = _(
    "No petition has this code, or its register number is another. "
    "Compare both with what you wrote down, or with the paper version."
)


@get_only
@requires("petition.read")
def follow(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show where a petition is, who has it, what the law gives them as time, and what the petitioner may do now."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, "petition.read", at=at)
    if petition.state == State.DRAFT:
        return redirect("filing:step", public_id, queries.where_it_stopped(petition))
    proven = is_proven(request, petition, at=at)
    returned = petition.returns.prefetch_related("grounds").order_by("-pk").first()
    may = queries.petitioner_may(petition, request.actor, at)
    context = {
        "petition": petition,
        "state": State(petition.state),
        "words": queries.next_words(petition),
        "timeline": queries.timeline(petition),
        "clocks": queries.open_clocks(petition),
        "may": may,
        "is_proven": proven,
        # The clerk's words are a letter, and a file's name tells of it: both open with the second proof.
        "attachments": queries.laid_with(petition) if proven else [],
        "returned": returned,
        "letters": letters_shown(petition, at) if proven else [],
        "explanation": open_text(petition, returned.sealed_explanation) if returned and proven else "",
        "mends": checklist(petition, returned, queries.way(petition)) if returned and proven and "cure" in may else [],
        "suspended_case": suspended_case_of(petition) if proven else "",
        "represented": represented_in(petition, request.actor.account),
        "opened": opened_by(petition),
        **consent_facts(petition, request.actor, at, proven=proven),
        "asks_later": may_choose(petition, request.actor, at),
        "answers": list(petition.answers.order_by("pk")),
        "later": queries.later_decisions(petition),
        "alarms": norm_alarms(petition=petition) if petition.state not in UNFILED else [],
        "as_one_of_several": access.petitioner_acting(request.actor, petition, at) is not None,
        "must_sign": petition.state in SIGNABLE,
        "is_filed": petition.state not in UNFILED,
        "code": kept_code(request, petition),
        "today": court_day(at),
    }
    return render(request, "filing/follow.html", context)


def letters_shown(petition: Petition, at: datetime) -> list[tuple[Letter, Text, Received | None]]:
    """Return the letters to the petitioner, each with its words and when it counts as received."""
    letters = list(letters_told(petition))
    came = letters_received(letters) if letters else {}
    return [(one, text_of(one, one.petition, today=court_day(at)), came.get(one.pk)) for one in letters]


@get_or_post
@public("petition.track")
def track(request: ActorRequest) -> HttpResponse:
    """Ask for the code of a petition or a draft and open its page."""
    form = TrackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code, number = form.cleaned_data["code"], form.cleaned_data["number"]
        if too_many(request, "track", limit=10, seconds=600) or too_many_at(number):
            form.add_error("code", _("Too many tries. Wait ten minutes, or telephone the Court."))
        else:
            petition, petitioner = queries.tracked(code, number), queries.tracked_as(code, number)
            if petition is not None:
                hold(request, petition)
                return behind_code(request, petition)
            if petitioner is not None:
                hold_as(request, petitioner)
                return behind_code(request, petitioner.petition)
            form.add_error("code", NOT_FOUND)
    return render(request, "filing/track.html", {"form": form}, status=422 if form.errors else 200)


def behind_code(request: ActorRequest, petition: Petition) -> HttpResponse:
    """Go on to the petition, or to what was being written in this very petition when the session ended."""
    kept = carried(request)
    if kept is not None and f"/{petition.public_id}/" in kept.address:
        return redirect(address_for(kept.ticket))
    return redirect("filing:follow", petition.public_id)


def too_many_at(number: str) -> bool:
    """Say whether one register number was tried too often, from wherever: its code is not guessed by many hands either."""
    plain = "".join(sign for sign in number if sign.isalnum()).casefold()
    return bool(plain) and too_many_for(plain, "track-number", limit=30, seconds=600)


@get_only
@requires("petition.mine")
def mine(request: ActorRequest) -> HttpResponse:
    """List the petitions of the account and of the institutions it serves, newest first."""
    page, older = cut(queries.my_petitions(request.actor, timezone.now(), before=before_of(request)), queries.PAGE)
    names = names_of_represented(page)
    # Whoever serves an institution is led to a desk of clients only where there are some on it.
    serves = may(request.actor, "petition.overview", timezone.now())
    represents = not serves or clients_of(request.actor).exists()
    context = {"rows": [(one, names.get(one.pk, "")) for one in page], "older": older, "represents": represents}
    return render(request, "filing/mine.html", context)
