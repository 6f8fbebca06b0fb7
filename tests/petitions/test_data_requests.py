"""A person asks about the personal data held of them; the Court answers within a term, and the person reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courtcase.law.models import Clock
from courtcase.law.models.clocks import ClockState
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.notices.texts import render
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event, RecordedRead
from petitions.keeping.operations.answer_request import answer_request
from petitions.keeping.operations.ask_request import ask_request, enter_request
from petitions.models import DataRequest
from tests.petitions.acts import signed_in
from tests.petitions.strangers import holder, nameless
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
WORDS = "Прошу исправить отчество."
ANSWER = "Исправлено сегодня."


def asked(walk: Walk, kind: str = "correction") -> DataRequest:
    """Return a request of the petitioner's account."""
    return ask_request(kind=kind, words=WORDS, language="ru", actor=walk.cast.actor("petitioner"), at=timezone.now())


class TestAsking:
    def test_from_the_account_and_the_answer_comes_back(self, walk: Walk) -> None:
        owner, officer = signed_in(walk.cast.petitioner), signed_in(walk.cast.data_protection)
        address = "/ru/petitions/my-data/requests/"
        empty = owner.post(address, {"kind": "", "words": ""})
        assert empty.status_code == 422
        assert owner.post(address, {"kind": "correction", "words": WORDS}).status_code == 302
        request = DataRequest.objects.get()
        assert owner.get(address).content.decode().count('role="status"') == 1, "what happened is told once"
        assert request.account == walk.cast.petitioner
        assert WORDS.encode() not in bytes(request.sealed)
        told = Notice.objects.get(event="data_request.asked")
        assert told.recipient == walk.cast.data_protection
        assert request.number in render(told).body
        page = officer.get(f"/ru/keeping/requests/{request.public_id}/").content.decode()
        assert WORDS in page
        assert RecordedRead.objects.filter(subject=request.subject, place="data_request.view").count() == 1
        unsaid = officer.post(f"/ru/keeping/requests/{request.public_id}/", {"outcome": "granted", "answer": ""})
        assert unsaid.status_code == 422
        sent = {"outcome": "granted", "answer": ANSWER}
        assert officer.post(f"/ru/keeping/requests/{request.public_id}/", sent).status_code == 302
        shown = owner.get(address).content.decode()
        assert ANSWER in shown
        assert request.number in shown
        notice = Notice.objects.get(event="data_request.answered")
        assert (notice.recipient, notice.channel) == (walk.cast.petitioner, Notice.Channel.EMAIL)
        assert ANSWER not in render(notice).body
        names = list(Event.objects.filter(subject=request.subject).order_by("pk").values_list("name", flat=True))
        assert names == ["data_request.asked", "clock.started", "clock.closed", "data_request.answered"]

    def test_by_the_code_of_a_petition(self, walk: Walk) -> None:
        petition = walk.confirm(walk.submit(nameless(walk)))
        browser = holder(walk, petition)
        address = f"/ru/petitions/{petition.public_id}/data/requests/"
        assert Client().get(address).status_code in {302, 404}
        first = browser.get(address)
        assert first.status_code in {200, 302}
        if first.status_code == 302:
            assert "prove" in first["Location"]
        made = ask_request(
            kind="access",
            words=WORDS,
            language="kk",
            petition=petition,
            actor=Actor.holder(petition.subject_id),
            at=timezone.now(),
        )
        assert (made.account, made.petition, made.road) == (None, petition, "code")
        answer_request(
            request=made,
            outcome="partly",
            answer=ANSWER,
            actor=walk.cast.actor("data_protection"),
            at=timezone.now(),
        )
        notice = Notice.objects.get(event="data_request.answered")
        assert notice.recipient is None
        assert f"/{petition.public_id}/data/requests/" in render(notice).body

    def test_on_paper_the_answer_goes_by_post(self, walk: Walk) -> None:
        registrar = signed_in(walk.cast.registrar)
        sent = {
            "name": "Мысал Адам",
            "lines": "Астана\nДостық 1",
            "language": "ru",
            "received_on": court_day(timezone.now()).strftime("%d.%m.%Y"),
            "kind": "erasure",
            "words": WORDS,
        }
        for day in ("01.01.2099", "31.12.1999", "01.01.0001"):
            answer = registrar.post("/ru/keeping/requests/new/", {**sent, "received_on": day})
            assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["received_on"]), day
        empty = registrar.post("/en/keeping/requests/new/", {**sent, "kind": "", "words": ""}).content.decode()
        assert "Choose what the person asks." in empty
        assert "Write what the paper asks, in the person&#x27;s own words." in empty
        assert "you ask" not in empty, "the officer is not the one who asks"
        assert registrar.post("/ru/keeping/requests/new/", sent).status_code == 302
        made = DataRequest.objects.get()
        answer_request(
            request=made, outcome="refused", answer=ANSWER, actor=walk.cast.actor("data_protection"), at=timezone.now()
        )
        notice = Notice.objects.get(event="data_request.answered")
        assert notice.channel == Notice.Channel.POST
        assert ANSWER in render(notice).body

    def test_not_without_end(self, walk: Walk) -> None:
        for _time in range(5):
            asked(walk)
        with pytest.raises(OperationError) as refused:
            asked(walk)
        assert refused.value.field == "words"


class TestTerms:
    @pytest.mark.parametrize(("kind", "term"), [("access", "data_access"), ("blocking", "data_change")])
    def test_a_term_runs_and_says_that_nobody_confirmed_it(self, walk: Walk, kind: str, term: str) -> None:
        request = asked(walk, kind)
        clock = Clock.objects.get(subject=request.subject)
        assert (clock.term.code, clock.term.certainty, clock.term.citable) == (term, "R", False)
        page = signed_in(walk.cast.petitioner).get("/en/petitions/my-data/requests/").content.decode()
        assert "the Court has not confirmed it yet" in page
        answer_request(
            request=request,
            outcome="granted",
            answer=ANSWER,
            actor=walk.cast.actor("data_protection"),
            at=timezone.now(),
        )
        clock.refresh_from_db()
        assert clock.state == ClockState.CLOSED

    def test_what_ran_out_is_said_on_the_list(self, walk: Walk) -> None:
        received = court_day(timezone.now()) - timedelta(days=30)
        enter_request(
            kind="access",
            words=WORDS,
            name="Мысал Адам",
            lines="Астана",
            language="kk",
            received_on=received,
            actor=walk.cast.actor("registrar"),
            at=timezone.now(),
        )
        assert "run out" in signed_in(walk.cast.data_protection).get("/en/keeping/requests/").content.decode()


class TestWho:
    def test_the_auditor_sees_that_it_was_asked_and_not_the_words(self, walk: Walk) -> None:
        request = asked(walk)
        auditor = signed_in(walk.cast.auditor)
        assert request.number in auditor.get("/ru/keeping/requests/").content.decode()
        page = auditor.get(f"/ru/keeping/requests/{request.public_id}/").content.decode()
        assert request.number in page
        assert WORDS not in page
        sent = {"outcome": "granted", "answer": ANSWER}
        assert auditor.post(f"/ru/keeping/requests/{request.public_id}/", sent).status_code == 404

    @pytest.mark.parametrize("who", ["clerk", "stranger", "judge1"])
    def test_others_see_nothing(self, walk: Walk, who: str) -> None:
        request = asked(walk)
        client = signed_in(getattr(walk.cast, who))
        assert client.get("/ru/keeping/requests/").status_code == 404
        assert client.get(f"/ru/keeping/requests/{request.public_id}/").status_code == 404
        assert (
            request.number not in signed_in(walk.cast.stranger).get("/ru/petitions/my-data/requests/").content.decode()
        )
        with pytest.raises(NotAllowed):
            answer_request(
                request=request, outcome="granted", answer="x", actor=walk.cast.actor(who), at=timezone.now()
            )

    def test_answered_once(self, walk: Walk) -> None:
        request, officer = asked(walk), walk.cast.actor("data_protection")
        answer_request(request=request, outcome="granted", answer=ANSWER, actor=officer, at=timezone.now())
        with pytest.raises(WrongState):
            answer_request(request=request, outcome="refused", answer=ANSWER, actor=officer, at=timezone.now())

    def test_of_a_petition_of_somebody_else_nobody_asks(self, walk: Walk) -> None:
        petition = walk.filed()
        with pytest.raises(NotAllowed):
            ask_request(
                kind="access",
                words=WORDS,
                language="ru",
                petition=petition,
                actor=walk.cast.actor("stranger"),
                at=timezone.now(),
            )
