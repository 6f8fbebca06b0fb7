"""A new version of the routing rules goes by a draft and a dry run; who is away is passed over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courtcase.notices.models import Notice
from courtcase.people.actors import Actor
from courtcase.people.models import Account, Leave
from courtcase.people.operations.leave import enter_leave
from petitions.intake.operations.change_routing import change_routing
from petitions.intake.rungs import Rung
from petitions.intake.trial import trial_of
from petitions.models import Assignment, Ladder, LadderState, Petition, Target
from tests.cast import Cast
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk

ROUTER = Actor.system("petitions.route")
DRAFT = "/ru/intake/routing/draft/"


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """Return a walk with the first ladder in use and clerks in two teams."""
    walk = Walk(cast)
    walk.rules()
    _ = cast.clerk, cast.second_clerk
    return walk


@pytest.fixture
def head(walk: Walk) -> Client:
    """Return the browser of the head of intake."""
    return signed_in(walk.cast.head_of_intake)


def draft() -> Ladder:
    """Return the draft."""
    return Ladder.objects.get(state=LadderState.DRAFT)


def press(browser: Client, address: str, **values: Any) -> Any:
    """Press a button of the draft's page as it stands."""
    return browser.post(DRAFT + address, {"version": draft().version, **values})


def rule(walk: Walk, **changes: Any) -> dict[str, Any]:
    """Return a rule as its form sends it."""
    names = {f"name_{language}": "Женщины Астаны" for language in ("kk", "ru", "en")}
    return {**names, "target": Target.LEAST_LOADED, "team": walk.cast.team("citizens").pk, **changes}


@pytest.mark.django_db
class TestADraft:
    def test_is_tried_then_switched_on_and_named_by_the_assignment(self, walk: Walk, head: Client) -> None:
        petition = walk.routed()
        head.post("/ru/intake/routing/begin/")
        written = press(head, "rule/", **rule(walk, acts=["criminal-procedure-code-2014"], returning="no"))
        assert written.status_code == 302
        added = draft().rungs[-1]["code"]
        for _place in draft().rungs[1:]:
            press(head, f"rules/{added}/up/")
        assert draft().rungs[0]["code"] == added
        press(head, "switch-on/")
        assert draft().switched_on_at is None, "nothing is switched on without a dry run"
        press(head, "dry-run/")
        page = head.get(DRAFT).content.decode()
        assert draft().moved == [[str(petition.public_id), "criminal", added]]
        assert str(petition.public_id) in page
        press(head, "switch-on/")
        walk.now = timezone.now()
        assert walk.routed().team == walk.cast.team("citizens")
        assignment = Assignment.objects.latest("pk")
        assert assignment.rule is not None
        assert assignment.rule.ladder is not None
        assert (assignment.rule.code, assignment.rule.ladder.number) == (added, 2)
        assert assignment.facts["returning"] is False
        assert [one.state for one in Ladder.objects.order_by("number")] == ["past", "in_use"]
        assert "Женщины Астаны" in head.get("/ru/intake/routing/versions/2/").content.decode()

    def test_a_change_after_the_dry_run_asks_for_another(self, walk: Walk, head: Client) -> None:
        head.post("/ru/intake/routing/begin/")
        press(head, "dry-run/")
        press(head, "rules/general/take-out/")
        press(head, "switch-on/")
        assert draft().switched_on_at is None

    def test_who_saw_an_older_draft_changes_nothing(self, walk: Walk, head: Client) -> None:
        head.post("/ru/intake/routing/begin/")
        before = draft().rungs
        press(head, "rules/general/take-out/", version=draft().version + 1)
        assert draft().rungs == before
        stale = head.post(DRAFT + "rules/general/", rule(walk, version=draft().version + 1))
        assert stale.status_code == 422
        assert "Женщины Астаны" in stale.content.decode()

    def test_begun_twice_is_one_and_can_be_given_up(self, walk: Walk, head: Client) -> None:
        head.post("/ru/intake/routing/begin/")
        head.post("/ru/intake/routing/begin/")
        press(head, "give-up/")
        assert Ladder.objects.get(number=2).state == LadderState.DROPPED
        assert head.get(DRAFT).status_code == 404

    @pytest.mark.parametrize("key", ["clerk", "registrar", "administrator", "petitioner"])
    def test_is_for_the_head_alone(self, walk: Walk, key: str) -> None:
        browser = signed_in(getattr(walk.cast, key))
        assert browser.post("/ru/intake/routing/begin/").status_code == 404
        assert browser.post("/ru/intake/leave/all/", {}).status_code == 404

    def test_the_dry_run_asks_as_much_for_many_as_for_one(self, walk: Walk) -> None:
        def asked() -> int:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                trial_of(shown, at=walk.now)
            return len(queries)

        shown = Ladder.objects.get(state=LadderState.IN_USE)
        walk.filed()
        one = asked()
        walk.filed(language="kk")
        assert asked() == one <= 5


def everything(walk: Walk, **changes: Any) -> Rung:
    """Return a rule that takes everything."""
    return Rung(code="all", team=walk.cast.team("criminal"), name=dict.fromkeys(("kk", "ru", "en"), "All"), **changes)


def away(walk: Walk, account: Account, deputy: Account | None = None) -> Leave:
    """Enter leave around the walk's day."""
    day = walk.now.date()
    return enter_leave(
        account=account,
        first_day=day - timedelta(days=1),
        last_day=day + timedelta(days=1),
        deputy=deputy,
        actor=Actor.of(walk.cast.head_of_intake),
        at=walk.tick(),
    )


@pytest.mark.django_db
class TestWhoIsAway:
    def test_a_person_is_stood_in_for(self, walk: Walk) -> None:
        cast = walk.cast
        change_routing(
            ladder=[everything(walk, target=Target.PERSON, person=cast.second_clerk)], actor=ROUTER, at=walk.tick()
        )
        assert walk.routed().assignee == cast.second_clerk
        away(walk, cast.second_clerk, cast.clerk)
        assert walk.routed().assignee == cast.clerk
        assert Assignment.objects.latest("pk").facts["deputy"] is True

    def test_a_team_of_one_gives_to_the_deputy_or_to_nobody(self, walk: Walk) -> None:
        cast = walk.cast
        leave = away(walk, cast.second_clerk)
        assert walk.routed().assignee is None
        Leave.objects.filter(pk=leave.pk).update(deputy=cast.clerk)
        assert walk.routed().assignee == cast.clerk

    def test_a_team_may_be_the_target(self, walk: Walk) -> None:
        change_routing(ladder=[everything(walk, target=Target.TEAM)], actor=ROUTER, at=walk.tick())
        petition: Petition = walk.routed()
        assert (petition.team, petition.assignee) == (walk.cast.team("criminal"), None)

    def test_one_enters_ones_own_and_takes_it_back(self, walk: Walk) -> None:
        clerk, day = walk.cast.clerk, timezone.localdate()
        days = {"first_day": f"{day:%d.%m.%Y}", "last_day": f"{day:%d.%m.%Y}"}
        browser = signed_in(clerk)
        assert browser.post("/ru/intake/leave/", days).status_code == 302
        again = browser.post("/ru/intake/leave/", days)
        assert again.status_code == 422
        back = f"/ru/intake/leave/{Leave.objects.get().pk}/take-back/"
        assert signed_in(walk.cast.second_clerk).post(back).status_code == 404
        assert browser.post(back).status_code == 302
        assert Leave.objects.get().taken_back_at is not None

    def test_what_no_rule_takes_alarms_the_head(self, walk: Walk, head: Client) -> None:
        change_routing(ladder=[], actor=ROUTER, at=walk.tick())
        walk.routed()
        assert Notice.objects.get(event="petition.unrouted").recipient == walk.cast.head_of_intake
        assert "?view=unrouted" in head.get("/ru/intake/routing/").content.decode()
