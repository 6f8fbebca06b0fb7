"""The board of clocks: every term that runs, by when it ends and whose it is. How terms are counted: `docs/clocks.md`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courtcase.law.models import Clock
from courtcase.law.models.clocks import ClockState
from courtcase.people.permissions import ScopeTable, grants_of, scoped
from courtcase.register.models.subject import SubjectKind
from petitions.access import case_assigned, whose
from petitions.intake.keyset import by_day
from petitions.intake.queries import Asking
from petitions.models import Case, QueueEntry, StudyAssignment

WEEK = timedelta(days=7)
ORDER = by_day("due_on", descending=False)
RUNS = Q(state=ClockState.OPEN)
SCOPES: ScopeTable = {
    "intake": lambda actor, at: Q(subject__kind=SubjectKind.PETITION),
    "assigned": lambda actor, at: of_judge(Asking(actor=actor, at=at)),
    "all": lambda actor, at: Q(subject__kind__in=[SubjectKind.PETITION, SubjectKind.CASE]),
}
SHOWN = (
    "starts_on",
    "due_on",
    "state",
    "suspended_on",
    "reasons",
    "term",
    "subject__kind",
    "subject__petition__public_id",
    "subject__petition__register_number",
    "subject__petition__synthetic",
    "subject__petition__assignee__full_name",
    "subject__case__public_id",
    "subject__case__number",
    "subject__case__synthetic",
)


def of_judge(asking: Asking) -> Q:
    """Terms of what a judge studies, and of the cases the judge reports on; the judge's assistants have them too."""
    asked = whose(asking.actor, asking.at)
    studied = StudyAssignment.objects.filter(asked, reported_at=None).values("petition__subject")
    cases = Case.objects.filter(case_assigned(asking.actor, asking.at)).values("subject")
    return Q(subject__in=studied) | Q(subject__in=cases)


def mine(asking: Asking) -> Q:
    """Terms of what was given to the one who asks."""
    given = QueueEntry.objects.filter(assignee=asking.actor.account).values("petition__subject")
    return Q(subject__in=given) | of_judge(asking)


def of_my_team(asking: Asking) -> Q:
    """Terms of the petitions of the teams of the one who asks."""
    teams = [grant.team_id for grant in grants_of(asking.actor, asking.at) if grant.team_id]
    return Q(subject__in=QueueEntry.objects.filter(team__in=teams).values("petition__subject"))


def everybody(asking: Asking) -> Q:
    """Every term the one who asks may see."""
    return Q()


WHOSE: dict[str, tuple[Promise | str, Callable[[Asking], Q]]] = {
    "mine": (_("Mine"), mine),
    "team": (_("My team's"), of_my_team),
    "all": (pgettext_lazy("terms", "All"), everybody),
}


def run_out(today: date) -> Q:
    """Terms whose last day has passed."""
    return RUNS & Q(due_on__lt=today)


def ends_today(today: date) -> Q:
    """Terms whose last day it is."""
    return RUNS & Q(due_on=today)


def this_week(today: date) -> Q:
    """Terms that end within the seven days after today."""
    return RUNS & Q(due_on__gt=today, due_on__lte=today + WEEK)


def later(today: date) -> Q:
    """Terms that end later than within a week."""
    return RUNS & Q(due_on__gt=today + WEEK)


def suspended(today: date) -> Q:
    """Terms that a ruling holds."""
    return Q(state=ClockState.SUSPENDED)


WHEN: dict[str, tuple[Promise | str, Callable[[date], Q]]] = {
    "out": (pgettext_lazy("terms", "Run out"), run_out),
    "today": (pgettext_lazy("terms", "End today"), ends_today),
    "week": (pgettext_lazy("terms", "End within a week"), this_week),
    "later": (pgettext_lazy("terms", "Later"), later),
    "suspended": (pgettext_lazy("terms", "Suspended"), suspended),
}


def clocks_of(asking: Asking) -> QuerySet[Clock]:
    """Return every term the actor may see on the board."""
    return scoped(Clock.objects.all(), asking.actor, "clocks.view", asking.at, SCOPES)


def on_board(clocks: QuerySet[Clock], *, whose_terms: str, when: str, asking: Asking) -> QuerySet[Clock]:
    """Return the terms of one view of the board; raises KeyError for a name there is not."""
    return clocks.filter(WHEN[when][1](asking.today), WHOSE[whose_terms][1](asking))


def as_shown(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """Return terms with what a line of the board shows."""
    return clocks.select_related("term", "subject__petition__assignee", "subject__case").only(*SHOWN)
