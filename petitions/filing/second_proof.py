"""Whether this visitor may read and act, not only see where the petition is: the code of a petition alone opens the timeline.

A code is printed on paper and read by whoever finds the paper. So letters, documents and every act ask for one thing more.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from courtcase.frame.errors import typed_fields, visible_texts
from courtcase.people.carried import address_for, carried, carry
from courtcase.people.requests import ActorRequest
from petitions import access
from petitions.filing.visitor import leave_for_page, petition_or_404, was_filed_here
from petitions.models import Petition, Petitioner
from petitions.workflow import UNFILED

LASTS = timedelta(hours=2)
PROVEN, CHALLENGES, SENT = "proven", "proof_challenges", "proof_codes"
# Forms that stand on a page of the same address: whoever sent one too late comes back to it, with what was typed in it.
PAGES = frozenset(
    {"step", "check", "attachments", "withdraw", "withdraw_one", "demand_decision", "reopen", "add_document", "address"}
    | {"others", "representatives", "person", "data_requests", "later_notices"}
)
# What the address of such a page bears when it is opened with what was typed: the ticket of the words carried.
KEPT = "kept"
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def is_proven(request: ActorRequest, petition: Petition, *, at: datetime) -> bool:
    """Say whether the visitor may read and act: not filed yet, their own without the code, filed in this session, or proven."""
    myself = access.petitioner_acting(request.actor, petition, at)
    if petition.state in UNFILED and myself is None:
        return True
    if access.may(request.actor.without_codes(), "petition.read", petition, at):
        return True
    if was_filed_here(request, petition):
        return True
    epoch, until = request.session.get(PROVEN, {}).get(proof_name(petition, myself), (-1, 0))
    current = petition.code_epoch if myself is None else myself.code_epoch
    return bool(epoch == current and until > at.timestamp())


def proof_name(petition: Petition, myself: Petitioner | None) -> str:
    """Return under which name a session keeps what was proven: of several petitioners each proves for themself alone."""
    return str(petition.public_id) if myself is None else f"{petition.public_id}:{myself.pk}"


def mark_proven(request: ActorRequest, petition: Petition, *, at: datetime) -> None:
    """Note in the session that the second proof was given, for two hours and for the present code of the petition."""
    myself = access.petitioner_acting(request.actor, petition, at)
    epoch = petition.code_epoch if myself is None else myself.code_epoch
    until = int((at + LASTS).timestamp())
    proven = request.session.get(PROVEN, {})
    request.session[PROVEN] = {**proven, proof_name(petition, myself): [epoch, until]}
    name = str(petition.public_id)
    for kept in (CHALLENGES, SENT):
        request.session[kept] = {key: value for key, value in request.session.get(kept, {}).items() if key != name}


def asked_to_prove(request: ActorRequest, petition: Petition, *, at: datetime) -> HttpResponse | None:
    """Return the way to the second proof where it is missing, None where it is not asked.

    A form that was sent after the proof ran out is not lost: it is carried through the proof and given back behind it, and
    what was written in it is shown meanwhile.
    """
    if is_proven(request, petition, at=at):
        give_back(request)
        return None
    if request.method in {"GET", "HEAD"}:
        return redirect(proof_leading_to(petition, request.get_full_path()))
    ticket = carry(request, typed_fields(request))
    address = proof_leading_to(petition, leads_back(request, petition, ticket))
    written = visible_texts(request)
    if not ticket and not written:
        return redirect(address)
    context = {"petition": petition, "written": written, "prove_url": address, "is_kept": bool(ticket)}
    return render(request, "filing/prove_again.html", {**context, "had_files": bool(request.FILES)}, status=403)


def proof_leading_to(petition: Petition, address: str) -> str:
    """Return where the second proof is given, which leads on to `address`."""
    return reverse("filing:prove", args=[petition.public_id]) + "?" + urlencode({"next": address})


def leads_back(request: ActorRequest, petition: Petition, ticket: str) -> str:
    """Return where a form that was sent too late is taken up again: on its page, filled in as it was, if it has one."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    if name in PAGES:
        return f"{request.path}?{urlencode({KEPT: ticket})}" if ticket else request.path
    return address_for(ticket) if ticket else reverse("filing:follow", args=[petition.public_id])


def give_back(request: ActorRequest) -> None:
    """Fill the form of a page that is opened with the ticket of the words carried; nothing is done until it is sent."""
    ticket = request.GET.get(KEPT, "")
    kept = carried(request) if ticket and request.method == "GET" else None
    if kept is None or not constant_time_compare(kept.ticket, ticket) or not is_page(request, kept.address):
        return
    given = QueryDict(mutable=True)
    for name, value in kept.fields:
        given.appendlist(name, value)
    request.POST = given  # type: ignore[assignment]  # the stubs know only the frozen kind
    messages.info(request, _("What you wrote is back in the form. It is not sent yet: read it over and send it."))


def is_page(request: ActorRequest, address: str) -> bool:
    """Say whether `address` is the page that is asked for, in whichever language."""
    return address.partition("?")[0][3:] == request.path[3:]


def second_proof(view: View) -> View:
    """Decorate a view of a petition (`public_id`): without the second proof it sends to `filing:prove`, which leads back.

    It stands under `@requires`, whose action the view's own look-up asks about again.
    """

    @functools.wraps(view)
    def guarded(request: ActorRequest, public_id: UUID, *arguments: Any, **keywords: Any) -> HttpResponseBase:
        if request.actor.holds_codes:
            at = timezone.now()
            petition = petition_or_404(request, public_id, "petition.read", at=at)
            asked = asked_to_prove(request, petition, at=at)
            if asked is not None:
                return asked
            leave_for_page(request, petition)
        else:
            give_back(request)
        return view(request, public_id, *arguments, **keywords)

    return cast(View, guarded)


def safe_next(request: ActorRequest, petition: Petition) -> str:
    """Return the address of ours that a visitor came from, else the petition's page."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if "\x00" not in wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("filing:follow", args=[petition.public_id])


def challenge_of(request: ActorRequest, petition: Petition) -> bytes:
    """Return the few words that are signed as a proof: they name the petition, and cannot be signed before they are asked."""
    name = str(petition.public_id)
    nonces = request.session.get(CHALLENGES, {})
    if name not in nonces:
        nonces = {**nonces, name: secrets.token_hex(16)}
        request.session[CHALLENGES] = nonces
    words = "I open the letters and documents of my petition, and act on it, at the Constitutional Court."
    return f"{words}\nPetition: {name}\nOnce: {nonces[name]}\n".encode()


def note_sent(request: ActorRequest, petition: Petition, code_id: int, channel: str) -> None:
    """Note in the session which code was sent, so that it proves nothing in another browser."""
    sent = request.session.get(SENT, {})
    request.session[SENT] = {**sent, str(petition.public_id): [code_id, channel]}


def sent_to(request: ActorRequest, petition: Petition) -> tuple[int, str] | None:
    """Return the id of the code that was sent to this session, and its channel; None where none was."""
    found = request.session.get(SENT, {}).get(str(petition.public_id))
    return (int(found[0]), str(found[1])) if found else None
