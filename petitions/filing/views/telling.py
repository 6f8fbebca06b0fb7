"""Where a petition stands, for ears and for calendars."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.law.models import Clock
from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing import queries
from petitions.filing.aloud import aloud as sentences
from petitions.filing.answers import calendar_file
from petitions.filing.calendars import Entry, calendar_of
from petitions.filing.desk import with_case
from petitions.filing.receipts import public_reference
from petitions.filing.second_proof import is_proven
from petitions.filing.visitor import petition_or_404
from petitions.methods import get_only
from petitions.models import Petition
from petitions.own_numbers import suspended_case_of
from petitions.terms import name_of
from petitions.workflow import State


@get_only
@requires("petition.read")
def aloud(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say where the petition stands in sentences that read well aloud, by a program or over the telephone."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, "petition.read", at=at)
    if petition.state == State.DRAFT:
        return redirect("filing:follow", public_id)
    may = queries.petitioner_may(petition, request.actor, at)
    if not petition.further_petitioners:
        may = [name for name in may if name != "withdraw_one"]
    said = sentences(
        petition,
        words=str(queries.next_words(petition)),
        clocks=queries.open_clocks(petition),
        may=[str(queries.STEP_WORDS[name]) for name in may],
        today=court_day(at),
    )
    return render(request, "filing/aloud.html", {"petition": petition, "said": said})


@get_only
@requires("petition.read")
def dates(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give out the last days of the terms that run as a calendar file. No name and no word of the petition stands in it."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, "petition.read", at=at)
    suspended = suspended_case_of(petition) if is_proven(request, petition, at=at) else ""
    entries = [entry_of(clock, petition, suspended) for clock in queries.open_clocks(petition)]
    content = calendar_of(entries, name=str(_("Terms of a petition")), at=at)
    return calendar_file(content)


def entry_of(clock: Clock, petition: Petition, suspended: str) -> Entry:
    """Return a running term as an entry of a calendar; its code outlives an extension, so that the entry is moved.

    `suspended` is the number of the case a court suspended; the empty string for other petitions.
    """
    return Entry(
        code=f"{petition.public_id}-{clock.term.code}",
        day=clock.due_on,
        title=with_case(f"{name_of(clock.term)} — {petition.register_number or public_reference(petition)}", suspended),
        url=settings.PUBLIC_ADDRESS + reverse("filing:track"),
    )
