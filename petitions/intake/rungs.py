"""A rule of routing as it is written down, before it is in use: in a file, in a draft of the head of intake, in a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from courtcase.people.models import Account, Team
from petitions.models import RoutingRule, Target

CONDITIONS = ("petitioner_kinds", "areas", "acts", "languages", "regions", "returning", "joined_norm")


@dataclass(frozen=True)
class Rung:
    """A rule of the ladder as it is written down: its conditions (an empty one takes everything) and its target."""

    code: str
    team: Team
    name: dict[str, str]
    petitioner_kinds: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    returning: bool | None = None
    joined_norm: bool | None = None
    target: str = Target.LEAST_LOADED
    person: Account | None = None


def rule_of(rung: Rung, *, order: int, at: datetime) -> RoutingRule:
    """Return the unsaved row of one rung, in use from `at`."""
    return RoutingRule(
        order=order,
        code=rung.code,
        **{f"name_{language}": words for language, words in rung.name.items()},
        **{name: getattr(rung, name) for name in CONDITIONS},
        team=rung.team,
        target=rung.target,
        person=rung.person,
        active_from=at,
    )


def facts_of(rule: RoutingRule) -> tuple[object, ...]:
    """Return what makes two rules the same rule."""
    names = (rule.name_kk, rule.name_ru, rule.name_en)
    conditions = tuple(getattr(rule, name) for name in CONDITIONS)
    return (rule.order, rule.code, *names, *conditions, rule.team_id, rule.target, rule.person_id)


def written(rule: RoutingRule) -> dict[str, Any]:
    """Return a rule as a draft keeps it: plain JSON, its team and person by their ids."""
    return {
        "code": rule.code,
        "name": {"kk": rule.name_kk, "ru": rule.name_ru, "en": rule.name_en},
        **{name: getattr(rule, name) for name in CONDITIONS},
        "team": rule.team_id,
        "target": str(rule.target),
        "person": rule.person_id,
    }


def read(rows: Iterable[dict[str, Any]]) -> list[Rung]:
    """Return the rungs that `written` wrote, teams and persons read in two statements."""
    kept = list(rows)
    teams = Team.objects.in_bulk({row["team"] for row in kept})
    people = Account.objects.in_bulk({row["person"] for row in kept if row["person"]})
    return [Rung(**{**row, "team": teams[row["team"]], "person": people.get(row["person"])}) for row in kept]


def rules_of(rows: Iterable[dict[str, Any]], *, at: datetime) -> list[RoutingRule]:
    """Return the unsaved rules of a draft, first rung first."""
    return [rule_of(rung, order=order, at=at) for order, rung in enumerate(read(rows), start=1)]
