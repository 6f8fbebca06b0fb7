"""The share that is drawn for a second reader covers replies to stacks: one waits, is agreed to, or is sent back."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.filing.operations.follow_up import withdraw_petition
from petitions.letters.operations.read_standing import agree_to_reply, object_to_reply
from petitions.letters.operations.standing import sign_standing_reply, undo_standing_reply
from petitions.letters.queries import returners_of, to_sign
from petitions.letters.rules import is_drawn
from petitions.models import ReturnOutcome, StandingReply
from tests.petitions.acts import signed_in
from tests.petitions.disposing import carried_out, confirmed, proposed, years_later
from tests.petitions.letters.returning import configured, prepared
from tests.petitions.stacking import stacked
from tests.petitions.test_stacks import desk, gone, replied
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
NOTE = "The second of them asks for something else: look again."
LIST = "/en/letters/second-readings/"


def page_of(reply: StandingReply) -> str:
    """Return the page where a drawn reply is read."""
    return f"{LIST}replies/{reply.letter.public_id}/"


def test_a_drawn_reply_waits_for_somebody_else_to_agree(walk: Walk) -> None:
    configured(walk, percent=100)
    stack, made = stacked(walk, 2)
    reply = replied(walk, stack)
    told = Event.objects.get(name="petition.standing_prepared").body
    assert is_drawn(str(told["draw"]), int(str(told["percent"])))
    head = Actor.of(walk.cast.head_of_intake)
    assert not to_sign(walk.now).exists()
    with override("en"), pytest.raises(WrongState, match="second reader"):
        sign_standing_reply(letter=reply.letter, actor=head, at=walk.tick())
    author, reader = signed_in(walk.cast.clerk), signed_in(walk.cast.second_clerk)
    assert author.get(page_of(reply)).status_code == author.post(f"{page_of(reply)}agree/").status_code == 404
    assert page_of(reply).removeprefix("/en") in reader.get(LIST).content.decode()
    assert "waits for a second reader" in author.get(desk(made[0])).content.decode()
    shown = reader.get(page_of(reply)).content.decode()
    assert all(str(one.register_number) in shown for one in made)
    assert reader.post(f"{page_of(reply)}agree/").status_code == 302
    assert reader.post(f"{page_of(reply)}agree/").status_code == 404, "once"
    sign_standing_reply(letter=reply.letter, actor=head, at=walk.tick())
    gone(walk, reply)
    assert reply.outcome == ReturnOutcome.LEFT
    assert returners_of(made[0]) == {walk.cast.clerk.pk, walk.cast.second_clerk.pk}


def test_unread_it_never_leaves_even_where_nobody_signs(walk: Walk) -> None:
    configured(walk, percent=100, signed=False)
    stack, _made = stacked(walk, 2)
    reply = replied(walk, stack)
    gone(walk, reply)
    assert reply.outcome == ""
    with pytest.raises(NotAllowed):
        agree_to_reply(reply=reply, actor=Actor.of(walk.cast.registrar), at=walk.tick())
    agree_to_reply(reply=reply, actor=Actor.of(walk.cast.second_clerk), at=walk.tick())
    gone(walk, reply)
    assert reply.outcome == ReturnOutcome.LEFT


def test_what_is_sent_back_is_read_again_whatever_is_drawn(walk: Walk) -> None:
    configured(walk, percent=100)
    stack, made = stacked(walk, 2)
    reply, reader = replied(walk, stack), signed_in(walk.cast.second_clerk)
    assert reader.post(page_of(reply), {"note": "short"}).status_code == 422
    assert reader.post(page_of(reply), {"note": NOTE}).status_code == 302
    reply.refresh_from_db()
    assert reply.outcome == ReturnOutcome.OBJECTED
    assert Notice.objects.get(event="petition.return_objected").recipient == walk.cast.clerk
    assert NOTE in signed_in(walk.cast.clerk).get(desk(made[0])).content.decode()
    configured(walk, percent=0)
    again = replied(walk, stack)
    assert again.is_drawn
    undo_standing_reply(reply=again, actor=Actor.of(walk.cast.clerk), at=walk.tick())
    assert prepared(walk, made[0]).is_drawn


def test_the_note_goes_with_the_petition_it_was_sealed_for_and_the_stack_is_still_shown(walk: Walk) -> None:
    configured(walk, percent=100)
    stack, made = stacked(walk, 2)
    reply = replied(walk, stack)
    object_to_reply(reply=reply, note=NOTE, actor=Actor.of(walk.cast.second_clerk), at=walk.tick())
    leading = reply.letter.petition
    other = next(one for one in made if one != leading)
    withdraw_petition(petition=leading, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    confirmed(walk)
    at = years_later(walk)
    carried_out(walk, proposed(walk, at), at)
    reply.refresh_from_db()
    assert (reply.sealed_note, bytes(reply.sealed_explanation)) == (None, b"")
    shown = signed_in(walk.cast.clerk).get(desk(other))
    assert shown.status_code == 200
    assert NOTE not in shown.content.decode()
