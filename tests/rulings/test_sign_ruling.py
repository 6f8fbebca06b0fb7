"""Signing: what it needs, what it does to petitions and cases, and that it happens once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from courtcase.operations import NotAllowed, OperationError, StaleVersion, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.models import Answer, CaseState
from petitions.workflow import State
from rulings.drafting.operations.edit_draft import edit_draft
from rulings.drafting.operations.record_bench import record_bench
from rulings.drafting.operations.sign_ruling import NotReady, sign_ruling
from rulings.models import Ruling
from tests.rulings.desk import TITLES, Desk, petition_of

pytestmark = pytest.mark.django_db
KEPT = ("session", "case")


def test_a_signed_acceptance_opens_a_case(desk: Desk) -> None:
    ruling = desk.signed("acceptance")
    petition = petition_of(ruling)
    assert petition.state == State.ACCEPTED
    assert ruling.case == petition.case
    assert Answer.objects.get(petition=petition).number_printed == ruling.number_ru
    assert ruling.slug == f"p/{ruling.adopted_year}-{ruling.number_value}"


def test_a_signed_refusal_ends_the_petition(desk: Desk) -> None:
    ruling = desk.signed("refusal")
    assert petition_of(ruling).state == State.REFUSED
    assert ruling.case is None


def test_a_second_petition_joins_the_case(desk: Desk) -> None:
    case = desk.case()
    ruling = desk.sign(desk.complete(desk.draft("acceptance", join=case)))
    assert ruling.case == case
    assert case.petitions.count() == 2


def test_a_final_decision_closes_the_case_and_answers_every_petition(desk: Desk) -> None:
    ruling = desk.final_signed()
    assert ruling.case is not None
    assert ruling.case.state == CaseState.DECIDED
    assert petition_of(ruling).state == State.DECIDED
    assert ruling.slug == str(ruling.number_value)


def test_what_is_signed_is_kept_as_bytes_in_each_language(desk: Desk) -> None:
    ruling = desk.final_signed()
    texts = {text.language: bytes(text.content).decode() for text in ruling.signed_texts.all()}
    assert set(texts) == {"kk", "ru"}
    assert "Признать норму не соответствующей Конституции." in texts["ru"]
    assert f'"number":"{ruling.number_kk}"' in texts["kk"]


def test_signing_is_recorded_with_the_digests(desk: Desk) -> None:
    ruling = desk.signed()
    event = Event.objects.get(subject=ruling.subject, name="ruling.signed")
    assert {event.body["text_kk"], event.body["text_ru"]} == {text.sha256 for text in ruling.signed_texts.all()}


@pytest.mark.parametrize("who", ["clerk", "petitioner", "judge4", "execution_officer", "administrator"])
def test_others_may_not_sign(desk: Desk, who: str) -> None:
    ruling = desk.complete(desk.draft())
    with pytest.raises(NotAllowed):
        sign_ruling(ruling=ruling, day=desk.walk.now.date(), actor=desk.walk.cast.actor(who), at=desk.walk.tick())


def test_a_bare_draft_is_not_ready(desk: Desk) -> None:
    with pytest.raises(NotReady):
        desk.sign(desk.draft())


def test_one_missing_signature_stops_it(desk: Desk) -> None:
    ruling = desk.complete(desk.draft())
    judges = [member.judge for member in ruling.bench.select_related("judge") if member.judge][:-1]
    assert ruling.sitting is not None
    record_bench(ruling=ruling, sitting=ruling.sitting, signed=judges, actor=desk.secretary, at=desk.walk.tick())
    with pytest.raises(NotReady):
        desk.sign(ruling)


def test_a_norm_without_an_outcome_stops_it(desk: Desk) -> None:
    ruling = desk.complete(desk.final_draft())
    ruling.provisions.update(outcome="")
    with pytest.raises(NotReady):
        desk.sign(ruling)


def test_one_language_needs_a_reason(desk: Desk) -> None:
    ruling = desk.complete(desk.draft())
    edit_draft(ruling=ruling, titles=TITLES, texts={"kk": ""}, actor=desk.secretary, at=desk.walk.tick())
    with pytest.raises(NotReady):
        desk.sign(ruling)
    edit_draft(
        ruling=ruling,
        titles=TITLES,
        texts={},
        no_text_reason="The translation into Kazakh follows.",
        actor=desk.secretary,
        at=desk.walk.tick(),
    )
    assert [text.language for text in desk.sign(ruling).signed_texts.all()] == ["ru"]


def test_a_day_ahead_or_before_the_session_is_refused(desk: Desk) -> None:
    ruling = desk.complete(desk.draft())
    today = desk.walk.now.date()
    for day in (today + timedelta(days=2), today - timedelta(days=2)):
        with pytest.raises(OperationError):
            sign_ruling(ruling=ruling, day=day, actor=desk.secretary, at=desk.walk.tick())


def test_a_second_signing_is_refused_and_takes_no_number(desk: Desk) -> None:
    ruling = desk.signed()
    with pytest.raises(WrongState):
        desk.sign(ruling)
    assert Ruling.objects.get(pk=ruling.pk).number_value == ruling.number_value


def test_a_failed_signing_gives_the_number_back(desk: Desk) -> None:
    first = desk.signed()
    failing = desk.complete(desk.draft())
    failing.petition_links.get().petition.agenda_items.all().delete()
    with pytest.raises(WrongState):
        desk.sign(failing)
    assert desk.signed().number_value == (first.number_value or 0) + 1


def test_an_older_page_cannot_sign(desk: Desk) -> None:
    ruling = desk.complete(desk.draft())
    with pytest.raises(StaleVersion):
        sign_ruling(
            ruling=ruling,
            day=desk.walk.now.date(),
            version=ruling.version - 1,
            actor=Actor.of(desk.walk.cast.secretary),
            at=desk.walk.tick(),
        )


def test_a_petition_joined_meanwhile_stops_it(desk: Desk) -> None:
    case = desk.case()
    ruling = desk.complete(desk.final_draft(case))
    desk.sign(desk.complete(desk.draft("acceptance", join=case)))
    with pytest.raises(WrongState):
        desk.sign(ruling)


def test_a_signed_ruling_cannot_be_edited(desk: Desk) -> None:
    ruling = desk.signed()
    with pytest.raises(WrongState):
        edit_draft(ruling=ruling, titles=TITLES, texts={}, actor=desk.secretary, at=desk.walk.tick())
