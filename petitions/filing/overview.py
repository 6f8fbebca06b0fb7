"""An institution's petitions at a glance: where each stands, which term runs, who prepares it, what waits for the head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language

from courtcase.law.models import Clock
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from petitions import access
from petitions.content import Letter, SuspendedCase, open_content
from petitions.models import FilingApproval, Petition, PetitionVersion
from petitions.terms import INTERNAL_TERMS
from petitions.workflow import EDITABLE, State

ACTION = "petition.overview"
PAGE = 30
AT_ONCE = 200  # rows read together while a file is written
MOST_PREPARERS = 200
# Terms of the case run for its petitions too.
RUNNING = Q(subject=OuterRef("subject")) | Q(subject=OuterRef("case__subject"))


@dataclass(frozen=True)
class Line:
    """One petition as the overview shows it."""

    petition: Petition
    letter: str
    suspended_case: str
    term: str
    due_on: date | None

    @property
    def state(self) -> str:
        """Return where it stands, in words."""
        return str(State(self.petition.state).label)

    @property
    def approval(self) -> str:
        """Return how a draft or a correction stands with the head; empty for what is on its way."""
        outcome: str | None = self.petition.approval  # type: ignore[attr-defined]
        return outcome if outcome and self.petition.state in EDITABLE else ""

    @property
    def prepared_by(self) -> str:
        """Return who began it: an officer, or a program by the name the head gave it."""
        return self.petition.account.full_name if self.petition.account else ""


def overview(actor: Actor, at: datetime) -> QuerySet[Petition]:
    """Return the petitions of the institutions the actor acts for, with their nearest running term and last approval."""
    own = access.petitions_for(actor, ACTION, at).filter(institution__isnull=False)
    told = Clock.objects.filter(RUNNING, closed_on=None).exclude(term__code__in=INTERNAL_TERMS)
    running = told.order_by().values("closed_on")
    asked = FilingApproval.objects.filter(petition=OuterRef("pk")).order_by("-pk")
    return own.annotate(
        due_on=Subquery(running.annotate(nearest=Min("due_on")).values("nearest")),
        approval=Subquery(asked.values("outcome")[:1]),
    )


def preparers(actor: Actor, at: datetime) -> list[tuple[str, str]]:
    """Return who prepared petitions of the actor's institutions, as choices."""
    own = access.petitions_for(actor, ACTION, at).filter(institution__isnull=False)
    people = Account.objects.filter(pk__in=own.order_by().values("account")).order_by("full_name", "pk")
    return [(str(pk), name) for pk, name in people.values_list("pk", "full_name")[:MOST_PREPARERS]]


def kinds_of(actor: Actor, at: datetime) -> set[str]:
    """Return the kinds of petitioner of the actor's petitions."""
    own = access.petitions_for(actor, ACTION, at).filter(institution__isnull=False)
    return set(own.order_by().values_list("petitioner_kind", flat=True).distinct())


def page_of(found: QuerySet[Petition], *, before: int | None, size: int = PAGE) -> list[Petition]:
    """Return a page (and one row more), newest first, of what lies below the id `before`."""
    below = found if before is None else found.filter(pk__lt=before)
    return list(below.select_related("account", "case", "data_key").order_by("-pk")[: size + 1])


def lines_of(petitions: Iterable[Petition]) -> list[Line]:
    """Return the lines of a page: three statements, however many petitions it has."""
    page = list(petitions)
    latest = PetitionVersion.objects.filter(petition__in=page).order_by("petition", "-number").distinct("petition")
    words = {one.petition_id: one for one in latest}
    subjects = {one.subject_id for one in page} | {one.case.subject_id for one in page if one.case is not None}
    nearest: dict[int, Clock] = {}
    running = Clock.objects.filter(subject__in=subjects, closed_on=None).exclude(term__code__in=INTERNAL_TERMS)
    running = running.select_related("term")
    for clock in running.order_by(F("due_on").desc(), "-pk"):
        nearest[clock.subject_id] = clock
    return [line_of(one, words.get(one.pk), nearest) for one in page]


def line_of(petition: Petition, version: PetitionVersion | None, nearest: dict[int, Clock]) -> Line:
    """Return the line of one petition: its numbers out of the words written last, and the nearest term that runs for it."""
    content = open_content(petition, version) if version is not None else {}
    own = nearest.get(petition.subject_id)
    of_case = nearest.get(petition.case.subject_id) if petition.case is not None else None
    clock = min((one for one in (own, of_case) if one is not None), key=lambda one: one.due_on, default=None)
    return Line(
        petition=petition,
        letter=content.get("letter", Letter()).get("number", ""),
        suspended_case=content.get("suspended_case", SuspendedCase()).get("number", ""),
        term=str(getattr(clock.term, f"name_{get_language() or 'kk'}", clock.term.name_kk)) if clock else "",
        due_on=clock.due_on if clock else None,
    )


def all_lines(found: QuerySet[Petition]) -> Iterator[Line]:
    """Yield the line of every petition found, newest first, some hundred read at a time: the memory stays the same."""
    before: int | None = None
    while page := page_of(found, before=before, size=AT_ONCE)[:AT_ONCE]:
        yield from lines_of(page)
        before = page[-1].pk
