"""How long things are kept, and the hold that stops all erasing."""

from __future__ import annotations

import pytest

from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.register.models import ContentSalt, Event, Subject
from courtcase.register.operations import forget_content, lift_hold, open_subject, place_hold
from courtcase.register.queries import held
from courtcase.register.verification import verify
from tests.cast import Cast
from tests.register.conftest import MACHINE, NOON, happened


def names_of(subject: Subject) -> list[str]:
    return list(Event.objects.filter(subject=subject).order_by("pk").values_list("name", flat=True))


def test_a_hold_is_placed_and_lifted(subject: Subject, cast: Cast) -> None:
    officer = cast.actor("data_protection")
    hold = place_hold(subject=subject, reason=" Order 17 ", actor=officer, at=NOON)
    assert held(subject)
    assert (hold.reason, hold.placed_by) == ("Order 17", cast.data_protection)
    lift_hold(hold=hold, reason="Order 18", actor=officer, at=NOON)
    assert not held(subject)
    assert names_of(subject) == ["register.hold_placed", "register.hold_lifted"]
    place_hold(subject=subject, reason="Order 19", actor=officer, at=NOON)
    assert held(subject)


def test_a_hold_stands_once_and_is_lifted_once(subject: Subject, cast: Cast) -> None:
    officer = cast.actor("data_protection")
    hold = place_hold(subject=subject, reason="Order 17", actor=officer, at=NOON)
    with pytest.raises(WrongState):
        place_hold(subject=subject, reason="Order 18", actor=officer, at=NOON)
    lift_hold(hold=hold, reason="Order 19", actor=officer, at=NOON)
    with pytest.raises(WrongState):
        lift_hold(hold=hold, reason="Order 20", actor=officer, at=NOON)


@pytest.mark.parametrize("reason", ["", "  ", "a" * 301, "asked by a@b.kz", "880101300123"])
def test_a_hold_needs_a_reason_without_personal_data(subject: Subject, cast: Cast, reason: str) -> None:
    with pytest.raises(OperationError) as refused:
        place_hold(subject=subject, reason=reason, actor=cast.actor("data_protection"), at=NOON)
    assert refused.value.field == "reason"
    assert not held(subject)


@pytest.mark.parametrize("who", ["clerk", "petitioner", "administrator", "judge1"])
def test_others_may_not(subject: Subject, cast: Cast, who: str) -> None:
    hold = place_hold(subject=subject, reason="Order 17", actor=cast.actor("data_protection"), at=NOON)
    with pytest.raises(NotAllowed):
        place_hold(subject=open_subject(kind="case"), reason="Order 17", actor=cast.actor(who), at=NOON)
    with pytest.raises(NotAllowed):
        lift_hold(hold=hold, reason="Order 17", actor=cast.actor(who), at=NOON)
    with pytest.raises(NotAllowed):
        forget_content(subject=subject, actor=cast.actor(who), at=NOON)


def test_forgetting_takes_the_salts_of_one_subject_and_leaves_the_chain(subject: Subject) -> None:
    other = open_subject(kind="petition", at=NOON)
    for number in range(3):
        happened(subject, number, content=b"words")
    kept = happened(other, 1, content=b"words")
    assert forget_content(subject=subject, actor=MACHINE, at=NOON) == 3
    assert list(ContentSalt.objects.values_list("event", flat=True)) == [kept.pk]
    assert names_of(subject)[-1] == "register.content_forgotten"
    assert verify().waiting == 5


def test_nothing_is_forgotten_while_a_hold_stands(subject: Subject, cast: Cast) -> None:
    happened(subject, 1, content=b"words")
    place_hold(subject=subject, reason="Order 17", actor=cast.actor("data_protection"), at=NOON)
    with pytest.raises(WrongState):
        forget_content(subject=subject, actor=MACHINE, at=NOON)
    assert ContentSalt.objects.count() == 1
