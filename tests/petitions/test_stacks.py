"""Petitions of one person lie on one stack and are answered by one letter, each returned by its own step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courtcase.law.queries import grounds_on
from courtcase.notices.models import Job, Notice
from courtcase.notices.texts import render
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.events import STAFF_ONLY
from petitions.filing.operations.follow_up import withdraw_petition
from petitions.intake.operations.lay_on_stack import lay_on_stack, take_off_stack
from petitions.intake.operations.screen_petition import forward_petition, pass_to_chair
from petitions.intake.stacks import answerable, lying, may_be_laid, stack_of
from petitions.letters.operations.read_return import object_to_return
from petitions.letters.operations.standing import (
    ONE_JOB,
    let_standing_leave,
    lock_all,
    prepare_standing_reply,
    return_with_standing_reply,
    sign_standing_reply,
    undo_standing_reply,
)
from petitions.models import LaidPetition, Letter, LetterStatus, Petition, Return, ReturnOutcome, Stack, StandingReply
from petitions.workflow import State
from tests.petitions.acts import signed_in
from tests.petitions.letters.returning import SYSTEM, configured, prepared
from tests.petitions.signing import PERSON
from tests.petitions.stacking import stacked
from tests.petitions.test_same import plan_of
from tests.petitions.together import SECOND
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
OFF = "It is about something else."
WHY = "Each of these asks to weigh the facts of the same judgment once more."


def desk(petition: Petition, end: str = "stack/") -> str:
    """Return an address of a petition at the desk."""
    return f"/en/intake/{petition.public_id}/{end}"


def replied(walk: Walk, stack: Stack) -> StandingReply:
    """Return the reply to a stack that a clerk prepared."""
    ground = grounds_on(kind="return", day=walk.now.date()).filter(curable=True)[0]
    actor = Actor.of(walk.cast.clerk)
    return prepare_standing_reply(stack=stack, grounds=[ground], explanation=WHY, actor=actor, at=walk.tick())


def gone(walk: Walk, reply: StandingReply) -> None:
    """Let a signed reply leave, and the jobs it owes be done, each twice."""
    walk.now = max(walk.now, reply.not_before + timedelta(seconds=1))
    for _time in range(2):
        let_standing_leave(reply=reply, actor=SYSTEM, at=walk.now)
    for job in Job.objects.filter(kind=ONE_JOB):
        for _time in range(2):
            return_with_standing_reply(laid=LaidPetition.objects.get(pk=job.body["laid"]), actor=SYSTEM, at=walk.now)
    reply.refresh_from_db()


def test_several_are_laid_at_once_from_the_list_and_later_ones_are_only_offered(walk: Walk) -> None:
    first, second, third = (walk.registered(petitioner=PERSON) for _number in range(3))
    walk.registered(petitioner={**PERSON, "iin": "880101300123"})
    walk.registered(petitioner=PERSON, others=[SECOND])
    clerk = signed_in(walk.cast.clerk)
    shown = clerk.get(desk(first))
    assert [one.pk for one in shown.context["others"]] == [third.pk, second.pk]
    assert "on the same norm" in shown.content.decode()
    clerk.post(desk(first), {"petition": [second.pk, third.pk]})
    assert {row.petition_id for row in LaidPetition.objects.all()} == {first.pk, second.pk, third.pk}
    later = walk.registered(petitioner=PERSON)
    again = clerk.get(desk(second))
    assert len(again.context["lines"]) == 3
    assert [one.pk for one in again.context["others"]] == [later.pk]
    assert all(line.why_not for line in again.context["lines"]), "nobody has opened them"
    assert clerk.post(desk(third, "stack/take-off/"), {"version": third.version, "reason": "no"}).status_code == 422
    clerk.post(desk(third, "stack/take-off/"), {"version": third.version, "reason": OFF})
    assert stack_of(third) is None
    assert len(clerk.get(desk(first)).context["lines"]) == 2
    assert {one.name for one in Event.objects.filter(name__contains="stacked")} <= STAFF_ONLY


def test_what_is_another_persons_or_laid_already_is_refused(walk: Walk) -> None:
    stack, made = stacked(walk, 2)
    other = walk.registered(petitioner={**PERSON, "iin": "880101300123"})
    clerk = Actor.of(walk.cast.clerk)
    for chosen in ([other.pk], [made[1].pk], []):
        with pytest.raises(OperationError):
            lay_on_stack(petition=made[0], others=chosen, actor=clerk, at=walk.tick())
    with pytest.raises(NotAllowed):
        take_off_stack(petition=made[0], reason=OFF, actor=Actor.of(walk.cast.registrar), at=walk.tick())
    nobody = walk.registered()
    assert not may_be_laid(nobody).exists()
    with pytest.raises(WrongState):
        lay_on_stack(petition=nobody, others=[other.pk], actor=clerk, at=walk.tick())
    assert stack.laid.count() == 2


def test_one_letter_returns_all_and_names_each_number(walk: Walk) -> None:
    configured(walk)
    stack, made = stacked(walk)
    reply = replied(walk, stack)
    gone(walk, reply)
    assert reply.outcome == "", "nobody has signed it"
    sign_standing_reply(letter=reply.letter, actor=Actor.of(walk.cast.head_of_intake), at=walk.tick())
    gone(walk, reply)
    assert reply.outcome == ReturnOutcome.LEFT
    for one in made:
        one.refresh_from_db()
        assert one.state == State.RETURNED
        assert one.returns.count() == 1
    letter = Letter.objects.get()
    assert (letter.status, letter.petition) == (LetterStatus.SENT, made[-1])
    notice = Notice.objects.get(event="petition.returned")
    body = render(notice).body
    assert all(str(one.register_number) in body for one in made)
    assert WHY in body
    owner = signed_in(walk.cast.petitioner)
    for one in made:
        page = owner.get(f"/en/petitions/{one.public_id}/").content.decode()
        assert letter.number in page
        own = f"/ru/petitions/{one.public_id}/letters/{letter.public_id}/letter.pdf"
        assert owner.get(own).content.startswith(b"%PDF")


def test_what_nobody_opened_is_not_answered_and_the_page_says_so(walk: Walk) -> None:
    stack, made = stacked(walk, 3)
    unread, unchecked = walk.screening(petitioner=PERSON), walk.registered(petitioner=PERSON)
    actor = Actor.of(walk.cast.clerk)
    configured(walk, percent=100)
    note, reader = "Look at the second judicial act once more.", Actor.of(walk.cast.second_clerk)
    object_to_return(prepared=prepared(walk, made[2]), note=note, actor=reader, at=walk.tick())
    lay_on_stack(petition=made[0], others=[unread.pk, unchecked.pk], actor=actor, at=walk.tick())
    clerk = signed_in(walk.cast.clerk)
    lines = {line.laid.petition_id: str(line.why_not) for line in clerk.get(desk(made[0])).context["lines"]}
    assert lines[made[0].pk] == ""
    assert "opened" in lines[unread.pk]
    assert "read again" in lines[made[2].pk]
    reply = replied(walk, stack)
    assert {row.petition_id for row in reply.answers.all()} == {one.pk for one in made[:2]}
    with pytest.raises(OperationError) as refused:
        prepared(walk, walk.screening(), why=WHY.upper())
    assert refused.value.field == "explanation", "the same words as of the reply"


def test_what_a_waiting_reply_names_is_neither_passed_on_nor_returned_otherwise(walk: Walk) -> None:
    stack, made = stacked(walk, 2)
    reply = replied(walk, stack)
    actor = Actor.of(walk.cast.clerk)
    with pytest.raises(WrongState, match="undo the reply first"):
        pass_to_chair(petition=made[0], actor=actor, at=walk.tick())
    with pytest.raises(WrongState, match="undo the reply first"):
        forward_petition(petition=made[0], body="A court", reason=WHY, actor=actor, at=walk.tick())
    with pytest.raises(WrongState, match="undo the reply first"):
        prepared(walk, made[0])
    undo_standing_reply(reply=reply, actor=actor, at=walk.tick())
    pass_to_chair(petition=made[0], actor=actor, at=walk.tick())


def test_where_one_goes_another_way_nothing_leaves_and_who_prepared_it_is_told(walk: Walk) -> None:
    configured(walk)
    stack, made = stacked(walk, 3)
    reply, head = replied(walk, stack), Actor.of(walk.cast.head_of_intake)
    sign_standing_reply(letter=reply.letter, actor=head, at=walk.tick())
    withdraw_petition(petition=made[0], actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    gone(walk, reply)
    assert reply.outcome == ReturnOutcome.VOID
    assert Letter.objects.get().status == LetterStatus.CANCELLED
    assert not Return.objects.exists()
    told = Notice.objects.get(event="petition.standing_undone")
    assert told.recipient == walk.cast.clerk
    assert "Жауапты қайта дайындаңыз" in render(told).body
    again = replied(walk, stack)
    assert {row.petition_id for row in again.answers.all()} == {one.pk for one in made[1:]}
    withdraw_petition(petition=made[1], actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    with pytest.raises(WrongState):
        sign_standing_reply(letter=again.letter, actor=head, at=walk.tick())


def test_what_changed_while_a_reply_was_prepared_is_not_named(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    stack, made = stacked(walk, 3)

    meanwhile, actor = [made[0]], Actor.of(walk.cast.clerk)

    def lock_late(petitions: Sequence[int]) -> list[Petition]:
        for one in meanwhile:
            take_off_stack(petition=one, reason=OFF, actor=actor, at=walk.tick())
        return lock_all(petitions)

    monkeypatch.setattr("petitions.letters.operations.standing.lock_all", lock_late)
    reply = replied(walk, stack)
    assert {row.petition_id for row in reply.answers.all()} == {one.pk for one in made[1:]}
    undo_standing_reply(reply=reply, actor=actor, at=walk.tick())
    meanwhile[:] = [made[2]]
    with pytest.raises(WrongState, match="changed meanwhile"):
        replied(walk, stack)


def test_the_pages_prepare_and_undo_a_reply(walk: Walk) -> None:
    configured(walk)
    stack, made = stacked(walk, 2)
    clerk, page = signed_in(walk.cast.clerk), desk(made[0], "stack/reply/")
    shown = clerk.get(page).content.decode()
    assert str(made[1].register_number) in shown
    assert clerk.post(page, {"explanation": WHY}).status_code == 422
    ground = grounds_on(kind="return", day=walk.now.date())[0]
    sent = {"explanation": WHY, "grounds": [ground.pk]}
    assert WHY in clerk.post(page, {**sent, "look": "1"}).content.decode()
    assert not StandingReply.objects.exists()
    assert clerk.post(page, sent).status_code == 302
    with pytest.raises(WrongState):
        take_off_stack(petition=made[0], reason=OFF, actor=Actor.of(walk.cast.clerk), at=walk.tick())
    reply = StandingReply.objects.get()
    with pytest.raises(NotAllowed):
        undo_standing_reply(reply=reply, actor=Actor.of(walk.cast.second_clerk), at=walk.tick())
    assert clerk.post(desk(made[1], "stack/reply/undo/")).status_code == 302
    assert clerk.post(desk(made[1], "stack/reply/undo/")).status_code == 404
    reply.refresh_from_db()
    assert reply.outcome == ReturnOutcome.UNDONE
    assert not reply.answers.exists()
    assert Letter.objects.get().status == LetterStatus.CANCELLED
    assert signed_in(walk.cast.registrar).get(page).status_code == 404


def test_the_head_signs_the_reply_among_the_other_letters(walk: Walk) -> None:
    configured(walk)
    stack, _made = stacked(walk, 2)
    reply = replied(walk, stack)
    head = signed_in(walk.cast.head_of_intake)
    head.post("/en/letters/to-sign/", {"letter": [reply.letter.public_id]})
    reply.letter.refresh_from_db()
    assert reply.letter.status == LetterStatus.SIGNED
    assert head.get(f"/en/letters/{reply.letter.public_id}/").status_code == 200


def test_a_long_stack_is_asked_as_often_by_index_and_in_pages(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    stack, made = stacked(walk, 2)
    clerk, counts = signed_in(walk.cast.clerk), []
    for _time in range(2):
        clerk.get(desk(made[0]))
        with CaptureQueriesContext(connection) as captured:
            clerk.get(desk(made[0]))
        counts.append(len(captured))
        later = [walk.registered(petitioner=PERSON).pk for _number in range(3)]
        lay_on_stack(petition=made[0], others=later[:2], actor=Actor.of(walk.cast.clerk), at=walk.tick())
    assert counts[0] == counts[1]
    for rows in (lying(stack), answerable(stack), may_be_laid(made[0]).order_by("-pk")):
        assert "Seq Scan" not in plan_of(rows[:31])
    monkeypatch.setattr("petitions.intake.stacks.PAGE", 4)
    first = clerk.get(desk(made[0]))
    second = clerk.get(desk(made[0]) + first.context["more_laid"])
    shown = [line.laid.petition_id for page in (first, second) for line in page.context["lines"]]
    assert shown == sorted(shown, reverse=True)
    assert len(shown) == 6
