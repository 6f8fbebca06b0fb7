from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.intake.counting import counts_of
from petitions.intake.keyset import Place, page_of
from petitions.intake.views.queue import FOUND, pages_of
from petitions.letters import incoming as came
from petitions.letters import register
from petitions.methods import get_only
from petitions.tables import table_file


@get_only
@requires("letter.view")
def outgoing(request: ActorRequest) -> HttpResponse:
    """Show the register of outgoing letters, narrowed by the filters in the address, newest first."""
    found = register.OutgoingFilter(request.GET, queryset=register.outgoing(request.actor, timezone.now()))
    page = page_of(found.found, order=register.ORDER, place=Place.of(request.GET))
    query = request.GET.urlencode()
    context = {
        "filters": found,
        "page": page,
        "pages": pages_of(request, page),
        "count": counts_of({FOUND: found.found})[FOUND],
        "clear": request.path,
        "query": f"?{query}" if query else "",
    }
    return render(request, "letters/outgoing.html", context)


@get_only
@requires("letter.view")
def outgoing_file(request: ActorRequest) -> StreamingHttpResponse:
    """Give out the filtered register for a spreadsheet, written line by line."""
    found = register.OutgoingFilter(request.GET, queryset=register.outgoing(request.actor, timezone.now()))
    return table_file(register.HEAD, register.lines(found.found), name="outgoing.csv")


@get_only
@requires("letter.view")
def incoming(request: ActorRequest) -> HttpResponse:
    """Show the register of incoming papers, narrowed by the filters in the address, newest first."""
    found = came.IncomingFilter(request.GET, queryset=came.incoming(request.actor, timezone.now()))
    page = page_of(found.found, order=came.ORDER, place=Place.of(request.GET))
    context = {
        "filters": found,
        "page": page,
        "pages": pages_of(request, page),
        "count": counts_of({FOUND: found.found})[FOUND],
        "clear": request.path,
    }
    return render(request, "letters/incoming.html", context)
