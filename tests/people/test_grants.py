"""Giving and taking roles: allowed, forbidden, contradictory, repeated, recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.people.models import RoleGrant
from courtcase.people.operations import admit_participant, deactivate_account, grant_role, revoke_role
from courtcase.people.permissions import may
from courtcase.register.models import Event
from courtcase.register.operations import open_subject
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def give(cast: Cast, **changed: Any) -> RoleGrant:
    wanted = {"account": cast.stranger, "role": "clerk", "reason": "order 1", "actor": cast.actor("administrator")}
    return grant_role(**{**wanted, "at": NOW, **changed})


def test_the_administrator_gives_a_role_and_it_holds_at_once(cast: Cast) -> None:
    assert not may(cast.actor("stranger"), "queue.view", NOW)
    grant = give(cast, team=cast.team("citizens"))
    assert may(cast.actor("stranger"), "queue.view", NOW)
    assert grant.granted_by == cast.administrator
    assert grant.valid_from == timezone.localdate(NOW)


def test_the_register_is_told_without_personal_data(cast: Cast) -> None:
    give(cast, reason="order about Бөтен Сынақов")
    event = Event.objects.filter(subject=cast.stranger.subject, name="account.role_granted").latest("pk")
    assert event.actor == cast.administrator
    assert event.body["role"] == "clerk"
    assert "Сынақов" not in str(event.body)


@pytest.mark.parametrize("key", ["petitioner", "clerk", "head_of_intake", "chair", "auditor", "commissioner_head"])
def test_nobody_else_gives_or_takes_roles(cast: Cast, key: str) -> None:
    grant = give(cast)
    with pytest.raises(NotAllowed):
        give(cast, role="publisher", actor=cast.actor(key))
    with pytest.raises(NotAllowed):
        revoke_role(grant=grant, reason="order 2", actor=cast.actor(key), at=NOW)
    with pytest.raises(NotAllowed):
        give(cast, role="publisher", actor=Actor.nobody())


def test_nobody_gives_a_role_to_themselves(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        give(cast, account=cast.administrator, role="auditor")


def test_an_administrator_holds_no_other_role_of_the_court(cast: Cast) -> None:
    give(cast, role="clerk")
    with pytest.raises(OperationError) as refused:
        give(cast, role="administrator")
    assert refused.value.code == "conflict"
    with pytest.raises(OperationError):
        give(cast, account=cast.administrator, role="clerk", actor=Actor.system("test"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"role": "cook"}, "role"),
        ({"role": "institution_officer"}, "institution"),
        ({"role": "participant"}, "subject"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"reason": "a\x00b"}, "reason"),
        ({"reason": "a\u202eb"}, "reason"),
        ({"reason": "order for 900101300123"}, "reason"),
        ({"reason": "as person@example.kz asked"}, "reason"),
        ({"valid_from": date(2026, 5, 2), "valid_to": date(2026, 5, 1)}, "valid_to"),
    ],
)
def test_a_grant_that_contradicts_itself_is_refused(cast: Cast, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(OperationError) as refused:
        give(cast, **changed)
    assert refused.value.field == field


def test_a_role_outside_institutions_names_none(cast: Cast) -> None:
    with pytest.raises(OperationError):
        give(cast, role="clerk", institution=cast.institution("commissioner"))


def test_an_assistant_helps_a_judge_and_a_judge_is_nobodys(cast: Cast) -> None:
    grant = give(cast, role="assistant", judge=cast.judge1)
    assert grant.judge == cast.judge1
    event = Event.objects.filter(subject=cast.stranger.subject, name="account.role_granted").latest("pk")
    assert event.body["judge"] == str(cast.judge1.public_id)
    for wrong in ({"role": "assistant"}, {"role": "assistant", "judge": cast.clerk}, {"judge": cast.judge1}):
        with pytest.raises(OperationError) as refused:
            give(cast, **wrong)
        assert refused.value.field == "judge"
    with pytest.raises(OperationError) as refused:
        give(cast, account=cast.judge1, role="assistant", judge=cast.judge2)
    assert refused.value.code == "conflict"
    with pytest.raises(OperationError):
        give(cast, role="judge")


def test_a_closed_account_gets_no_role(cast: Cast) -> None:
    closed = deactivate_account(account=cast.stranger, reason="order 3", actor=cast.actor("administrator"), at=NOW)
    with pytest.raises(OperationError):
        give(cast, account=closed)


def test_taking_a_role_twice_says_that_it_is_gone(cast: Cast) -> None:
    grant = give(cast)
    taken = revoke_role(grant=grant, reason="order 4", actor=cast.actor("administrator"), at=NOW)
    assert taken.revoked_reason == "order 4"
    assert taken.revoked_by == cast.administrator
    with pytest.raises(WrongState):
        revoke_role(grant=grant, reason="order 4", actor=cast.actor("administrator"), at=NOW)
    assert Event.objects.filter(name="account.role_revoked").count() == 1


def test_the_secretary_admits_a_participant_to_a_case(cast: Cast) -> None:
    case = open_subject(kind="case", at=NOW)
    wanted = {"account": cast.stranger, "subject": case, "reason": "participant", "at": NOW}
    grant = admit_participant(actor=cast.actor("secretary"), **wanted)  # type: ignore[arg-type]
    assert grant.subject == case
    assert may(cast.actor("stranger"), "case.take_part", NOW)
    with pytest.raises(NotAllowed):
        admit_participant(actor=cast.actor("clerk"), **wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "cook"},
        {"role": "institution_head"},
        {"valid_to": date(2020, 1, 1)},
    ],
)
def test_the_database_refuses_what_the_operation_would(cast: Cast, changed: dict[str, Any]) -> None:
    row = {"account": cast.stranger, "role": "clerk", "valid_from": date(2026, 1, 1), "reason": "x", **changed}
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(**row)


class TestTheLastAdministrator:
    def test_the_role_cannot_be_ended(self, cast: Cast) -> None:
        for actor in (cast.actor("administrator"), Actor.system("test")):
            with pytest.raises(WrongState):
                revoke_role(grant=cast.administrator.grants.get(), reason="order 5", actor=actor, at=NOW)
        assert may(cast.actor("administrator"), "administration.roles", NOW)

    def test_the_account_cannot_be_closed(self, cast: Cast) -> None:
        with pytest.raises(WrongState):
            deactivate_account(account=cast.administrator, reason="order 5", actor=Actor.system("test"), at=NOW)

    def test_of_two_one_may_go(self, cast: Cast) -> None:
        second = give(cast, role="administrator")
        revoke_role(grant=cast.administrator.grants.get(), reason="order 5", actor=cast.actor("stranger"), at=NOW)
        with pytest.raises(WrongState):
            revoke_role(grant=second, reason="order 6", actor=cast.actor("stranger"), at=NOW)

    def test_one_who_is_closed_or_over_does_not_count(self, cast: Cast) -> None:
        give(cast, account=cast.counsel, role="administrator", valid_from=date(2020, 1, 1), valid_to=date(2020, 1, 2))
        give(cast, role="administrator")
        deactivate_account(account=cast.stranger, reason="order 5", actor=cast.actor("administrator"), at=NOW)
        with pytest.raises(WrongState):
            revoke_role(
                grant=cast.administrator.grants.get(), reason="order 6", actor=cast.actor("administrator"), at=NOW
            )
