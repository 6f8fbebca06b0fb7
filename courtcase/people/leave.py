"""Who is away, and who stands in."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from courtcase.people.models import Account, Leave
from courtcase.people.queries import accounts_of_team, accounts_with_role
from courtcase.people.roles import Role

# A deputy may be away too, with a deputy of their own; a ring of deputies ends here.
MOST_DEPUTIES = 3


def leaves_at(at: datetime) -> QuerySet[Leave]:
    """Return the leaves that hold on the legal day of `at`."""
    return leaves_on(timezone.localdate(at))


def leaves_on(day: date) -> QuerySet[Leave]:
    """Return the leaves that hold on a legal day."""
    return Leave.objects.filter(first_day__lte=day, last_day__gte=day, taken_back_at=None)


def leaves_to_come(at: datetime) -> QuerySet[Leave]:
    """Return the leaves that hold on the legal day of `at` or later, the nearest first."""
    ahead = Leave.objects.filter(last_day__gte=timezone.localdate(at), taken_back_at=None)
    return ahead.select_related("account", "deputy", "entered_by").order_by("first_day", "pk")


def standing_in(account: Account, at: datetime) -> Account | None:
    """Return who does the work of a clerk at `at`: the clerk, or the deputy while the clerk is away; None for nobody."""
    clerks = accounts_with_role(Role.CLERK, at)
    present: Account | None = account
    for _step in range(MOST_DEPUTIES + 1):
        if present is None or not clerks.filter(pk=present.pk).exists():
            return None
        leave = leaves_at(at).filter(account=present).select_related("deputy").order_by("pk").first()
        if leave is None:
            return present
        present = leave.deputy
    return None


def deputy_in_team(team_id: int, at: datetime) -> Account | None:
    """Return the first deputy present at `at` of those of the team who are away; None where nobody stands in."""
    away = leaves_at(at).filter(account__in=accounts_of_team(team_id, at), deputy__isnull=False)
    for leave in away.select_related("deputy").order_by("pk")[: MOST_DEPUTIES + 1]:
        found = standing_in(leave.deputy, at) if leave.deputy else None
        if found is not None:
            return found
    return None
