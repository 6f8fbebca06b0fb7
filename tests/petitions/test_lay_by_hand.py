"""What only a person sees belongs together is laid on a stack by hand, with the reason; a letter still reaches one person."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from courtcase.operations import NotAllowed, OperationError
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from courtcase.register.operations import record_read
from petitions.content import open_text
from petitions.intake.operations.lay_on_stack import lay_by_hand, take_off_stack
from petitions.intake.stacks import answered_with, leading_of, lying, stack_of
from petitions.letters.operations.standing import sign_standing_reply
from petitions.models import LaidPetition, Petition, Stack, Together
from tests.petitions.acts import signed_in
from tests.petitions.letters.returning import configured
from tests.petitions.signing import PERSON
from tests.petitions.test_stacks import OFF, desk, gone, replied
from tests.petitions.together import SECOND
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
WHY = "Both complain of the same judgment of the same court."


def opened(walk: Walk, **words: object) -> Petition:
    """Return a petition under the check that a clerk opened."""
    made = walk.screening(**words)
    record_read(subject=made.subject, actor=Actor.of(walk.cast.clerk), at=walk.tick(), place="petition.examine")
    return made


def laid(walk: Walk, on: Petition, one: Petition, together: str) -> Stack:
    """Lay a petition by hand on the stack of another."""
    actor, number = Actor.of(walk.cast.clerk), str(one.register_number)
    return lay_by_hand(petition=on, number=number, together=together, reason=WHY, actor=actor, at=walk.tick()).stack


def test_paper_without_an_iin_is_laid_by_its_number_and_the_stack_says_why(walk: Walk) -> None:
    here, paper = walk.registered(petitioner=PERSON), walk.registered(petitioner={**PERSON, "iin": ""})
    clerk, page = signed_in(walk.cast.clerk), desk(here, "stack/lay/")
    assert "Lay a petition on the stack by hand" in clerk.get(f"{page}?number={paper.register_number}").content.decode()
    sent = {"version": here.version, "number": paper.register_number, "together": "person", "reason": WHY}
    for wrong in ({"number": "nobody"}, {"number": here.register_number}, {"together": ""}, {"reason": "no"}):
        assert clerk.post(page, {**sent, **wrong}).status_code == 422
    assert not Stack.objects.exists()
    assert clerk.post(page, sent).status_code == 302
    assert clerk.post(page, sent).status_code == 422, "it lies there already"
    assert {row.petition_id for row in LaidPetition.objects.all()} == {here.pk, paper.pk}
    shown = clerk.get(desk(here)).content.decode()
    assert WHY in shown
    assert "of the same person" in shown
    told = Event.objects.filter(name="petition.stacked", subject=paper.subject).get()
    assert told.body["by_hand"] == "person"
    assert WHY not in str(told.body)
    assert signed_in(walk.cast.registrar).post(page, sent).status_code == 404


def test_a_letter_answers_what_is_said_to_be_the_same_persons_and_nobody_elses(walk: Walk) -> None:
    configured(walk)
    first = opened(walk, petitioner=PERSON)
    paper, later = opened(walk, petitioner={**PERSON, "iin": ""}), opened(walk, petitioner={**PERSON, "iin": ""})
    another = opened(walk, petitioner={**PERSON, "iin": "880101300123"})
    stack = laid(walk, first, another, Together.ACT)
    laid(walk, first, paper, Together.PERSON)
    laid(walk, paper, later, Together.PERSON)
    assert leading_of(stack) == another
    assert [row.petition for row in answered_with(stack, another)] == [another]
    assert [row.petition for row in answered_with(stack, paper)] == [later, paper, first]
    lines = signed_in(walk.cast.clerk).get(desk(first)).context["lines"]
    assert [bool(line.why_not) for line in lines] == [False, True, True, True]
    reply = replied(walk, stack)
    assert [row.petition for row in reply.answers.all()] == [another]
    sign_standing_reply(letter=reply.letter, actor=Actor.of(walk.cast.head_of_intake), at=walk.tick())
    gone(walk, reply)
    again = replied(walk, stack)
    assert {row.petition for row in again.answers.all()} == {first, paper, later}


def test_what_bears_another_iin_is_not_laid_as_the_same_persons(walk: Walk) -> None:
    paper, theirs = walk.registered(petitioner={**PERSON, "iin": ""}), walk.registered(petitioner=PERSON)
    another = walk.registered(petitioner={**PERSON, "iin": "880101300123"})
    laid(walk, paper, theirs, Together.PERSON)
    for here in (paper, theirs):
        with pytest.raises(OperationError) as refused:
            laid(walk, here, another, Together.PERSON)
        assert refused.value.field == "together"
    assert stack_of(another) is None
    assert laid(walk, theirs, another, Together.ACT) == stack_of(paper)


def test_a_joint_petition_is_answered_by_a_letter_of_its_own(walk: Walk) -> None:
    alone = opened(walk, petitioner=PERSON)
    joint, same = (opened(walk, petitioner=PERSON, others=[SECOND]) for _number in range(2))
    stack = laid(walk, alone, joint, Together.PERSON)
    laid(walk, joint, same, Together.PERSON)
    assert [row.petition for row in answered_with(stack, alone)] == [alone]
    assert [row.petition for row in answered_with(stack, joint)] == [same, joint]


def test_taking_off_says_why_and_lets_it_be_laid_elsewhere(walk: Walk) -> None:
    one, two, three = (walk.registered() for _number in range(3))
    laid(walk, one, two, Together.OTHER)
    with pytest.raises(OperationError) as refused:
        laid(walk, three, two, Together.ACT)
    assert refused.value.field == "number"
    actor = Actor.of(walk.cast.clerk)
    with pytest.raises(NotAllowed):
        take_off_stack(petition=two, reason=OFF, actor=Actor.of(walk.cast.registrar), at=walk.tick())
    row = take_off_stack(petition=two, reason=OFF, actor=actor, at=walk.tick())
    assert open_text(two, row.sealed_end_reason) == OFF
    stack = laid(walk, three, two, Together.ACT)
    assert stack_of(two) == stack
    assert [line.petition for line in lying(stack)] == [three, two]


def test_the_release_before_lays_petitions_while_it_still_runs(walk: Walk) -> None:
    one, two = (walk.registered() for _number in range(2))
    stack = laid(walk, one, two, Together.OTHER)
    take_off_stack(petition=two, reason=OFF, actor=Actor.of(walk.cast.clerk), at=walk.tick())
    named = "stack_id, petition_id, laid_by_id, laid_at"
    with connection.cursor() as cursor:
        told: list[Any] = [stack.pk, two.pk, walk.cast.clerk.pk, walk.tick()]
        cursor.execute(f"INSERT INTO petitions_laidpetition ({named}) VALUES (%s, %s, %s, %s)", told)  # noqa: S608
    assert stack_of(two) == stack
