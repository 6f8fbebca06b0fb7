"""The everyday return: it is prepared, waits, can be undone, and takes effect when its letter leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from courtcase.law.queries import grounds_on
from courtcase.notices.models import Job, Notice
from courtcase.notices.texts import render
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.content import open_text
from petitions.intake.operations.screen_petition import pass_to_chair
from petitions.letters.operations.prepare_return import undo_return
from petitions.letters.writing import Text
from petitions.models import LetterStatus, PreparedReturn
from petitions.terms import open_due
from petitions.workflow import State
from tests.petitions.acts import signed_in
from tests.petitions.letters.returning import configured, left, prepared, signed
from tests.petitions.walk import WHY, Walk

pytestmark = pytest.mark.django_db
TOLD = "petition.returned"


def test_nothing_leaves_before_its_time_and_its_signature(walk: Walk) -> None:
    configured(walk)
    one = prepared(walk)
    term = open_due(one.petition.subject, "screening")
    assert left(walk, one, at=one.prepared_at + timedelta(minutes=5)).petition.state == State.SCREENING
    assert left(walk, one).petition.state == State.SCREENING, "nobody has signed it"
    assert not Notice.objects.filter(event=TOLD).exists()
    assert open_due(one.petition.subject, "screening") == term
    letter = signed(walk, one)
    assert left(walk, one).petition.state == State.RETURNED
    letter.refresh_from_db()
    assert (letter.status, letter.number) == (LetterStatus.SENT, f"{walk.now.year}/00001")
    notice = Notice.objects.get(event=TOLD)
    body = render(notice).body
    text = Text.of(open_text(one.petition, letter.sealed_text))
    assert all(paragraph in body for paragraph in text.paragraphs)
    assert "Example district court, от 02.03.2026, № 1-1/2026" in body
    assert one.returned is not None
    assert one.returned.cure_until is not None
    assert f"{one.returned.cure_until:%d.%m.%Y}" in body
    assert one.returned.returned_by == walk.cast.clerk
    left(walk, one)
    assert Notice.objects.filter(event=TOLD).count() == 1


def test_the_petitioner_sees_a_return_only_once_it_left(walk: Walk) -> None:
    configured(walk, signed=False)
    one = prepared(walk)
    page = f"/en/petitions/{one.petition.public_id}/"
    petitioner = signed_in(walk.cast.petitioner)
    assert "return" not in petitioner.get(page).context["words"].lower()
    assert "A return was prepared" not in petitioner.get(page).content.decode()
    left(walk, one)
    assert "Why it was returned" in petitioner.get(page).content.decode()


def test_an_undone_return_never_leaves_and_the_next_may(walk: Walk) -> None:
    configured(walk, signed=False)
    one = prepared(walk)
    with pytest.raises(NotAllowed):
        undo_return(prepared=one, actor=Actor.of(walk.cast.second_clerk), at=walk.tick())
    undo_return(prepared=one, actor=Actor.of(walk.cast.clerk), at=walk.tick())
    assert left(walk, one).petition.state == State.SCREENING
    one.letter.refresh_from_db()
    assert one.letter.status == LetterStatus.CANCELLED
    again = prepared(walk, one.petition)
    undo_return(prepared=again, actor=Actor.of(walk.cast.head_of_intake), at=walk.tick())
    with pytest.raises(WrongState):
        undo_return(prepared=again, actor=Actor.of(walk.cast.head_of_intake), at=walk.tick())
    names = list(Event.objects.filter(subject=one.petition.subject).order_by("pk").values_list("name", flat=True))[-4:]
    assert names == ["petition.return_prepared", "petition.return_undone"] * 2


def test_while_a_return_waits_nothing_else_is_decided(walk: Walk) -> None:
    one = prepared(walk)
    clerk = Actor.of(walk.cast.clerk)
    with pytest.raises(WrongState):
        pass_to_chair(petition=one.petition, actor=clerk, at=walk.tick())
    with pytest.raises(WrongState):
        prepared(walk, one.petition)


@pytest.mark.parametrize("again", [WHY, f"  {WHY.upper()}\n", WHY.replace(" ", "   ")])
def test_the_same_reason_is_refused_whatever_its_case_and_spaces(walk: Walk, again: str) -> None:
    prepared(walk, why=WHY)
    with pytest.raises(OperationError) as refused:
        prepared(walk, why=again)
    assert refused.value.field == "explanation"
    assert prepared(walk, key="second_clerk", why=again), "another clerk's words are their own"


def test_the_page_shows_the_letter_and_goes_on_to_the_next(walk: Walk) -> None:
    first, second = walk.screening(), walk.screening()
    clerk = signed_in(walk.cast.clerk)
    address = f"/en/intake/{first.public_id}/return/"
    ground = grounds_on(kind="return", day=walk.now.date()).filter(curable=True)[0]
    sent = {"version": first.version, "grounds": [ground.pk], "explanation": "Why this one, in a sentence of its own."}
    looked = clerk.post(address, {**sent, "look": "1"})
    assert looked.status_code == 200
    shown = str(looked.context["letter"])
    assert ground.text_ru in shown
    assert ground.cure_ru in shown
    assert "Why this one, in a sentence of its own." in shown
    assert not PreparedReturn.objects.exists()
    unread = clerk.post(address, sent)
    assert unread.status_code == 422, "nobody returns what they have not opened"
    assert "You have not opened it as it stands now." in unread.content.decode()
    assert not PreparedReturn.objects.exists()
    assert clerk.get(f"/en/intake/{first.public_id}/").status_code == 200
    answer = clerk.post(address, sent, follow=True)
    assert answer.redirect_chain[-1][0] == f"/en/intake/{second.public_id}/"
    assert f"/en/letters/returns/{first.public_id}/undo/" in answer.content.decode()
    assert Job.objects.filter(kind="letters.leave").count() == 1
    page = clerk.get(f"/en/intake/{first.public_id}/").content.decode()
    assert "A return is prepared" in page
    assert clerk.post(f"/en/letters/returns/{first.public_id}/undo/").status_code == 302
    assert PreparedReturn.objects.get().outcome == "undone"
