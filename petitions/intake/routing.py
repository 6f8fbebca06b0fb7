"""The ladder of rules that sends a petition to a clerk. The ladder is data; the facts it asks about are code."""

from __future__ import annotations

import functools
import threading
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import IntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.timezone import localdate

from courtcase.people.models import Account, Team
from courtcase.people.queries import accounts_of_team, valid_grants
from courtcase.people.roles import Role
from petitions.models import Petition, RoutingRule

# Written out: Django would take longer to build these for every petition than PostgreSQL to answer them.
CONTESTED_ACTS = RawSQL(
    """ARRAY(
        SELECT act.code
        FROM petitions_contestedprovision AS contested
        JOIN law_provision AS provision ON provision.id = contested.provision_id
        JOIN law_act AS act ON act.id = provision.act_id
        WHERE contested.petition_id = petitions_petition.id)""",
    [],
)
IS_ASSIGNED = RawSQL(
    """EXISTS(
        SELECT FROM petitions_assignment AS given
        WHERE given.petition_id = petitions_petition.id AND given.ended_at IS NULL)""",
    [],
)
# Stand for the team, the instant and its legal day where the statement is built, once for all petitions.
ANY_TEAM, ANY_INSTANT, ANY_DAY = -1, datetime(2000, 1, 1, 12, tzinfo=UTC), date(2000, 1, 1)
LOAD = RawSQL(
    "(SELECT count(*) FROM petitions_queueentry AS entry WHERE entry.assignee_id = people_account.id)",
    [],
    IntegerField(),
)


@dataclass(frozen=True)
class Facts:
    """What routing knows of a petition."""

    petitioner_kind: str
    language: str
    area: str
    acts: frozenset[str]


@dataclass
class KnownLadder(threading.local):
    """The ladder as this thread last read it, with the versions of its rows."""

    versions: tuple[str, ...] = ()
    rules: list[RoutingRule] = field(default_factory=list)


known_ladder = KnownLadder()


@dataclass(frozen=True)
class Choice:
    """Where a petition goes, by which rule, and the facts that decided."""

    team: Team | None
    assignee: Account | None
    rule: RoutingRule | None
    facts: dict[str, Any] = field(default_factory=dict)


def with_facts(petitions: QuerySet[Petition], *, at: datetime) -> QuerySet[Petition]:
    """Return `petitions` such that one statement reads all that routing at `at` asks of one, before it looks for a clerk.

    Adds `acts` (codes of the contested acts), `is_assigned` (an assignment is current) and `ladder` (which rules are in
    use, each with the version of its row).
    """
    # xmin is PostgreSQL's own version of a row.
    ladder = RawSQL(
        """ARRAY(
            SELECT rule.id || ':' || rule.xmin
            FROM petitions_routingrule AS rule
            WHERE rule.active_from <= %s AND (rule.active_to IS NULL OR rule.active_to > %s)
            ORDER BY rule.order, rule.id)""",
        [at, at],
    )
    return petitions.select_related("area").annotate(acts=CONTESTED_ACTS, is_assigned=IS_ASSIGNED, ladder=ladder)


def facts_of(petition: Petition) -> Facts:
    """Return the facts of a petition read `with_facts` that rules may ask about."""
    return Facts(
        petitioner_kind=petition.petitioner_kind,
        language=petition.language,
        area=petition.area.code if petition.area else "",
        acts=frozenset(petition.acts),  # type: ignore[attr-defined]
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


def ladder_for(petition: Petition, *, at: datetime) -> list[RoutingRule]:
    """Return the ladder in use at `at`, kept from the last petition where no row of it changed since."""
    versions = tuple(petition.ladder)  # type: ignore[attr-defined]
    if known_ladder.versions != versions:
        known_ladder.rules, known_ladder.versions = rules_in_use(at), versions
    return known_ladder.rules


def choose(petition: Petition, *, at: datetime) -> Choice:
    """Return the first rule that matches and the least loaded clerk of its team; no rule: the default queue, no one.

    `petition` was read `with_facts` at `at`.
    """
    facts = facts_of(petition)
    for rule in ladder_for(petition, at=at):
        if matches(rule, facts):
            assignee, load = least_loaded(rule.team, at=at)
            return Choice(team=rule.team, assignee=assignee, rule=rule, facts=reason_facts(facts, load))
    return Choice(team=None, assignee=None, rule=None, facts=reason_facts(facts, None))


@functools.cache
def clerks_by_load() -> tuple[str, tuple[Any, ...]]:
    """Return the statement that finds the least loaded clerk of ANY_TEAM at ANY_INSTANT, and its parameters."""
    clerks = valid_grants(ANY_INSTANT).filter(role=Role.CLERK).values("account")
    found = accounts_of_team(ANY_TEAM, ANY_INSTANT).filter(pk__in=clerks).annotate(load=LOAD)
    statement: Any = found.order_by("load", "pk")[:1].query.sql_with_params()
    return statement


def least_loaded(team: Team, *, at: datetime) -> tuple[Account | None, int | None]:
    """Return the clerk of `team` with the fewest open petitions, and how many those are; the older account on a tie."""
    sql, parameters = clerks_by_load()
    given = {ANY_TEAM: team.pk, ANY_INSTANT: at, ANY_DAY: localdate(at)}
    loaded = next(iter(Account.objects.raw(sql, [given.get(one, one) for one in parameters])), None)
    return (loaded, loaded.load) if loaded is not None else (None, None)  # type: ignore[attr-defined]


def reason_facts(facts: Facts, load: int | None) -> dict[str, Any]:
    """Return the facts as the assignment stores them."""
    return {
        "petitioner_kind": facts.petitioner_kind,
        "language": facts.language,
        "area": facts.area,
        "acts": sorted(facts.acts),
        "load": load,
    }
