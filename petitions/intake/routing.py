"""The ladder of rules that sends a petition to a clerk. The ladder is data; the facts it asks about are code."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db.models import IntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.timezone import localdate

from courtcase import rows
from courtcase.people.leave import deputy_in_team, leaves_at, standing_in
from courtcase.people.models import Account, Team
from courtcase.people.queries import accounts_of_team, valid_grants
from courtcase.people.roles import Role
from petitions.models import Petition, RoutingRule, Target

# Written out: Django would take longer to build these for every petition than PostgreSQL to answer them.
CONTESTED_ACTS = """ARRAY(
        SELECT act.code
        FROM petitions_contestedprovision AS contested
        JOIN law_provision AS provision ON provision.id = contested.provision_id
        JOIN law_act AS act ON act.id = provision.act_id
        WHERE contested.petition_id = petitions_petition.id)"""
IS_ASSIGNED = """EXISTS(
        SELECT FROM petitions_assignment AS given
        WHERE given.petition_id = petitions_petition.id AND given.ended_at IS NULL)"""
RETURNING = """EXISTS(
        SELECT FROM petitions_petition AS earlier
        WHERE earlier.iin_index = petitions_petition.iin_index AND earlier.id < petitions_petition.id
            AND earlier.filed_on IS NOT NULL)"""
JOINED_NORM = """EXISTS(
        SELECT FROM petitions_contestedprovision AS contested
        JOIN petitions_contestedprovision AS same ON same.provision_id = contested.provision_id
        JOIN petitions_petition AS joined ON joined.id = same.petition_id
        JOIN petitions_case AS opened ON opened.id = joined.case_id
        WHERE contested.petition_id = petitions_petition.id AND joined.id <> contested.petition_id
            AND opened.closed_on IS NULL)"""
# xmin is PostgreSQL's own version of a row.
LADDER = """ARRAY(
        SELECT rule.id || ':' || rule.xmin
        FROM petitions_routingrule AS rule
        WHERE rule.active_from <= %s AND (rule.active_to IS NULL OR rule.active_to > %s)
        ORDER BY rule.order, rule.id)"""
FACTS = (
    ("acts", CONTESTED_ACTS),
    ("is_assigned", IS_ASSIGNED),
    ("ladder", LADDER),
    ("returning", RETURNING),
    ("joined_norm", JOINED_NORM),
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
    region: str = ""
    returning: bool = False
    joined_norm: bool = False


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


class Receiver(NamedTuple):
    """Who gets a petition: the account (None: nobody yet), how many it has where that chose it, whether it stands in."""

    account: Account | None = None
    load: int | None = None
    is_deputy: bool = False


def with_facts(petitions: QuerySet[Petition], *, at: datetime) -> QuerySet[Petition]:
    """Return `petitions` such that one statement reads all that routing at `at` asks of one, before it looks for a clerk.

    Adds `acts` (codes of the contested acts), `is_assigned` (an assignment is current), `ladder` (which rules are in
    use, each with the version of its row), `returning` (the petitioner petitioned before) and `joined_norm` (a contested
    provision stands in an open case).
    """
    given = {"ladder": [at, at]}
    return petitions.select_related("area").annotate(
        **{name: RawSQL(expression, given.get(name, [])) for name, expression in FACTS}  # noqa: S611 - our own SQL
    )


def locked_with_facts(key: str, value: int | None, *, at: datetime) -> Petition | None:
    """Return the petition whose column `key` (`id`, `subject_id`) has this value, as `with_facts` reads it, and locked."""
    locked = f"petitions_petition.{key} = %s FOR NO KEY UPDATE OF register_subject, petitions_petition"
    return rows.read(Petition, locked, [at, at, value], related=("subject", "area"), computed=FACTS)


def facts_of(petition: Petition) -> Facts:
    """Return the facts of a petition read `with_facts` that rules may ask about."""
    return Facts(
        petitioner_kind=petition.petitioner_kind,
        language=petition.language,
        area=petition.area.code if petition.area else "",
        acts=frozenset(petition.acts),  # type: ignore[attr-defined]
        region=petition.region,
        returning=petition.returning,  # type: ignore[attr-defined]
        joined_norm=petition.joined_norm,  # type: ignore[attr-defined]
    )


def matches(rule: RoutingRule, facts: Facts) -> bool:
    """Say whether `rule` takes a petition of these facts; an empty condition of a rule takes everything."""
    return (
        (not rule.petitioner_kinds or facts.petitioner_kind in rule.petitioner_kinds)
        and (not rule.languages or facts.language in rule.languages)
        and (not rule.areas or facts.area in rule.areas)
        and (not rule.acts or bool(facts.acts.intersection(rule.acts)))
        and (not rule.regions or facts.region in rule.regions)
        and (rule.returning is None or rule.returning == facts.returning)
        and (rule.joined_norm is None or rule.joined_norm == facts.joined_norm)
    )


def rules_in_use(at: datetime) -> list[RoutingRule]:
    """Return the ladder in use at `at`, first rung first."""
    in_use = RoutingRule.objects.filter(active_from__lte=at).filter(Q(active_to=None) | Q(active_to__gt=at))
    return list(in_use.select_related("team", "person", "ladder").order_by("order", "id"))


def ladder_for(petition: Petition, *, at: datetime) -> list[RoutingRule]:
    """Return the ladder in use at `at`, kept from the last petition where no row of it changed since."""
    versions = tuple(petition.ladder)  # type: ignore[attr-defined]
    if known_ladder.versions != versions:
        known_ladder.rules, known_ladder.versions = rules_in_use(at), versions
    return known_ladder.rules


def choose(petition: Petition, *, at: datetime) -> Choice:
    """Return where the first rule that matches sends the petition; no rule: the default queue, no one.

    `petition` was read `with_facts` at `at`. Whoever is on leave gets nothing: the deputy does.
    """
    facts = facts_of(petition)
    rule = first_match(ladder_for(petition, at=at), facts)
    if rule is None:
        return Choice(team=None, assignee=None, rule=None, facts=reason_facts(facts, None))
    found = receiver(rule, at=at)
    reason = {**reason_facts(facts, found.load), **asked_besides(rule, facts)}
    if found.is_deputy:
        reason["deputy"] = True
    return Choice(team=rule.team, assignee=found.account, rule=rule, facts=reason)


def first_match(ladder: Iterable[RoutingRule], facts: Facts) -> RoutingRule | None:
    """Return the first rule of the ladder that takes a petition of these facts."""
    return next((rule for rule in ladder if matches(rule, facts)), None)


def receiver(rule: RoutingRule, *, at: datetime) -> Receiver:
    """Return who gets what `rule` takes at `at`; nobody where it goes to the team's queue or all are away."""
    if rule.target == Target.TEAM:
        return Receiver()
    if rule.target == Target.PERSON and rule.person is not None:
        present = standing_in(rule.person, at)
        if present is not None:
            return Receiver(present, is_deputy=present != rule.person)
    account, load = least_loaded(rule.team, at=at)
    if account is not None:
        return Receiver(account, load)
    deputy = deputy_in_team(rule.team_id, at)
    return Receiver(deputy, is_deputy=deputy is not None)


def asked_besides(rule: RoutingRule, facts: Facts) -> dict[str, Any]:
    """Return the facts that `rule` asked about and other rules mostly do not, as the reason keeps them."""
    asked = {"region": bool(rule.regions), "returning": rule.returning is not None}
    asked["joined_norm"] = rule.joined_norm is not None
    return {name: getattr(facts, name) for name, is_asked in asked.items() if is_asked}


@functools.cache
def clerks_by_load() -> tuple[str, tuple[Any, ...]]:
    """Return the statement that finds the least loaded clerk of ANY_TEAM who is not away at ANY_INSTANT, and its parameters."""
    clerks = valid_grants(ANY_INSTANT).filter(role=Role.CLERK).values("account")
    away = leaves_at(ANY_INSTANT).values("account")
    found = accounts_of_team(ANY_TEAM, ANY_INSTANT).filter(pk__in=clerks).exclude(pk__in=away).annotate(load=LOAD)
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
