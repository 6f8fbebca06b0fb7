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

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from courtcase.frame.errors import visible_texts
from courtcase.people.requests import ActorRequest
from petitions import access
from petitions.filing.visitor import leave_for_page, petition_or_404, was_filed_here
from petitions.models import Petition, Petitioner
from petitions.workflow import UNFILED

LASTS = timedelta(hours=2)
PROVEN, CHALLENGES, SENT = "proven", "proof_challenges", "proof_codes"
# Forms that stand on a page of the same address: whoever sent one too late comes back to it.
PAGES = frozenset({"step", "check", "attachments", "withdraw", "demand_decision", "reopen", "add_document", "address"})
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

    A form that was sent after the proof ran out is not lost: what was written in it is shown, to be copied.
    """
    if is_proven(request, petition, at=at):
        return None
    name = request.resolver_match.url_name if request.resolver_match else ""
    can_be_read = request.method in {"GET", "HEAD"} or name in PAGES
    next_page = request.get_full_path() if can_be_read else reverse("filing:follow", args=[petition.public_id])
    address = reverse("filing:prove", args=[petition.public_id]) + "?" + urlencode({"next": next_page})
    written = visible_texts(request) if request.method == "POST" else []
    if written:
        context = {"petition": petition, "written": written, "prove_url": address}
        return render(request, "filing/prove_again.html", context, status=403)
    return redirect(address)


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
