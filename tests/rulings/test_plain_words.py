"""What a ruling says in plain words: written by one, agreed to by another, and then read by everyone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client

from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from petitions.models import Answer
from rulings.publication.operations.explain_ruling import approve_plain_words, write_plain_words
from rulings.publication.operations.mend_rendition import ask_mending, decide_mending
from tests.rulings.desk import PLAIN, Desk, petition_of


def test_nobody_reads_them_before_another_person_agrees(desk: Desk, client: Client) -> None:
    ruling = desk.published()
    written = desk.explained(ruling, agreed=False)
    assert "Суд отменил норму." not in client.get(f"/ru{ruling.public_path}").content.decode()
    with pytest.raises(WrongState):
        approve_plain_words(ruling=ruling, version=written.version, actor=desk.publisher, at=desk.walk.tick())
    approve_plain_words(ruling=ruling, version=written.version, actor=desk.secretary, at=desk.walk.tick())
    page = client.get(f"/ru{ruling.public_path}").content.decode()
    assert page.index("Суд отменил норму.") < page.index("УСТАНОВИЛ")
    told: Any = client.get(f"/api/v1/rulings/{ruling.public_id}/").json()
    assert told["plain_words"]["en"] == PLAIN["en"].split("\n")


def test_the_petitioner_reads_them_on_the_page_of_the_petition(desk: Desk, client: Client) -> None:
    draft = desk.final_signed()
    desk.explained(draft)
    ruling = desk.publish(draft)
    petition = petition_of(ruling)
    assert Answer.objects.get(petition=petition, ruling_uuid=ruling.subject.uuid).told
    client.force_login(desk.walk.cast.petitioner)
    assert "Применять её больше нельзя." in client.get(f"/ru/petitions/{petition.public_id}/").content.decode()


def test_they_are_found_by_the_public_search(desk: Desk, client: Client) -> None:
    ruling = desk.published()
    desk.explained(ruling)
    assert ruling.public_path in client.get("/en/rulings/?q=struck+down").content.decode()


@pytest.mark.parametrize("words", ["", "\n".join(["Бір."] * 6), "а" * 401, "ЖСН 900101300017."])
def test_what_is_wrong_is_said_beside_its_language(desk: Desk, words: str) -> None:
    ruling = desk.published()
    with pytest.raises(OperationError) as refused:
        write_plain_words(ruling=ruling, words=PLAIN | {"kk": words}, actor=desk.publisher, at=desk.walk.tick())
    assert refused.value.field == "words_kk"


def test_a_stranger_to_the_ruling_may_not(desk: Desk) -> None:
    ruling = desk.published()
    with pytest.raises(NotAllowed):
        write_plain_words(ruling=ruling, words=PLAIN, actor=Actor.of(desk.walk.cast.clerk), at=desk.walk.tick())


def test_what_was_agreed_to_stays_and_new_words_are_a_version(desk: Desk) -> None:
    ruling = desk.published()
    first = desk.explained(ruling)
    second = desk.explained(ruling, agreed=False)
    assert (first.version, second.version) == (1, 2)
    with pytest.raises(InternalError), transaction.atomic():
        ruling.plain_words.filter(version=1).update(sentences={})


def test_a_withdrawn_passage_leaves_them_too(desk: Desk, client: Client) -> None:
    ruling = desk.published()
    desk.explained(ruling)
    asked = ask_mending(
        ruling=ruling,
        kind="withdrawal",
        passage="отменил норму",
        reason="Ошибка.",
        actor=desk.publisher,
        at=desk.walk.tick(),
    )
    decide_mending(mending=asked, agrees=True, actor=desk.secretary, at=desk.walk.tick())
    page = client.get(f"/ru{ruling.public_path}").content.decode()
    assert "отменил норму" not in page
    assert "Применять её больше нельзя." in page
    for answered in Answer.objects.filter(ruling_uuid=ruling.subject.uuid):
        assert "Применять" in str(answered.plain_words)
        assert "отменил" not in str(answered.plain_words)
