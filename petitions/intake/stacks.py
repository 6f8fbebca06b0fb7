"""Petitions on one stack: which lie there, which may be laid there, and which of them one letter answers.

A letter reaches one person, or those who petition together. What was laid by hand because it is about the same judicial
act is another's: it is answered by a letter of its own, and neither letter names the other's number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.register.models import RecordedRead
from petitions.content import open_text
from petitions.models import (
    ContestedProvision,
    LaidPetition,
    Petition,
    PreparedReturn,
    ReturnOutcome,
    Stack,
    StandingReply,
)
from petitions.workflow import UNFILED, State

PAGE = 30
# So many petitions one letter names at most; what is left is answered by the next.
MOST = 500
OPENED = "petition.examine"


@dataclass(frozen=True)
class Line:
    """A petition on a stack as its page shows it: why it cannot be answered now; blank where it can, or was.

    `reason` is why it was laid there by hand; blank where it was not.
    """

    laid: LaidPetition
    why_not: Promise | str
    reason: str


@dataclass(frozen=True)
class Known:
    """What is known to be of one person, or of the same together: petitions that clerks said are, and the IINs they bear."""

    petitions: frozenset[int]
    iins: frozenset[bytes]


@dataclass(frozen=True)
class Addressee:
    """Whom a letter about a petition reaches: by which account, in which language, and whose petitions are known as theirs."""

    account: int | None
    language: str
    further: int
    known: Known

    def rows(self) -> Q:
        """Return which rows of a stack the letter reaches."""
        theirs = Q(petition__in=self.known.petitions)
        if self.known.iins:
            theirs |= Q(petition__iin_index__in=self.known.iins, petition__further_petitioners=0)
        return theirs & Q(petition__further_petitioners=self.further)

    def is_of(self, row: LaidPetition) -> bool:
        """Say the same of one row: whether its petition is of the same person, or of the same together."""
        one = row.petition
        is_known = one.pk in self.known.petitions or iin_of(one) in self.known.iins
        return one.further_petitioners == self.further and is_known


def stack_of(petition: Petition) -> Stack | None:
    """Return the stack on which a petition lies."""
    return Stack.objects.filter(laid__petition=petition, laid__taken_off_at=None).first()


def iin_of(petition: Petition) -> bytes | None:
    """Return the blind index of the IIN of whoever petitions alone; None where it is not known, or several petition."""
    alone = petition.iin_index is not None and not petition.further_petitioners
    return bytes(petition.iin_index or b"") if alone else None


def known_of(petition: Petition, stack: Stack | None) -> Known:
    """Return what is known to be of the same person as a petition that lies on a stack, or is being laid there.

    It follows what clerks said of pairs, and equal IINs, as far as they lead. What was said by way of a petition holds
    while that one lies there: taken off, it ties nothing any more. Of joint petitions the IIN says nothing.
    """
    bears: dict[int, bytes | None] = {petition.pk: iin_of(petition)}
    ties: dict[int | bytes, set[int | bytes]] = {}
    lies = LaidPetition.objects.filter(stack=stack, petition=OuterRef("same_person_as"), taken_off_at=None)
    said = LaidPetition.objects.filter(Exists(lies) | Q(same_person_as=petition), stack=stack, taken_off_at=None)
    for row in said.select_related("petition", "same_person_as") if stack is not None else ():
        one, other = row.petition, row.same_person_as
        if other is None or one.further_petitioners != other.further_petitioners:
            continue
        bears |= {one.pk: iin_of(one), other.pk: iin_of(other)}
        tie(ties, one.pk, other.pk)
    for key, iin in bears.items():
        if iin is not None:
            tie(ties, key, iin)
    found: set[int | bytes] = set()
    ahead: list[int | bytes] = [petition.pk]
    while ahead:
        here = ahead.pop()
        found.add(here)
        ahead.extend(ties.get(here, set()) - found)
    return Known(
        frozenset(one for one in found if isinstance(one, int)),
        frozenset(one for one in found if isinstance(one, bytes)),
    )


def tie(ties: dict[int | bytes, set[int | bytes]], one: int | bytes, other: int | bytes) -> None:
    """Note that two are known to be of one person, seen from either."""
    ties.setdefault(one, set()).add(other)
    ties.setdefault(other, set()).add(one)


def of_the_same_person(petition: Petition) -> QuerySet[Petition]:
    """Return the filed petitions of whoever petitions here alone; none where no IIN is known, or several petition."""
    if petition.iin_index is None or petition.further_petitioners:
        return Petition.objects.none()
    filed = Petition.objects.exclude(state__in=UNFILED).filter(further_petitioners=0)
    return filed.filter(iin_index=bytes(petition.iin_index))


def may_be_laid(petition: Petition) -> QuerySet[Any]:
    """Return the other petitions of the person that lie on no stack, each with `same_norm`: on a norm contested here too."""
    here = ContestedProvision.objects.filter(petition=petition, provision__isnull=False)
    on_it = ContestedProvision.objects.filter(petition=OuterRef("pk"), provision__in=here.values("provision"))
    lies = LaidPetition.objects.filter(petition=OuterRef("pk"), taken_off_at=None)
    return of_the_same_person(petition).exclude(pk=petition.pk).filter(~Exists(lies)).annotate(same_norm=Exists(on_it))


def lying(stack: Stack) -> QuerySet[Any]:
    """Return what lies on a stack, newest petition first, each with `is_opened`: whether one of the staff opened it."""
    read = RecordedRead.objects.filter(subject=OuterRef("petition__subject"), place=OPENED, account__isnull=False)
    prepared = PreparedReturn.objects.filter(petition=OuterRef("petition"))
    waits, objected = prepared.filter(outcome=""), prepared.filter(outcome=ReturnOutcome.OBJECTED)
    found = LaidPetition.objects.filter(stack=stack, taken_off_at=None).select_related("petition__data_key")
    return found.annotate(is_opened=Exists(read), return_waits=Exists(waits), was_objected=Exists(objected)).order_by(
        "-petition"
    )


def answerable(stack: Stack) -> QuerySet[Any]:
    """Return what can be answered now, the newest first: opened, being checked, not prepared otherwise, nobody in danger.

    Where a second reader sent a return back, the next is read again, which a reply is not.
    """
    open_ones = lying(stack).filter(reply=None, petition__state=State.SCREENING, petition__in_danger=False)
    return open_ones.filter(is_opened=True, return_waits=False, was_objected=False)


def leading_of(stack: Stack) -> Petition | None:
    """Return the petition by whose roads the letter goes: the newest that can be answered; None where none can."""
    first = answerable(stack).select_related("petition__subject", "petition__data_key").first()
    return first.petition if first is not None else None


def addressee_of(stack: Stack, leading: Petition) -> Addressee:
    """Return whom a letter about a petition on the stack reaches."""
    known = known_of(leading, stack)
    return Addressee(leading.account_id, leading.language, leading.further_petitioners, known)


def answered_with(stack: Stack, leading: Petition) -> QuerySet[Any]:
    """Return what one letter can answer together with `leading`: the same person's, by the same account and language."""
    return reached(stack, addressee_of(stack, leading))


def reached(stack: Stack, whom: Addressee) -> QuerySet[Any]:
    """Return what a letter to `whom` can answer now, the newest first."""
    return answerable(stack).filter(whom.rows(), petition__account=whom.account, petition__language=whom.language)


def lines_of(rows: list[LaidPetition], whom: Addressee | None) -> list[Line]:
    """Return rows of `lying` with why each cannot be answered now by a letter to `whom`, and why it was laid by hand."""
    return [
        Line(row, why_not(row, whom), open_text(row.petition, row.sealed_reason) if row.sealed_reason else "")
        for row in rows
    ]


def why_not(row: LaidPetition, whom: Addressee | None) -> Promise | str:
    """Return why a petition cannot be answered now; blank where it can, or is answered already."""
    petition = row.petition
    facts = (
        (row.reply_id is not None, ""),
        (
            not getattr(row, "is_opened", False),
            _("Nobody of the Apparatus has opened it: what is unread is not answered."),
        ),
        (petition.in_danger, _("An alarm of danger is open about it.")),
        (petition.state != State.SCREENING, _("It is not being checked: only then it can be returned.")),
        (getattr(row, "return_waits", False), _("A return of it is prepared already.")),
        (
            getattr(row, "was_objected", False),
            _("A second reader sent a return of it back: the next is read again, so it is returned by itself."),
        ),
        (
            whom is not None and not whom.is_of(row),
            _("It is another's: it is answered by a letter of its own, when this one has left."),
        ),
        (
            whom is not None and petition.account_id != whom.account,
            _("It was filed by another account, which the letter would not reach."),
        ),
        (whom is not None and petition.language != whom.language, _("It is written in another language.")),
    )
    return next((words for is_so, words in facts if is_so), "")


def sent_back_reply(stack: Stack) -> StandingReply | None:
    """Return the reply that was prepared last, where a second reader sent it back."""
    last = (
        StandingReply.objects.filter(stack=stack).select_related("letter__petition__data_key").order_by("-pk").first()
    )
    return last if last is not None and last.outcome == ReturnOutcome.OBJECTED else None


def waiting_reply(stack: Stack) -> StandingReply | None:
    """Return the reply of a stack that is prepared and has not left."""
    return StandingReply.objects.filter(stack=stack, outcome="").select_related("letter", "prepared_by").first()
