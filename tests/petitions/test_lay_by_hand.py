"""What only a person sees belongs together is laid on a stack by hand, with the reason; a letter still reaches one person."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from courtcase.register.operations import record_read
from petitions.content import open_text
from petitions.intake.operations.lay_on_stack import lay_by_hand, lay_on_stack, take_off_stack
from petitions.intake.operations.screen_petition import pass_to_chair
from petitions.intake.stacks import answered_with, leading_of, lying, stack_of
from petitions.letters.operations.standing import undo_standing_reply
from petitions.models import LaidPetition, Petition, Stack, Together
from tests.petitions.acts import signed_in
from tests.petitions.letters.returning import configured, prepared
from tests.petitions.signing import PERSON
from tests.petitions.stacking import stacked
from tests.petitions.test_stacks import OFF, desk, replied
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
    faults = {
        "": "Write the register number",
        "nobody": "no petition of this number",
        str(here.register_number): "the petition whose stack it is",
    }
    for number, words in faults.items():
        refused = clerk.post(page, {**sent, "number": number, "together": "", "reason": "no"})
        assert refused.status_code == 422
        assert words in str(refused.context["form"].errors["number"])
        assert {"number", "together", "reason"} == set(refused.context["form"].errors), "all at once"
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
    alone_is_returned_by_itself(walk, stack, another)
    again = replied(walk, stack)
    assert {row.petition for row in again.answers.all()} == {first, paper, later}


def alone_is_returned_by_itself(walk: Walk, stack: Stack, alone: Petition) -> None:
    """See that neither page nor operation answers one petition in the plural, and prepare its own return."""
    with pytest.raises(WrongState, match="a letter of its own"):
        replied(walk, stack)
    clerk, own = signed_in(walk.cast.clerk), desk(alone, "return/")
    shown = clerk.get(desk(alone)).content.decode()
    assert own in shown
    assert desk(alone, "stack/reply/") not in shown
    answer = clerk.get(desk(alone, "stack/reply/"))
    assert (answer.status_code, answer["Location"]) == (302, own)
    assert "a letter of its own" in clerk.get(own).content.decode()
    prepared(walk, alone)


def test_what_was_said_by_way_of_a_petition_ties_nothing_when_it_is_taken_off(walk: Walk) -> None:
    first, *papers = (opened(walk, petitioner=person) for person in (PERSON, *[{**PERSON, "iin": ""}] * 4))
    way, later, last, unread = papers
    stack = laid(walk, first, way, Together.PERSON)
    laid(walk, way, later, Together.PERSON)
    laid(walk, later, last, Together.PERSON)
    laid(walk, first, unread, Together.PERSON)
    assert {row.petition for row in answered_with(stack, first)} == {first, *papers}
    reply = replied(walk, stack)
    LaidPetition.objects.filter(petition=way).update(reply=None)
    clerk = Actor.of(walk.cast.clerk)
    with pytest.raises(WrongState, match="by way of this one"):
        take_off_stack(petition=way, reason=OFF, actor=clerk, at=walk.tick())
    undo_standing_reply(reply=reply, actor=clerk, at=walk.tick())
    take_off_stack(petition=way, reason=OFF, actor=clerk, at=walk.tick())
    assert {row.petition for row in answered_with(stack, first)} == {first, unread}
    assert {row.petition for row in answered_with(stack, last)} == {later, last}, "what was said of these two holds"


def test_what_was_said_by_way_of_it_brings_no_two_iins_together_when_it_is_laid_anew(walk: Walk) -> None:
    first, way = walk.registered(petitioner=PERSON), walk.registered(petitioner={**PERSON, "iin": ""})
    another = walk.registered(petitioner={**PERSON, "iin": "880101300123"})
    laid(walk, first, way, Together.ACT)
    laid(walk, way, another, Together.PERSON)
    take_off_stack(petition=way, reason=OFF, actor=Actor.of(walk.cast.clerk), at=walk.tick())
    with pytest.raises(OperationError) as refused:
        laid(walk, first, way, Together.PERSON)
    assert refused.value.field == "together"


def test_two_of_a_joint_petition_are_not_one_person_by_way_of_it(walk: Walk) -> None:
    one, other = (opened(walk, petitioner={**PERSON, "iin": ""}) for _number in range(2))
    joint = opened(walk, petitioner=PERSON, others=[SECOND])
    stack = laid(walk, joint, one, Together.PERSON)
    laid(walk, joint, other, Together.PERSON)
    assert [row.petition for row in answered_with(stack, one)] == [one]


def test_a_form_that_went_stale_says_who_changed_the_petition_meanwhile(walk: Walk) -> None:
    here, paper = walk.screening(), walk.registered()
    clerk, page = signed_in(walk.cast.clerk), desk(here, "stack/lay/")
    sent = {"version": here.version, "number": paper.register_number, "together": "other", "reason": WHY}
    pass_to_chair(petition=here, actor=Actor.of(walk.cast.second_clerk), at=walk.tick())
    refused = clerk.post(page, sent)
    assert refused.status_code == 422
    assert walk.cast.second_clerk.full_name in refused.content.decode()
    assert WHY in refused.content.decode()
    assert not Stack.objects.exists()
    here.refresh_from_db()
    assert clerk.post(page, {**sent, "version": here.version}).status_code == 302


def test_petitions_are_locked_before_the_stack_wherever_both_are(walk: Walk) -> None:
    stack, made = stacked(walk)
    later, clerk = walk.registered(petitioner=PERSON), Actor.of(walk.cast.clerk)
    deeds: list[Callable[[], object]] = [
        lambda: replied(walk, stack),
        lambda: lay_on_stack(petition=made[0], others=[later.pk], actor=clerk, at=walk.tick()),
        lambda: laid(walk, made[0], walk.registered(), Together.OTHER),
        lambda: take_off_stack(petition=later, reason=OFF, actor=clerk, at=walk.tick()),
    ]
    for deed in deeds:
        with CaptureQueriesContext(connection) as captured:
            deed()
        order = [which for one in captured for which in locks_in(one["sql"])]
        assert order == ["petition"] * (len(order) - 1) + ["stack"]
        assert len(order) > 1


def locks_in(sql: str) -> list[str]:
    """Return what a statement locks by name, if it is petitions or a stack."""
    if "FOR UPDATE" not in sql and "FOR NO KEY UPDATE" not in sql:
        return []
    if 'FROM "petitions_stack"' in sql:
        return ["stack"]
    return ["petition"] if re.search(r'FOR NO KEY UPDATE OF "?register_subject', sql) else []


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
