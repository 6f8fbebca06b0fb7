from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Team
from courtcase.people.permissions import may
from courtcase.register.operations import open_subject, record
from petitions.models import RoutingRule


@dataclass(frozen=True)
class Rung:
    """A rule of the ladder as it is written down: its conditions (an empty list takes everything) and its team."""

    code: str
    team: Team
    name: dict[str, str]
    petitioner_kinds: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)


@operation
def change_routing(*, ladder: Sequence[Rung], actor: Actor, at: datetime) -> list[RoutingRule]:
    """Put `ladder` in the place of the rules in use, first rung first. Old rules end and are kept; assignments name them.

    Returns the rules in use. A ladder equal to the one in use changes nothing. Raises NotAllowed.
    """
    if not may(actor, "routing.edit", at):
        raise NotAllowed()
    in_use = list(RoutingRule.objects.select_for_update().filter(active_to=None).select_related("team"))
    wanted = [rule_of(rung, order=order, at=at) for order, rung in enumerate(ladder, start=1)]
    if [facts_of(rule) for rule in in_use] == [facts_of(rule) for rule in wanted]:
        return in_use
    RoutingRule.objects.filter(active_to=None).update(active_to=at)
    RoutingRule.objects.bulk_create(wanted)
    record(
        subject=open_subject(kind="rule", at=at),
        event="routing.changed",
        actor=actor,
        at=at,
        body={"rules": " ".join(rule.code for rule in wanted)},
    )
    return wanted


def rule_of(rung: Rung, *, order: int, at: datetime) -> RoutingRule:
    """Return the unsaved row of one rung, in use from `at`."""
    return RoutingRule(
        order=order,
        code=rung.code,
        name_kk=rung.name["kk"],
        name_ru=rung.name["ru"],
        name_en=rung.name["en"],
        petitioner_kinds=rung.petitioner_kinds,
        areas=rung.areas,
        acts=rung.acts,
        languages=rung.languages,
        team=rung.team,
        active_from=at,
    )


def facts_of(rule: RoutingRule) -> tuple[object, ...]:
    """Return what makes two rules the same rule."""
    return (
        rule.order,
        rule.code,
        rule.name_kk,
        rule.name_ru,
        rule.name_en,
        rule.petitioner_kinds,
        rule.areas,
        rule.acts,
        rule.languages,
        rule.team_id,
    )
