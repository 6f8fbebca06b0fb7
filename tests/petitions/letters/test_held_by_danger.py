"""While an alarm of danger is open about a petition, no letter about it leaves; when it is over, the letter goes its way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from courtcase.notices.models import Job
from courtcase.operations import WrongState
from courtcase.people.actors import Actor
from petitions.letters.operations.danger import end_danger, forward_danger, raise_danger
from petitions.letters.operations.prepare_return import LEAVE_JOB
from petitions.letters.operations.sign_letter import sign_letter
from petitions.letters.operations.standing import (
    ONE_JOB,
    let_standing_leave,
    return_with_standing_reply,
    sign_standing_reply,
)
from petitions.models import LaidPetition, Letter, LetterStatus, Petition, ReturnOutcome
from petitions.workflow import State
from tests.petitions.acts import signed_in
from tests.petitions.letters.returning import SYSTEM, configured, left, prepared, signed
from tests.petitions.stacking import stacked
from tests.petitions.test_danger import WHY
from tests.petitions.test_stacks import replied
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
HELD = "Held: danger to life or torture."


def raised(walk: Walk, petition: Petition) -> None:
    """Raise the alarm about a petition."""
    _ = walk.cast.head_of_intake
    raise_danger(petition=petition, actor=Actor.of(walk.cast.registrar), at=walk.tick())


def test_a_return_waits_signed_or_not_and_leaves_when_the_alarm_is_over(walk: Walk) -> None:
    configured(walk)
    one = prepared(walk)
    signed(walk, one)
    other = prepared(walk)
    for each in (one, other):
        raised(walk, each.petition)
    assert left(walk, one).outcome == ""
    head = Actor.of(walk.cast.head_of_intake)
    with pytest.raises(WrongState):
        sign_letter(letter=other.letter, actor=head, at=walk.tick())
    page = signed_in(walk.cast.head_of_intake).get("/en/letters/to-sign/").content.decode()
    assert HELD in page
    assert str(other.letter.public_id) in page
    assert f'value="{other.letter.public_id}"' not in page, "it cannot be ticked"
    assert HELD in signed_in(walk.cast.clerk).get(f"/en/intake/{one.petition.public_id}/").content.decode()
    assert HELD in signed_in(walk.cast.clerk).get(f"/en/letters/{one.letter.public_id}/").content.decode()
    jobs = Job.objects.filter(kind=LEAVE_JOB, body__prepared=one.pk)
    before = jobs.count()
    end_danger(petition=one.petition, reason=WHY, actor=head, at=walk.tick())
    assert jobs.count() == before + 1, "the end of the alarm owes the next look"
    assert left(walk, one).outcome == ReturnOutcome.LEFT
    forward_danger(petition=other.petition, words="", actor=head, at=walk.tick())
    sign_letter(letter=other.letter, actor=head, at=walk.tick())
    assert left(walk, other).outcome == ReturnOutcome.LEFT


def test_a_reply_that_names_it_waits_and_says_so(walk: Walk) -> None:
    configured(walk)
    stack, made = stacked(walk)
    reply, head = replied(walk, stack), Actor.of(walk.cast.head_of_intake)
    raised(walk, made[0])
    with pytest.raises(WrongState):
        sign_standing_reply(letter=reply.letter, actor=head, at=walk.tick())
    assert HELD in signed_in(walk.cast.clerk).get(f"/en/intake/{made[1].public_id}/stack/").content.decode()
    assert HELD in signed_in(walk.cast.head_of_intake).get("/en/letters/to-sign/").content.decode()
    end_danger(petition=made[0], reason=WHY, actor=head, at=walk.tick())
    sign_standing_reply(letter=reply.letter, actor=head, at=walk.tick())
    raised(walk, made[-1])
    walk.now = max(walk.now, reply.not_before + timedelta(seconds=1))
    assert let_standing_leave(reply=reply, actor=SYSTEM, at=walk.now) is None
    assert Letter.objects.get().status == LetterStatus.SIGNED
    end_danger(petition=made[-1], reason=WHY, actor=head, at=walk.tick())
    assert let_standing_leave(reply=reply, actor=SYSTEM, at=walk.now) is not None
    # The letter has left; an alarm that comes before the job of one of the others holds that one.
    raised(walk, made[0])
    laid = LaidPetition.objects.get(petition=made[0])
    assert return_with_standing_reply(laid=laid, actor=SYSTEM, at=walk.now) is None
    end_danger(petition=made[0], reason=WHY, actor=head, at=walk.tick())
    assert Job.objects.filter(kind=ONE_JOB, body__laid=laid.pk).count() == 2
    assert return_with_standing_reply(laid=laid, actor=SYSTEM, at=walk.now) is not None
    made[0].refresh_from_db()
    assert made[0].state == State.RETURNED
