"""The ladder of rules that sends a petition to a clerk. The ladder is data; the facts it asks about are code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from courtcase.people.models import Account, Team
from courtcase.people.queries import accounts_of_team, accounts_with_role
from courtcase.people.roles import Role
from petitions.models import Petition, RoutingRule


@dataclass(frozen=True)
class Facts:
    """What routing knows of a petition."""

    petitioner_kind: str
    language: str
    area: str
    acts: frozenset[str]


@dataclass(frozen=True)
class Choice:
    """Where a petition goes, by which rule, and the facts that decided."""

    team: Team | None
    assignee: Account | None
    rule: RoutingRule | None
    facts: dict[str, Any] = field(default_factory=dict)


def facts_of(petition: Petition) -> Facts:
    """Return the facts of `petition` that rules may ask about."""
    acts = petition.contested.filter(provision__isnull=False).values_list("provision__act__code", flat=True)
    return Facts(
        petitioner_kind=petition.petitioner_kind,
        language=petition.language,
        area=petition.area.code if petition.area else "",
        acts=frozenset(acts),
    )


def matches(rule: RoutingRule, facts: Facts) -> bool:
    """Say whether `rule` takes a petition of these facts; an empty list of a rule takes everything."""
    return (
        (not rule.petitioner_kinds or facts.petitioner_kind in rule.petitioner_kinds)
        and (not rule.languages or facts.language in rule.languages)
        and (not rule.areas or facts.area in rule.areas)
        and (not rule.acts or bool(facts.acts.intersection(rule.acts)))
    )


def rules_in_use(at: datetime) -> list[RoutingRule]:
    """Return the ladder in use at `at`, first rung first."""
    in_use = RoutingRule.objects.filter(active_from__lte=at).filter(Q(active_to=None) | Q(active_to__gt=at))
    return list(in_use.select_related("team").order_by("order", "id"))


def choose(petition: Petition, *, at: datetime) -> Choice:
    """Return the first rule that matches and the least loaded clerk of its team; no rule: the default queue, no one."""
    facts = facts_of(petition)
    for rule in rules_in_use(at):
        if matches(rule, facts):
            assignee, load = least_loaded(rule.team, at=at)
            return Choice(team=rule.team, assignee=assignee, rule=rule, facts=reason_facts(facts, load))
    return Choice(team=None, assignee=None, rule=None, facts=reason_facts(facts, None))


def least_loaded(team: Team, *, at: datetime) -> tuple[Account | None, int | None]:
    """Return the clerk of `team` with the fewest open petitions, and how many those are; the older account on a tie."""
    loaded = (
        accounts_of_team(team.pk, at)
        .filter(pk__in=accounts_with_role(Role.CLERK, at))
        .annotate(load=Count("queue_entries"))
        .order_by("load", "pk")
        .first()
    )
    return (loaded, loaded.load) if loaded else (None, None)


def reason_facts(facts: Facts, load: int | None) -> dict[str, Any]:
    """Return the facts as the assignment stores them."""
    return {
        "petitioner_kind": facts.petitioner_kind,
        "language": facts.language,
        "area": facts.area,
        "acts": sorted(facts.acts),
        "load": load,
    }
