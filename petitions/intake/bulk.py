"""What would happen to each petition of a common action, or why nothing would: looked at before anything is done.

Of many petitions at once, in as many statements as of one; what is done is done by each petition's own operation, which
asks the same again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.law.models import SeriesCounter
from courtcase.law.queries import series_on
from courtcase.law.series import after, print_number, year_of
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.people.models import Account, Team
from courtcase.register.models import RecordedRead
from petitions import access
from petitions.binding import MOST as MOST_BOUND
from petitions.content import open_text
from petitions.intake.bulk_returns import Returning
from petitions.models import Attachment, BulkKind, BulkRow, BulkState, BulkWork, Petition, PetitionVersion, Return
from petitions.workflow import State, transition_named

MOST = 200
STEPS = {BulkKind.ASSIGN: "assign", BulkKind.REGISTER: "register", BulkKind.RETURN: "prepare_return"}
OFFERED = [(kind.value, kind.label) for kind in BulkKind]
OPENED = "petition.examine"
NOTHING_CHOSEN = "nothing_chosen"
# Why a petition is left alone, by the word that stands in its row.
UNREAD = "unread"
REASONS: dict[str, Promise | str] = {
    "stale_version": _("It changed after you chose it."),
    "not_allowed": _("You may not do this with it."),
    "wrong_state": _("It stands where this cannot be done."),
    "same": _("It is there already."),
    "disputed": _("They returned it: a demand for the Court's own decision goes to somebody else."),
    "unread": _("You have not opened it as it stands now. Read it, and come back to this page."),
    "prepared": _("A return of it is prepared already."),
    "grounds": _("One of the grounds did not apply on the day it was filed."),
    "words": _("It is not written yet, in a sentence at least, why this case is returned."),
    "alike": _("You wrote the same of another petition. Say what is so in this case."),
    "unfilled": _("It lacks what the letter needs."),
    "unprintable": _("Its paper could not be made. Open it on its own page."),
    "too_much": _("There are too many papers for one file. Print it with the next ones."),
    NOTHING_CHOSEN: _("It is not said yet what shall be done with it."),
    "refused": _("It could not be done. Open the petition and try it there."),
}


@dataclass(frozen=True)
class Line:
    """One petition of a common action: where it stands, and why it would be left alone; an empty word means it would not."""

    row: BulkRow
    petition: Petition
    code: str
    number: str = ""
    unread: tuple[str, ...] = ()

    @property
    def reason(self) -> Promise | str:
        """Return in words why the petition is left alone."""
        return REASONS.get(self.code, REASONS["refused"]) if self.code else ""

    @property
    def state(self) -> str | Promise:
        """Return where the petition stands, in words."""
        return State(self.petition.state).label


def rows_of(work: BulkWork) -> list[BulkRow]:
    """Return the rows of a common action with their petitions, in the order in which they were chosen."""
    return list(work.rows.select_related("petition__assignee", "petition__team", "petition__data_key"))


def lines_of(work: BulkWork, *, actor: Actor, at: datetime) -> list[Line]:
    """Return what would happen to each petition now: of those still waiting by the law of the step, of others what did."""
    rows = rows_of(work)
    asked = Asked.of(work, rows, actor=actor, at=at)
    numbers = iter(numbers_to_come(len(rows), at=at) if work.kind == BulkKind.REGISTER else ())
    lines = []
    for row in rows:
        code = row.code if row.state != BulkState.WAITING else why_not(row, work, asked, at=at)
        number = next(numbers, "") if not code and work.begun_at is None else ""
        lines.append(Line(row, row.petition, code, number, unread_of(row)))
    return lines


def unread_of(row: BulkRow) -> tuple[str, ...]:
    """Return the names of the files of a petition that could not be printed."""
    return tuple(open_text(row.petition, row.sealed_unread).split("\n")) if row.sealed_unread is not None else ()


@dataclass(frozen=True)
class Asked:
    """What is read of all petitions of a common action at once."""

    allowed: frozenset[int]
    returned_by_receiver: frozenset[int]
    returning: Returning | None = None
    crowded: frozenset[int] = frozenset()

    @classmethod
    def of(cls, work: BulkWork, rows: Sequence[BulkRow], *, actor: Actor, at: datetime) -> Asked:
        """Read it: with which of the petitions the actor may do it, and which of them whoever gets them returned."""
        petitions = [row.petition_id for row in rows]
        step = STEPS.get(BulkKind(work.kind))
        action = transition_named(step).action if step else OPENED
        allowed = access.petitions_for(actor, action, at).filter(pk__in=petitions).values_list("pk", flat=True)
        returned = returned_by(work.assignee_id, petitions) if work.assignee_id else frozenset()
        returning = None
        if work.kind == BulkKind.RETURN:
            opened = opened_by(actor.signed_in, [row.petition for row in rows])
            returning = Returning.of(work, rows, opened=opened)
        crowded = crowded_out(petitions) if work.kind == BulkKind.PRINT else frozenset()
        return cls(frozenset(allowed), returned, returning, crowded)


def why_not(row: BulkRow, work: BulkWork, asked: Asked, *, at: datetime) -> str:
    """Return the word that says why a petition would be left alone, or the empty string."""
    petition = row.petition
    if petition.version != row.version:
        return "stale_version"
    if row.petition_id not in asked.allowed:
        return "not_allowed"
    step = STEPS.get(BulkKind(work.kind))
    if step is None:
        return "too_much" if row.petition_id in asked.crowded else ""
    if petition.state not in transition_named(step).sources:
        return "wrong_state"
    if asked.returning is not None:
        return asked.returning.why_not(row, today=court_day(at))
    return why_not_given(petition, work, asked) if work.kind == BulkKind.ASSIGN else ""


def crowded_out(petitions: Sequence[int]) -> frozenset[int]:
    """Return those of the petitions (ids, in order) whose papers do not fit into one file with those before them."""
    laid = Attachment.objects.filter(petition__in=petitions, removed_at=None).order_by()
    files = dict(laid.values_list("petition").annotate(count=Count("pk")))
    left, crowded = MOST_BOUND - 1, set()  # the contents are a part too
    for petition in petitions:
        needed = 1 + files.get(petition, 0)
        if needed > left:
            crowded.add(petition)
        else:
            left -= needed
    return frozenset(crowded)


def why_not_given(petition: Petition, work: BulkWork, asked: Asked) -> str:
    """Return why a petition would not be given to whom was chosen, as a word."""
    if work.assignee_id is None and work.team_id is None:
        return NOTHING_CHOSEN
    if work.assignee_id is not None and petition.assignee_id == work.assignee_id:
        return "same"
    if work.assignee_id is None and petition.assignee_id is None and petition.team_id == work.team_id:
        return "same"
    is_disputed = petition.state == State.RETURN_DISPUTED
    return "disputed" if is_disputed and petition.pk in asked.returned_by_receiver else ""


def returned_by(account: int | None, petitions: Iterable[int]) -> frozenset[int]:
    """Return those of the petitions (ids) that the account returned, or whose return it agreed to as second reader."""
    found = Return.objects.filter(petition__in=petitions).values_list("petition", "returned_by", "prepared__read_by")
    return frozenset(petition for petition, *accounts in found if account in accounts)


def opened_by(account: Account, petitions: Sequence[Petition]) -> frozenset[int]:
    """Return those of the petitions (ids) whose page the account opened since their words and files are what they are."""
    by_id = {one.pk: one for one in petitions}
    reads = RecordedRead.objects.filter(
        subject__in=[one.subject_id for one in petitions], account=account, place=OPENED
    )
    opened = dict(reads.values_list("subject").annotate(last=Max("at")).order_by())
    frozen = PetitionVersion.objects.filter(petition__in=by_id, frozen_at__isnull=False)
    files = Attachment.objects.filter(petition__in=by_id)
    written = dict(frozen.values_list("petition").annotate(last=Max("frozen_at")).order_by())
    added = dict(files.values_list("petition").annotate(last=Max("added_at")).order_by())
    return frozenset(
        pk
        for pk, one in by_id.items()
        if one.subject_id in opened
        and all(known is None or known <= opened[one.subject_id] for known in (written.get(pk), added.get(pk)))
    )


def numbers_to_come(count: int, *, at: datetime) -> list[str]:
    """Return the next numbers of the register, as they will be where nobody registers another petition before."""
    day = court_day(at)
    series = series_on("petitions", day)
    counter = SeriesCounter.objects.filter(series_code=series.code, year=year_of(series, day)).first()
    first = after(counter.last if counter else 0, series)
    return [print_number(series=series, value=first + step, year=day.year).printed for step in range(count)]


def receiver_of(work: BulkWork, language: str) -> str:
    """Return the name of the person or team to whom petitions are given; the empty string before it is chosen."""
    if work.assignee is not None:
        return work.assignee.full_name
    team: Team | None = work.team
    return str(getattr(team, f"name_{language}")) if team is not None else ""
