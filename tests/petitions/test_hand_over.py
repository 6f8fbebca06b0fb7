"""A petition handed over to a colleague, given back, and taken back by the head."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from courtcase.notices.models import Notice
from courtcase.people.models import Leave
from petitions.filing.operations.follow_up import demand_decision
from petitions.intake.operations.hand_over import hand_over
from petitions.models import Petition, QueueEntry
from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct, signed_in
from tests.petitions.letters.returning import configured, left, prepared
from tests.petitions.walk import Walk

WHY_IT_GOES = "Норма из моей прежней практики, рассмотрит коллега."


def handed(walk: Walk) -> Petition:
    """Return a petition that the clerk handed over to the second clerk."""
    clerk, taker = walk.cast.clerk, walk.cast.second_clerk
    petition = walk.held()
    hand_over(petition=petition, taker=taker, reason=WHY_IT_GOES, actor=walk.cast.actor("clerk"), at=walk.tick())
    petition.refresh_from_db()
    assert clerk != taker
    return petition


def send(walk: Walk, petition: Petition, key: str, act: str, **sent: Any) -> Any:
    """Send the form of an act as a member of the cast."""
    given = {"version": petition.version, "reason": "Не моя тема.", **sent}
    return signed_in(getattr(walk.cast, key)).post(f"/en/intake/{petition.public_id}/{act}/", given)


class TestHandingOver(OfAnAct):
    address = "/ru/intake/{id}/hand-over/"
    stage = "held"
    wrong_stage = "submitted"
    becomes = State.FILED
    doers = ("clerk",)
    others = (*STRANGERS, "petitioner", "registrar", "chair", "head_of_intake")

    def values(self, walk: Walk, petition: Petition) -> dict[str, Any]:
        return {"taker": walk.cast.second_clerk.pk, "reason": WHY_IT_GOES}


@pytest.mark.django_db
class TestTheTaker:
    def test_finds_it_in_mine_with_the_reason_and_is_told(self, walk: Walk) -> None:
        petition = handed(walk)
        taker = signed_in(walk.cast.second_clerk)
        assert QueueEntry.objects.get(petition=petition).assignee == walk.cast.second_clerk
        assert str(petition.public_id) in taker.get("/en/intake/?view=mine").content.decode()
        page = taker.get(f"/en/intake/{petition.public_id}/").content.decode()
        assert WHY_IT_GOES in page
        assert "handed over to a colleague" in page
        assert "/give-back/" in page
        told = Notice.objects.get(event="petition.handed_over")
        assert (told.recipient, told.channel) == (walk.cast.second_clerk, "inapp")
        assert WHY_IT_GOES not in str([event.body for event in petition.subject.events.all()])

    def test_may_give_it_back(self, walk: Walk) -> None:
        petition = handed(walk)
        assert send(walk, petition, "second_clerk", "give-back").status_code == 302
        petition.refresh_from_db()
        assert petition.assignee == walk.cast.clerk
        assert Notice.objects.get(event="petition.given_back").recipient == walk.cast.clerk
        assert send(walk, petition, "clerk", "give-back").status_code == 422, "it was not handed over to the clerk"

    def test_gives_nothing_back_to_whoever_is_away(self, walk: Walk) -> None:
        petition = handed(walk)
        away(walk, "clerk")
        assert send(walk, petition, "second_clerk", "give-back").status_code == 422


@pytest.mark.django_db
class TestTheHead:
    def test_takes_it_back_and_both_are_told(self, walk: Walk) -> None:
        petition = handed(walk)
        assert send(walk, petition, "clerk", "take-back").status_code == 404
        assert send(walk, petition, "head_of_intake", "take-back").status_code == 302
        petition.refresh_from_db()
        assert petition.assignee == walk.cast.clerk
        told = Notice.objects.filter(event="petition.taken_back").values_list("recipient", flat=True)
        assert set(told) == {walk.cast.clerk.pk, walk.cast.second_clerk.pk}
        assert send(walk, petition, "head_of_intake", "take-back").status_code == 422


@pytest.mark.django_db
class TestRefused:
    def test_to_whoever_is_away_is_no_clerk_or_is_oneself(self, walk: Walk) -> None:
        petition = walk.held()
        assert send(walk, petition, "clerk", "hand-over", taker=walk.cast.judge1.pk).status_code == 422
        assert send(walk, petition, "clerk", "hand-over", taker=walk.cast.clerk.pk).status_code == 422
        away(walk, "second_clerk")
        answer = send(walk, petition, "clerk", "hand-over", taker=walk.cast.second_clerk.pk)
        assert answer.status_code == 422
        assert "is away until" in answer.content.decode()
        petition.refresh_from_db()
        assert petition.assignee == walk.cast.clerk

    def test_without_a_word_why_or_of_what_another_has(self, walk: Walk) -> None:
        petition = walk.held()
        taker = walk.cast.second_clerk.pk
        assert send(walk, petition, "clerk", "hand-over", taker=taker, reason=" ").status_code == 422
        taken = send(walk, petition, "second_clerk", "hand-over", taker=walk.cast.clerk.pk)
        assert taken.status_code == 422
        assert "You do not have this petition" in taken.content.decode()


@pytest.mark.django_db
def test_what_is_disputed_goes_back_to_nobody_who_returned_it(walk: Walk) -> None:
    configured(walk, signed=False)
    one = prepared(walk)
    taker = walk.cast.second_clerk
    hand_over(petition=one.petition, taker=taker, reason=WHY_IT_GOES, actor=walk.cast.actor("clerk"), at=walk.tick())
    left(walk, one)
    petition = demand_decision(petition=one.petition, actor=walk.cast.actor("petitioner"), at=walk.tick())
    assert (petition.state, petition.assignee) == (State.RETURN_DISPUTED, taker), "who did not return it keeps it"
    for key, act in (("second_clerk", "give-back"), ("head_of_intake", "take-back")):
        answer = send(walk, petition, key, act)
        assert answer.status_code == 422
        assert "They returned this petition" in answer.content.decode()


def away(walk: Walk, key: str) -> None:
    """Enter leave of a member of the cast for today and tomorrow."""
    today = timezone.localdate()
    Leave.objects.create(
        account=getattr(walk.cast, key),
        first_day=today,
        last_day=today + timedelta(days=1),
        entered_by=walk.cast.head_of_intake,
        entered_at=timezone.now(),
    )
