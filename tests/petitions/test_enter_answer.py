"""A body without an account answers on paper: a clerk enters it with the scan, and the petitioner sees it."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest

from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.intake.operations.enter_answer import enter_answer
from petitions.intake.operations.screen_petition import forward_petition
from petitions.intake.paper_days import PaperDays
from petitions.models import Attachment, Forwarding, IncomingPaper, Petition
from petitions.workflow import State
from tests.documents.files import pdf, upload
from tests.petitions.acts import signed_in
from tests.petitions.walk import WHY, Walk

pytestmark = pytest.mark.django_db
BODY, OTHER = "Department of Justice", "The prosecutor"


def forwarded(walk: Walk) -> Petition:
    """Return a petition that was forwarded to a body without an account."""
    petition = walk.screening()
    forward_petition(petition=petition, body=BODY, reason=WHY, actor=Actor.of(walk.cast.clerk), at=walk.tick())
    petition.refresh_from_db()
    return petition


def page_of(petition: Petition) -> str:
    """Return where the answer is entered."""
    return f"/en/intake/{petition.public_id}/forward/answer/"


def filled(petition: Petition, answer: str, words: str = WHY) -> dict[str, object]:
    """Return the form of an answer as it is sent."""
    scan = upload("answer.pdf", pdf())
    return {"version": petition.version, "answer": answer, "words": words, "scan": scan}


def test_taken_is_entered_once_and_the_petitioner_sees_it_with_the_scan(walk: Walk) -> None:
    petition = forwarded(walk)
    clerk, owner = signed_in(walk.cast.registrar), signed_in(walk.cast.petitioner)
    desk = f"/en/intake/{petition.public_id}/"
    shown = html.unescape(clerk.get(desk).content.decode())
    assert page_of(petition) in shown
    assert BODY in shown
    assert "They have not answered yet." in shown
    assert BODY in clerk.get(page_of(petition)).content.decode()
    for wrong in (filled(petition, ""), {**filled(petition, "taken"), "scan": ""}):
        refused = clerk.post(page_of(petition), wrong)
        assert refused.status_code == 422
        assert WHY in html.unescape(refused.content.decode()), "what was typed is kept"
    assert clerk.post(page_of(petition), filled(petition, "taken")).status_code == 302
    petition.refresh_from_db()
    assert petition.state == State.FORWARDED
    own = html.unescape(owner.get(f"/en/petitions/{petition.public_id}/").content.decode())
    assert WHY in own
    assert "answer.pdf" in own
    assert Notice.objects.filter(event="petition.forwarding_taken", recipient=walk.cast.petitioner).count() == 1
    assert IncomingPaper.objects.filter(petition=petition, kind="answer").count() == 1
    assert page_of(petition) not in clerk.get(desk).content.decode()
    assert clerk.get(page_of(petition)).status_code == 404
    assert clerk.post(page_of(petition), filled(petition, "taken")).status_code == 422
    assert Attachment.objects.filter(petition=petition).count() == 1
    assert WHY not in str(list(Event.objects.values_list("body", flat=True)))


def test_not_ours_brings_it_back_and_the_paper_stands_in_the_register(walk: Walk) -> None:
    petition = forwarded(walk)
    clerk = signed_in(walk.cast.clerk)
    assert clerk.post(page_of(petition), filled(petition, "not_ours", "No.")).status_code == 422
    assert clerk.post(page_of(petition), filled(petition, "not_ours")).status_code == 302
    again = clerk.post(page_of(petition), filled(petition, "not_ours"))
    assert again.status_code == 422
    assert "It was answered already." in again.content.decode()
    assert clerk.get(page_of(petition)).status_code == 404
    petition.refresh_from_db()
    assert (petition.state, petition.came_back, petition.assignee) == (State.SCREENING, True, walk.cast.clerk)
    paper = IncomingPaper.objects.get(kind="answer")
    register = html.unescape(clerk.get("/en/letters/incoming/").content.decode())
    assert paper.number in register
    assert "Answer of a body" in register
    own = signed_in(walk.cast.petitioner).get(f"/en/petitions/{petition.public_id}/").content.decode()
    assert "It came back to the Constitutional Court" in own


def test_a_form_of_the_forwarding_before_says_who_forwarded_it_anew(walk: Walk) -> None:
    petition = forwarded(walk)
    clerk, old = signed_in(walk.cast.clerk), filled(petition, "taken")
    assert clerk.post(page_of(petition), filled(petition, "not_ours")).status_code == 302
    forward_petition(petition=petition, body=OTHER, reason=WHY, actor=Actor.of(walk.cast.second_clerk), at=walk.tick())
    refused = clerk.post(page_of(petition), old)
    assert refused.status_code == 422
    assert walk.cast.second_clerk.full_name in html.unescape(refused.content.decode())
    assert not Forwarding.objects.filter(answer="taken").exists()


def test_taken_is_not_entered_of_what_went_another_way_unanswered(walk: Walk) -> None:
    petition = forwarded(walk)
    Petition.objects.filter(pk=petition.pk).update(state=State.WITHDRAWN)
    refused = signed_in(walk.cast.clerk).post(page_of(petition), filled(petition, "taken"))
    assert refused.status_code == 422
    assert "This cannot be done now" in refused.content.decode()
    assert not IncomingPaper.objects.filter(kind="answer").exists()


def test_nobody_else_enters_it_nor_for_a_day_on_which_nothing_was_asked(walk: Walk) -> None:
    petition = forwarded(walk)
    for stranger in (walk.cast.stranger, walk.cast.petitioner, walk.cast.judges[0]):
        assert signed_in(stranger).post(page_of(petition), filled(petition, "taken")).status_code == 404
    today = court_day(walk.now)

    def entered(day: int, *, key: str = "clerk", which: Petition = petition) -> IncomingPaper:
        days = PaperDays(received_on=today + timedelta(days=day))
        actor, scan = Actor.of(getattr(walk.cast, key)), upload("answer.pdf", pdf())
        return enter_answer(petition=which, answer="taken", words="", days=days, scan=scan, actor=actor, at=walk.tick())

    for day in (-1, 1):
        with pytest.raises(OperationError) as refused:
            entered(day)
        assert refused.value.field == "received_on"
    with pytest.raises(NotAllowed):
        entered(0, key="stranger")
    with pytest.raises(WrongState):
        entered(0, which=walk.screening())
    assert not Attachment.objects.exists()
    assert entered(0).number
