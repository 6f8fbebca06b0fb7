"""Who may do what: roles, days, scopes, and what it costs to ask."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone

from courtcase.operations import NotAllowed
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.operations import deactivate_account, grant_role, revoke_role
from courtcase.people.permissions import declare, ensure, grants_of, may, roles_of, scoped, scopes_for
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SCOPES: Any = {"own": lambda actor, at: Q(pk=actor.account.pk), "institution": lambda actor, at: Q(pk__in=[])}


def test_nobody_may_do_what_is_open_to_all_and_no_more() -> None:
    assert may(Actor.nobody(), "page.home", NOW)
    assert not may(Actor.nobody(), "account.settings", NOW)
    assert roles_of(Actor.nobody(), NOW) == {"nobody"}


def test_a_citizen_drafts_and_does_not_register(cast: Cast) -> None:
    assert scopes_for(cast.actor("petitioner"), "petition.draft", NOW) == {"own"}
    assert not may(cast.actor("petitioner"), "petition.register", NOW)


def test_a_clerk_registers_within_intake_and_names_no_judge(cast: Cast) -> None:
    assert scopes_for(cast.actor("clerk"), "petition.register", NOW) == {"intake"}
    assert not may(cast.actor("clerk"), "petition.name_judges", NOW)


def test_the_chair_is_also_a_judge(cast: Cast) -> None:
    assert scopes_for(cast.actor("chair"), "petition.read", NOW) >= {"all", "assigned"}


def test_the_administrator_sees_no_petition(cast: Cast) -> None:
    actor = cast.actor("administrator")
    assert may(actor, "administration.roles", NOW)
    assert scopes_for(actor, "petition.read", NOW) == {"own"}  # what they themselves file, as anybody
    for action in ("case.read", "ruling.read_draft", "queue.view", "audit.reads", "study.view"):
        assert not may(actor, action, NOW)


def test_the_system_may_do_everything_declared() -> None:
    assert scopes_for(Actor.system("routing"), "petition.assign", NOW) == {"all"}


@pytest.mark.parametrize("actor", [Actor.nobody(), Actor.system("x")])
def test_an_action_nobody_declared_is_a_fault_of_ours(actor: Actor) -> None:
    with pytest.raises(KeyError):
        may(actor, "petition.eat", NOW)


def test_a_holder_of_a_code_does_what_is_theirs_and_no_more() -> None:
    assert scopes_for(Actor.holder(7), "petition.read", NOW) == {"own", "co_petitioner"}
    assert not may(Actor.holder(7), "account.settings", NOW)


def test_an_account_that_also_holds_a_code_has_both(cast: Cast) -> None:
    actor = Actor.of(cast.clerk, subjects=frozenset({7}))
    assert {"holder", "account", "clerk", "nobody"} == roles_of(actor, NOW)


@pytest.mark.parametrize(("day", "expected"), [(-1, False), (0, True), (5, True), (10, True), (11, False)])
def test_a_grant_holds_from_its_first_day_to_its_last_inclusive(cast: Cast, day: int, expected: bool) -> None:
    today = timezone.localdate(NOW)
    grant_role(
        account=cast.stranger,
        role="publisher",
        reason="order 5",
        valid_from=today,
        valid_to=today + timedelta(days=10),
        actor=cast.actor("administrator"),
        at=NOW,
    )
    assert may(cast.actor("stranger"), "ruling.publish", NOW + timedelta(days=day)) is expected


def test_the_day_of_a_grant_is_the_day_in_almaty(cast: Cast) -> None:
    grant = cast.clerk.grants.get()
    grant.valid_from = timezone.datetime(2026, 7, 2).date()  # type: ignore[attr-defined]
    evening_before = timezone.datetime.fromisoformat("2026-07-01T18:59:59+00:00")  # type: ignore[attr-defined]
    assert not grant.is_valid(evening_before)
    assert grant.is_valid(evening_before + timedelta(seconds=1))


def test_a_revoked_grant_is_gone_at_once_and_was_there_before(cast: Cast) -> None:
    actor = cast.actor("clerk")
    assert may(actor, "queue.view", NOW)
    revoke_role(grant=cast.clerk.grants.get(), reason="order 6", actor=cast.actor("administrator"), at=NOW)
    fresh = Actor.of(Account.objects.get(pk=cast.clerk.pk))
    assert not may(fresh, "queue.view", NOW)
    assert may(fresh, "queue.view", NOW - timedelta(seconds=1))
    assert may(fresh, "account.settings", NOW)


def test_a_closed_account_may_do_what_nobody_may(cast: Cast) -> None:
    deactivate_account(account=cast.clerk, reason="order 7", actor=cast.actor("administrator"), at=NOW)
    assert roles_of(Actor.of(Account.objects.get(pk=cast.clerk.pk)), NOW) == {"nobody"}


def test_asking_many_times_costs_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    actor = Actor.of(Account.objects.get(pk=cast.head_of_intake.pk))
    with django_assert_num_queries(1):
        for action in ("queue.view", "petition.read", "routing.edit", "ruling.sign"):
            may(actor, action, NOW)
        grants_of(actor, NOW)


def test_scoped_gives_the_rows_of_every_scope_the_actor_has(cast: Cast) -> None:
    accounts = Account.objects.all()
    assert list(scoped(accounts, cast.actor("petitioner"), "petition.draft", NOW, SCOPES)) == [cast.petitioner]
    assert not scoped(accounts, cast.actor("clerk"), "petition.report", NOW, SCOPES).exists()


def test_a_scope_word_the_room_does_not_know_opens_nothing(cast: Cast) -> None:
    _ = cast.petitioner
    assert not scoped(Account.objects.all(), cast.actor("clerk"), "petition.register", NOW, SCOPES).exists()


def test_all_means_every_row_unless_the_room_says_what_it_means(cast: Cast) -> None:
    accounts = Account.objects.filter(pk__in=[cast.chair.pk, cast.clerk.pk])
    assert scoped(accounts, cast.actor("chair"), "petition.name_judges", NOW, SCOPES).count() == 2
    narrowed = {**SCOPES, "all": lambda actor, at: Q(pk=cast.clerk.pk)}
    assert scoped(accounts, cast.actor("chair"), "petition.name_judges", NOW, narrowed).get() == cast.clerk


def test_ensure_raises_for_whoever_may_not(cast: Cast) -> None:
    ensure(cast.actor("clerk"), "queue.view", NOW)
    with pytest.raises(NotAllowed):
        ensure(cast.actor("petitioner"), "queue.view", NOW)


def test_two_apps_cannot_declare_one_action() -> None:
    with pytest.raises(ValueError, match="already declared"):
        declare("another", ["account.settings"])


def test_a_narrower_scope_beside_all_takes_nothing_away(cast: Cast) -> None:
    accounts = Account.objects.filter(pk__in=[cast.chair.pk, cast.clerk.pk])
    scopes: Any = {
        "all": lambda actor, at: Q(),
        "assigned": lambda actor, at: Q(pk__in=[]),
        "bench": lambda actor, at: Q(pk=0),
    }
    assert scopes_for(cast.actor("chair"), "case.read", NOW) == {"all", "assigned", "bench"}
    assert scoped(accounts, cast.actor("chair"), "case.read", NOW, scopes).count() == 2
