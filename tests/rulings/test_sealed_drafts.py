"""A draft of a decision is sealed to its bench until it is signed: in no search, list, feed, record or count of others."""

from __future__ import annotations

import pytest
from django.test import Client

from courtcase.register.models import Event, RecordedRead
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk
from tests.rulings.desk import TEXTS, Desk

pytestmark = pytest.mark.django_db
SECRET = "Құпиятайна"


def test_a_draft_is_there_for_its_bench_alone(walk: Walk, client: Client) -> None:
    desk = Desk(walk)
    texts = {language: f"{text}\n{SECRET}" for language, text in TEXTS.items()}
    ruling = desk.complete(desk.final_draft(), texts)
    address = f"/ru/desk/rulings/{ruling.public_id}/sign/"
    before = RecordedRead.objects.count()
    assert SECRET in signed_in(walk.cast.judges[0]).get(address).content.decode()
    assert RecordedRead.objects.count() == before + 1
    for key in ("publisher", "judge9", "clerk", "assistant", "administrator", "auditor", "petitioner"):
        member = signed_in(getattr(walk.cast, key))
        assert member.get(address).status_code == 404, key
    publisher = signed_in(walk.cast.publisher).get("/ru/desk/rulings/?state=draft").content.decode()
    assert str(ruling.public_id) not in publisher
    for public in (f"/ru/rulings/?q={SECRET}", "/ru/rulings/feed.atom", "/api/v1/rulings/", "/ru/cases/"):
        words = client.get(public).content.decode().replace(f'value="{SECRET}"', "")
        assert str(ruling.public_id) not in words, public
    assert not any(SECRET in str(event.body) for event in Event.objects.all())
    desk.sign(ruling)
    assert signed_in(walk.cast.publisher).get(address).status_code == 200
