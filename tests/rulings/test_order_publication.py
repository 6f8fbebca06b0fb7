"""When a ruling is published: now or later, once those it concerns have been written to; and where else it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from courtcase.law.models import Rule
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from rulings.models import Ruling
from rulings.publication.operations.note_official_publication import note_official_publication
from rulings.publication.operations.order_publication import (
    notices_waiting,
    order_publication,
    publish_due,
    take_back_publication,
)
from tests.rulings.desk import Desk


def order(desk: Desk, ruling: Ruling, **keywords: Any) -> Ruling:
    """Let the publisher order the publication."""
    return order_publication(ruling=ruling, actor=desk.publisher, at=desk.walk.tick(), **keywords)


def let_notices_leave() -> None:
    """Have every notice sent, and every letter printed."""
    Notice.objects.filter(state=Notice.State.OWED).update(state=Notice.State.SENT)


def test_it_waits_until_the_notices_have_left(desk: Desk, client: Client) -> None:
    ruling = desk.final_signed()
    assert notices_waiting(ruling, desk.walk.now) > 0
    assert not order(desk, ruling).is_published
    assert publish_due(at=desk.walk.tick()) == 0
    let_notices_leave()
    assert publish_due(at=desk.walk.tick()) == 1
    assert publish_due(at=desk.walk.tick()) == 0
    assert client.get(f"/ru{Ruling.objects.get(pk=ruling.pk).public_path}").status_code == 200


def test_a_reason_lets_it_not_wait_and_stands_in_no_record(desk: Desk) -> None:
    ruling = order(desk, desk.final_signed(), despite="The parties were told in the hall.")
    assert ruling.is_published
    ordered = Event.objects.get(subject=ruling.subject, name="ruling.publication_ordered")
    assert ordered.body["waits_for_notices"] is False


def test_nobody_reads_it_before_its_hour(desk: Desk, client: Client) -> None:
    ruling = desk.final_signed()
    let_notices_leave()
    hour = desk.walk.now + timedelta(hours=3)
    ruling = order(desk, ruling, when=hour)
    assert publish_due(at=hour - timedelta(seconds=1)) == 0
    for address in (f"/ru{ruling.public_path}", f"/ru{ruling.public_path}.pdf", f"/api/v1/rulings/{ruling.public_id}/"):
        assert client.get(address).status_code == 404
    found = client.get(f"/ru/rulings/?q={ruling.number_ru}").content.decode()
    assert f'href="/ru{ruling.public_path}"' not in found
    assert publish_due(at=hour) == 1


def test_an_order_can_be_taken_back(desk: Desk) -> None:
    ruling = order(desk, desk.final_signed())
    take_back_publication(ruling=ruling, actor=desk.publisher, at=desk.walk.tick())
    let_notices_leave()
    assert publish_due(at=desk.walk.tick()) == 0
    with pytest.raises(WrongState):
        take_back_publication(ruling=ruling, actor=desk.publisher, at=desk.walk.tick())


def test_what_is_wrong_is_refused(desk: Desk) -> None:
    ruling = desk.final_signed()
    with pytest.raises(OperationError) as refused:
        order(desk, ruling, when=desk.walk.now - timedelta(days=1))
    assert refused.value.field == "when"
    with pytest.raises(NotAllowed):
        order_publication(ruling=ruling, actor=Actor.of(desk.walk.cast.clerk), at=desk.walk.tick())


class TestOfficialPublications:
    def test_the_site_is_the_first_and_the_page_tells_the_others(self, desk: Desk, client: Client) -> None:
        ruling = desk.published()
        today = court_day(desk.walk.now)
        note_official_publication(
            ruling=ruling, place="newspaper", day=today, issue="№ 211", actor=desk.publisher, at=desk.walk.tick()
        )
        assert [one.place for one in ruling.official_publications.all()] == ["site", "newspaper"]
        assert "№ 211" in client.get(f"/ru{ruling.public_path}").content.decode()
        with pytest.raises(OperationError) as refused:
            note_official_publication(
                ruling=ruling, place="newspaper", day=today, actor=desk.publisher, at=desk.walk.tick()
            )
        assert refused.value.field == "place"

    def test_terms_run_from_the_place_the_rule_says(self, desk: Desk) -> None:
        Rule.objects.filter(code="execution_term_from_newspaper").update(is_on=True)
        signed = desk.final_signed()
        measure = desk.measure(signed)
        ruling = desk.publish(signed)
        measure.refresh_from_db()
        assert measure.due_on is None
        note_official_publication(
            ruling=ruling, place="newspaper", day=court_day(desk.walk.now), actor=desk.publisher, at=desk.walk.tick()
        )
        measure.refresh_from_db()
        assert measure.due_on is not None
