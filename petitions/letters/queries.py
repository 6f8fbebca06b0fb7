"""Which returns wait and for what, and which letters: the lists of the clerks and of the head."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courtcase import rows
from courtcase.keys.operations import blind_index, blind_indexes
from courtcase.law.time import beginning_of, court_day
from courtcase.people.models import Account
from courtcase.register.models import Event
from courtcase.search.folding import fold
from petitions.content import open_text
from petitions.letters.rules import rule_in_use
from petitions.models import (
    LaidPetition,
    Letter,
    LetterKind,
    LetterStatus,
    Petition,
    PreparedReturn,
    Return,
    ReturnOutcome,
    StandingReply,
)
from petitions.workflow import State

LAST_OF_PETITION = "petitions_preparedreturn.petition_id = %s ORDER BY petitions_preparedreturn.id DESC LIMIT 1"
# So many of a clerk's last reasons may not be used again.
REMEMBERED = 10


def prepared_for(petition: Petition) -> QuerySet[PreparedReturn]:
    """Return the one return of a petition that is prepared and has not left, or nothing."""
    return PreparedReturn.objects.filter(petition=petition, outcome="").select_related("letter", "prepared_by")


def last_prepared(petition: Petition) -> PreparedReturn | None:
    """Return the return of a petition that was prepared last, whatever became of it; none is asked for before the check."""
    if petition.registered_on is None:
        return None
    return rows.read(PreparedReturn, LAST_OF_PETITION, [petition.pk], related=("letter", "prepared_by"))


def sent_back_note(petition: Petition, prepared: PreparedReturn | None) -> str:
    """Return what the second reader wrote, while the petition is being checked and nothing came after it."""
    if prepared is None or prepared.outcome != ReturnOutcome.OBJECTED or petition.state != State.SCREENING:
        return ""
    return open_text(petition, prepared.sealed_note)


def is_held(prepared: PreparedReturn, *, at: datetime) -> bool:
    """Say whether something still holds a prepared return: the time to undo it, the second reader, danger, or the signature."""
    if prepared.not_before > at or not may_be_signed(prepared) or prepared.petition.in_danger:
        return True
    return prepared.letter.status == LetterStatus.PREPARED and rule_in_use(at).signed_by_head


def may_be_signed(prepared: PreparedReturn | StandingReply) -> bool:
    """Say whether a return, or a reply to a stack, was not drawn, or its second reader agreed."""
    return not prepared.is_drawn or prepared.read_at is not None


def reason_digest(reason: str) -> bytes:
    """Return that by which a reason is known again, whatever its case, its spelling of ё and its spaces."""
    return blind_index(" ".join(fold(reason).split()), "return.reason")


def reason_digests(reason: str) -> set[bytes]:
    """Return every digest under which a reason may stand."""
    return set(blind_indexes(" ".join(fold(reason).split()), "return.reason"))


def was_written_lately(reason: str, *, by: Account, about: Petition) -> bool:
    """Say whether the clerk gave the same reason in one of the last ten returns of other petitions or stacks."""
    returns = PreparedReturn.objects.filter(prepared_by=by).exclude(petition=about)
    replies = StandingReply.objects.filter(prepared_by=by, reason_digest__isnull=False)
    replies = replies.exclude(stack__in=LaidPetition.objects.filter(petition=about).values("stack"))
    last = [one.order_by("-pk").values_list("prepared_at", "reason_digest")[:REMEMBERED] for one in (returns, replies)]
    found = sorted(((at, bytes(digest or b"")) for rows in last for at, digest in rows), reverse=True)[:REMEMBERED]
    return not reason_digests(reason).isdisjoint(digest for _at, digest in found)


def awaiting_reader(reader: Account | None) -> QuerySet[PreparedReturn]:
    """Return the drawn returns that wait for a second reader, oldest first, without those the reader prepared."""
    drawn = PreparedReturn.objects.filter(outcome="", is_drawn=True, read_at=None, petition__state=State.SCREENING)
    return drawn.exclude(prepared_by=reader).select_related("petition", "prepared_by", "letter").order_by("prepared_at")


def replies_awaiting_reader(reader: Account | None) -> QuerySet[StandingReply]:
    """Return the drawn replies to stacks that wait for a second reader, oldest first, without those the reader prepared."""
    drawn = StandingReply.objects.filter(outcome="", is_drawn=True, read_at=None).exclude(prepared_by=reader)
    return drawn.select_related("letter__petition", "prepared_by").order_by("prepared_at")


def to_sign(at: datetime) -> QuerySet[Any]:
    """Return the letters that wait for the head's signature, oldest first; none whose second reader has not agreed.

    Each says whether it `is_held`: an alarm of danger is open about a petition it names.
    """
    if not rule_in_use(at).signed_by_head:
        return Letter.objects.none()
    unread = Q(prepared_return__is_drawn=True, prepared_return__read_at=None)
    unread |= Q(standing_reply__is_drawn=True, standing_reply__read_at=None)
    ready = Letter.objects.filter(status=LetterStatus.PREPARED).exclude(unread)
    ready = ready.filter(Q(prepared_return=None) | Q(petition__state=State.SCREENING))
    ready = ready.annotate(is_held=Q(Exists(named_in_danger(OuterRef("standing_reply")))) | Q(petition__in_danger=True))
    return ready.select_related("petition", "prepared_by").order_by("prepared_at", "pk")


def named_in_danger(reply: StandingReply | OuterRef) -> QuerySet[LaidPetition]:
    """Return what a reply to a stack names and what an alarm of danger is open about: the reply is held by it."""
    return LaidPetition.objects.filter(reply=reply, petition__in_danger=True)


def is_letter_held(letter: Letter) -> bool:
    """Say whether an alarm of danger holds a letter that has not left."""
    if letter.status not in {LetterStatus.PREPARED, LetterStatus.SIGNED}:
        return False
    reply = getattr(letter, "standing_reply", None)
    return letter.petition.in_danger or (reply is not None and named_in_danger(reply).exists())


def returners_of(petition: Petition) -> set[int]:
    """Return the ids of the accounts that returned the petition or agreed to it as second reader."""
    found = Return.objects.filter(petition=petition).values_list("returned_by", "prepared__read_by")
    answered = LaidPetition.objects.filter(petition=petition, returned__isnull=False)
    readers = set(answered.values_list("reply__read_by", flat=True))
    return {account for pair in found for account in pair if account is not None} | (readers - {None})


def returned_by_any(petition: Petition, accounts: Iterable[int | None]) -> bool:
    """Say whether one of `accounts` returned the petition."""
    return not returners_of(petition).isdisjoint(one for one in accounts if one is not None)


def letters_told(petition: Petition) -> QuerySet[Letter]:
    """Return the letters to the petitioner that left, the newest first; not those to others because of danger.

    A reply to several petitions is among the letters of each that it returned, sealed with the key of its leading one.
    """
    standing = LaidPetition.objects.filter(petition=petition, returned__isnull=False).values("reply__letter")
    return (
        Letter.objects.filter(Q(petition=petition) | Q(pk__in=standing))
        .exclude(sealed_text=None)
        .exclude(kind=LetterKind.DANGER)
        .select_related("signed_by", "petition__data_key")
        .order_by("-pk")
    )


def petition_numbered(number: str) -> Petition | None:
    """Return the petition of this register number as it is printed, with its key; None for none."""
    return Petition.objects.select_related("subject", "data_key").filter(register_number=number.strip()).first()


@dataclass(frozen=True)
class OfGround:
    """What became of the returns on one ground."""

    name: str
    returned: int
    demanded: int
    overturned: int
    upheld: int


def years_of_returns(today: date) -> list[int]:
    """Return the years in which returns left, the newest first, this one among them."""
    first = Return.objects.order_by("returned_at").values_list("returned_at", flat=True).first()
    begun = court_day(first).year if first is not None else today.year
    return list(range(max(today.year, begun), begun - 1, -1))


def overturned_by_ground(language: str, year: int) -> list[OfGround]:
    """Return by ground how many returns left in a year, how many were disputed, and how the Court decided.

    Most overturned first. What was demanded and decided is counted of the return it was about: the petition's last.
    """
    later = Return.objects.filter(petition=OuterRef("return__petition"), pk__gt=OuterRef("return_id"))
    told = {
        name: Count("return_id", filter=Q(Exists(happened(event)), ~Exists(later)))
        for name, event in (
            ("demanded", "petition.decision_demanded"),
            ("overturned", "petition.return_overturned"),
            ("upheld", "petition.return_upheld"),
        )
    }
    begins, ends = (beginning_of(date(one, 1, 1)) for one in (year, year + 1))
    through = Return.grounds.through.objects.filter(return__returned_at__gte=begins, return__returned_at__lt=ends)
    counted = through.values("ground__code", f"ground__name_{language}").annotate(returned=Count("return_id"), **told)
    rows = [
        OfGround(one[f"ground__name_{language}"], one["returned"], one["demanded"], one["overturned"], one["upheld"])
        for one in counted.order_by("ground__code")
    ]
    return sorted(rows, key=lambda row: -row.overturned)


def happened(event: str) -> QuerySet[Event]:
    """Return the events of this name about the petition of a return."""
    return Event.objects.filter(subject=OuterRef("return__petition__subject"), name=event)
