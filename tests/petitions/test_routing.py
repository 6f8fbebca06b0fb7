"""Routing: which clerk, by which rule, at what price, and that a worker may do it any number of times."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from courtcase.notices.models import Job, Notice
from courtcase.notices.working import work_off
from courtcase.people.actors import Actor
from courtcase.people.models import Account, RoleGrant
from petitions.intake import routing
from petitions.intake.ladder import first_ladder
from petitions.intake.operations.assign import assign_petition, route_petition
from petitions.intake.operations.change_routing import change_routing
from petitions.intake.rungs import Rung
from petitions.models import Assignment, Petition, QueueEntry
from tests.bench.filed import clerk, like, owe
from tests.cast import Cast
from tests.petitions.walk import Walk

MOST_STATEMENTS = 12
ROUTER = Actor.system("petitions.route")
ROUTE = "petitions.route"


def ready(cast: Cast) -> Walk:
    """Return a walk with the ladder in use and a clerk in two teams."""
    walk = Walk(cast)
    walk.rules()
    _ = cast.clerk, cast.second_clerk
    return walk


class Asked:
    """What the database is asked, BEGIN and COMMIT apart."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        """Note one statement and pass it on."""
        self.statements.append(sql)
        return execute(sql, parameters, many, context)


def statements_of_one(petition: Petition) -> list[str]:
    """Owe the routing of a petition; return all that a worker asks to do it, from looking for work to finding none."""
    owe(ROUTE, [petition])
    asked = Asked()
    with connection.execute_wrapper(asked):
        assert work_off() == (1, False)
    petition.refresh_from_db()
    assert petition.assignee is not None
    return asked.statements


@pytest.mark.usefixtures("real_commits")
def test_routing_one_petition_takes_at_most_twelve_statements_end_to_end() -> None:
    walk = ready(Cast())
    filed = walk.filed()
    Job.objects.all().delete()
    Notice.objects.all().delete()
    routing.known_ladder.versions = ()
    unknown, known = like([filed], 2)
    first, second = statements_of_one(unknown), statements_of_one(known)
    assert len(first) <= MOST_STATEMENTS, first
    assert len(second) <= MOST_STATEMENTS - 1, second
    assert not any("SAVEPOINT" in sql for sql in first)


@pytest.mark.usefixtures("real_commits")
def test_many_at_once_cost_no_more_each_than_their_own_transaction() -> None:
    walk = ready(Cast())
    filed = walk.filed()
    Job.objects.all().delete()
    Notice.objects.all().delete()
    statements_of_one(like([filed], 1)[0])
    owe(ROUTE, like([filed], 10))
    asked = Asked()
    with connection.execute_wrapper(asked):
        assert work_off() == (10, False)
    assert len(asked.statements) <= 10 * 8 + 3, asked.statements


@pytest.mark.django_db
class TestWhoGetsIt:
    def test_the_clerk_with_the_fewest_open_petitions(self, cast: Cast) -> None:
        walk = ready(cast)
        walk.routed()
        fresh = clerk(walk, "criminal", 1)
        assignment = route_petition(petition=walk.filed(), actor=ROUTER, at=walk.tick())
        assert assignment is not None
        assert (assignment.assignee, assignment.facts["load"]) == (fresh, 0)

    def test_the_older_account_where_loads_are_equal(self, cast: Cast) -> None:
        walk = ready(cast)
        clerk(walk, "criminal", 1)
        assert walk.routed().assignee == cast.second_clerk

    def test_what_is_closed_counts_for_nothing(self, cast: Cast) -> None:
        walk = ready(cast)
        clerk(walk, "criminal", 1)
        QueueEntry.objects.filter(petition=walk.routed()).delete()
        assert walk.routed().assignee == cast.second_clerk

    def test_nobody_whose_role_has_ended(self, cast: Cast) -> None:
        walk = ready(cast)
        fresh = clerk(walk, "criminal", 1)
        assert walk.routed().assignee == cast.second_clerk
        RoleGrant.objects.filter(account=fresh).update(revoked_at=walk.tick())
        assert walk.routed().assignee == cast.second_clerk
        RoleGrant.objects.filter(account=fresh).update(revoked_at=None)
        assert walk.routed().assignee == fresh
        RoleGrant.objects.filter(account=fresh).update(valid_to=walk.now.date() - timedelta(days=1))
        assert {walk.routed().assignee for _one in range(3)} == {cast.second_clerk}

    def test_nobody_where_no_rule_takes_it(self, cast: Cast) -> None:
        walk = ready(cast)
        change_routing(ladder=[], actor=ROUTER, at=walk.tick())
        petition = walk.routed()
        assert (petition.team, petition.assignee) == (None, None)
        assert Assignment.objects.get(petition=petition).facts["load"] is None

    def test_petitions_that_come_together_are_spread_evenly(self, cast: Cast) -> None:
        walk = ready(cast)
        fresh = [clerk(walk, "criminal", number) for number in range(3)]
        for petition in like([walk.filed()], 16):
            route_petition(petition=petition, actor=ROUTER, at=walk.tick())
        given = Counter(Assignment.objects.values_list("assignee", flat=True))
        assert given == dict.fromkeys([one.pk for one in (cast.second_clerk, *fresh)], 4)


@pytest.mark.django_db
class TestTheLadder:
    def test_a_change_holds_for_the_next_petition(self, cast: Cast) -> None:
        walk = ready(cast)
        assert walk.routed().team == cast.team("criminal")
        everything = Rung(code="all", team=cast.team("citizens"), name=dict.fromkeys(("kk", "ru", "en"), "All"))
        change_routing(ladder=[everything], actor=ROUTER, at=walk.tick())
        assert walk.routed().team == cast.team("citizens")
        teams = {code: cast.team(code) for code in ("citizens", "criminal", "institutions")}
        change_routing(ladder=first_ladder(teams), actor=ROUTER, at=walk.tick())
        assert walk.routed().team == cast.team("criminal")

    def test_a_change_by_hand_in_the_database_is_seen_too(self, cast: Cast) -> None:
        walk = ready(cast)
        rule = Assignment.objects.get(petition=walk.routed()).rule
        assert rule is not None
        rule.team = cast.team("citizens")
        rule.save(update_fields=["team"])
        assert walk.routed().team == cast.team("citizens")

    def test_the_reason_names_rule_and_facts(self, cast: Cast) -> None:
        walk = ready(cast)
        assignment = Assignment.objects.get(petition=walk.routed(language="kk"))
        assert assignment.rule is not None
        assert assignment.rule.code == "criminal"
        assert assignment.facts == {
            "petitioner_kind": "citizen",
            "language": "kk",
            "area": "criminal-procedure",
            "acts": ["criminal-procedure-code-2014"],
            "load": 0,
        }


@pytest.mark.django_db
class TestAgain:
    def test_somebody_who_has_it_keeps_it(self, cast: Cast) -> None:
        walk = ready(cast)
        petition = walk.routed()
        assert route_petition(petition=petition, actor=ROUTER, at=walk.tick()) is None
        assert Assignment.objects.filter(petition=petition).count() == 1

    def test_one_assignment_is_current_whoever_gives_it(self, cast: Cast) -> None:
        walk = ready(cast)
        change_routing(ladder=[], actor=ROUTER, at=walk.tick())
        petition = walk.routed()
        walk.rules()
        assert route_petition(petition=petition, actor=ROUTER, at=walk.tick()) is not None
        assign_petition(petition=petition, assignee=cast.clerk, actor=Actor.of(cast.head_of_intake), at=walk.tick())
        given = Assignment.objects.filter(petition=petition).order_by("pk")
        assert [one.assignee for one in given] == [None, cast.second_clerk, cast.clerk]
        assert [one.ended_at is None for one in given] == [False, False, True]
        assert QueueEntry.objects.get(petition=petition).assignee == cast.clerk


def work() -> int:
    """Work off what is owed in a thread of its own connection."""
    try:
        return work_off()[0]
    finally:
        connection.close()


@pytest.mark.usefixtures("real_commits")
def test_two_workers_at_once_spread_petitions_evenly_and_give_each_once() -> None:
    walk = ready(Cast())
    criminal: list[Account] = [walk.cast.second_clerk, *(clerk(walk, "criminal", number) for number in range(3))]
    filed = walk.filed()
    Job.objects.all().delete()
    Notice.objects.all().delete()
    petitions = like([filed], 80)
    owe(ROUTE, petitions)
    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(lambda _worker: work(), range(2))) == 80
    given = Counter(Assignment.objects.values_list("assignee", flat=True))
    assert set(given) == {one.pk for one in criminal}
    # What the other is giving at the same instant is not seen yet: as many apart as there are workers, and no more.
    assert max(given.values()) - min(given.values()) <= 2
    told = Counter(Notice.objects.filter(event="petition.assigned").values_list("subject", flat=True))
    assert told == dict.fromkeys([one.subject_id for one in petitions], 1)
    assert not Job.objects.exclude(state=Job.State.DONE, settled_at__lte=timezone.now()).exists()
