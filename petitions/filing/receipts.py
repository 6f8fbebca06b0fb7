"""The receipt of a filed petition: what was received, when, what comes next, and the proof of all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courtcase.frame.dates import court_date
from courtcase.law.models import Clock, Term
from courtcase.law.queries import term_on
from courtcase.law.reasons import amount_words
from courtcase.law.time import court_day
from courtcase.register.models import Event
from courtcase.register.proofs import receipt_proofs
from courtcase.register.queries import newest_root
from courtcase.register.witness import line_of
from petitions.filing.queries import laid_with, open_clocks
from petitions.models import Petition
from petitions.versions import frozen_last
from petitions.workflow import IN_WORK, State

# The entries a receipt carries beside the filing itself; of documents those that still lie with the petition.
OF_WORDS = ("petition.submitted", "petition.cure_submitted", "petition.cured", "petition.registered")
OF_FILES = ("petition.document_added", "petition.signature_in_doubt")
BEFORE_ACCEPTANCE = IN_WORK | {State.AWAITING_STUDY, State.STUDY, State.REPORTED}


@dataclass(frozen=True)
class Received:
    """One thing that was received: the words or a file, its name, its kind of file, its SHA-256 in hexadecimal."""

    kind: str
    name: str
    detail: str
    digest: str


@dataclass(frozen=True)
class Ahead:
    """What happens next, and by when, in words; "" where no day can be named."""

    text: Promise | str
    when: str


def public_reference(petition: Petition) -> str:
    """Return what names a petition in talk before it has a number: it opens nothing, unlike the code."""
    digits = petition.public_id.hex[:12].upper()
    return "-".join(digits[place : place + 4] for place in (0, 4, 8))


def contents_of(petition: Petition) -> list[Received]:
    """Return the words of the petition and its files, each with the digest the register knows."""
    version = frozen_last(petition)
    found = []
    if version is not None and version.digest is not None:
        found.append(Received("words", _("The petition"), "", bytes(version.digest).hex()))
    laid = [one.document for one in laid_with(petition)]
    return found + [Received("file", one.filename, one.content_type, one.sha256) for one in laid]


def receipt_json(petition: Petition) -> dict[str, Any] | None:
    """Return the receipt as verify_receipt.py reads it; None before the petition is filed.

    The filing stands first; `also` are the entries of its words, its files and its number, each with its own proof.
    `witness` is the newest published root: whoever keeps the receipt keeps it too, for everybody.
    """
    contents = contents_of(petition)
    events = proved_events(petition, {one.digest for one in contents})
    if not events:
        return None
    filed, *also = receipt_proofs(events)
    told = [{"kind": one.kind, "name": one.name, "sha256": one.digest} for one in contents]
    newest = newest_root()
    return {**filed, "contents": told, "also": also, "witness": line_of(newest) if newest else None}


def proved_events(petition: Petition, digests: set[str]) -> list[Event]:
    """Return the filing of the petition and what else its receipt proves, the filing first; [] before it is filed."""
    wanted = ("petition.filed", *OF_WORDS, *OF_FILES)
    events = Event.objects.filter(subject=petition.subject_id, name__in=wanted)
    found = list(events.select_related("subject", "actor").order_by("pk"))
    filed = next((event for event in found if event.name == "petition.filed"), None)
    if filed is None:
        return []
    kept = [event for event in found if event.name in OF_WORDS or event.body.get("digest") in digests]
    return [filed, *(event for event in kept if event != filed)]


def filing_entry(petition: Petition) -> dict[str, Any]:
    """Return the proof of the filing alone: its place and its digest are printed on the receipt. Raises LookupError."""
    filed = Event.objects.filter(subject=petition.subject_id, name="petition.filed").select_related("subject", "actor")
    event = filed.order_by("pk").first()
    if event is None:
        raise LookupError("a petition that is not filed has no receipt")
    return receipt_proofs([event])[0]


def ahead_of(petition: Petition, *, at: datetime) -> list[Ahead]:
    """Return what comes next for a filed petition, each step with its day or its term, in the active language."""
    if petition.state not in BEFORE_ACCEPTANCE:
        return []
    clocks = {clock.term.code: clock for clock in open_clocks(petition)}
    day = court_day(at)
    steps = []
    if petition.state == State.FILED:
        steps.append(Ahead(_("The Court registers the petition and tells you its number."), ""))
    if petition.state in IN_WORK:
        steps.append(
            Ahead(
                _("The Apparatus checks whether it meets the requirements of the law."),
                by_when(clocks.get("screening"), "screening", day),
            )
        )
    if petition.state != State.REPORTED:
        steps.append(Ahead(_("Judges study it."), by_when(clocks.get("study"), "study", day)))
    steps.append(Ahead(_("A session accepts or refuses it; you are told."), term_words("notice_of_acceptance", day)))
    return steps


def by_when(clock: Clock | None, code: str, day: date) -> str:
    """Return the last day of a term that runs; for one that has not begun, how long it is and from when it is counted."""
    if clock is not None:
        return _("by %(day)s") % {"day": court_date(clock.due_on)}
    return term_words(code, day)


def term_words(code: str, day: date) -> str:
    """Return "15 calendar days after …" of the term as configured on `day`; "" for a term nobody configured."""
    try:
        term = term_on(code, day)
    except Term.DoesNotExist:
        return ""
    language = (get_language() or "kk")[:2]
    said = _("%(amount)s, counted from: %(event)s") % {
        "amount": amount_words(term.amount, term.unit),
        "event": getattr(term, f"starts_at_{language}"),
    }
    if term.configurable:
        return said + " " + _("(the law sets no such term; the Court set it)")
    return said if term.citable else said + " " + _("(the rule this site goes by; the Court has not confirmed it yet)")
