"""Many petitions of one person: the next waits a while, is told when, and nobody's last day is taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from courtcase.law.time import court_day
from petitions.filing.operations.save_draft import save_draft
from petitions.models import Petition
from petitions.workflow import State
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_a_day(settings: Any) -> Iterator[None]:
    settings.FILING_LIMIT, settings.FILING_HOURS = 2, 24
    cache.clear()
    yield
    cache.clear()


def submit(client: Client, petition: Petition, language: str = "en") -> tuple[int, str]:
    """Send the form of the check page; return the status and the page."""
    address = f"/{language}/petitions/{petition.public_id}/write/check/"
    version = client.get(address).context["petition"].version
    answer = client.post(address, {"version": version})
    petition.refresh_from_db()
    return answer.status_code, answer.content.decode()


def test_the_third_waits_is_told_when_and_is_submitted_then(walk: Walk) -> None:
    walk.now = timezone.now()
    client, made = signed_in(walk.cast.petitioner), [walk.drafted() for _number in range(3)]
    assert [submit(client, one)[0] for one in made[:2]] == [302, 302]
    status, page = submit(client, made[2])
    assert status == 429
    assert made[2].state == State.DRAFT
    assert "2 petitions from you were submitted here" in page
    first = Petition.objects.order_by("submitted_at").exclude(submitted_at=None)[0]
    assert first.submitted_at is not None
    told = timezone.localtime(first.submitted_at + timedelta(hours=24))
    assert f"{told:%H:%M}" in page
    assert "It is not in the law" in page
    assert "Last day of the law's year for this petition" in page.replace("&#x27;", "'")
    assert client.get(f"/en/petitions/{made[2].public_id}/write/situation/").status_code == 200, "it is kept as it was"
    Petition.objects.filter(pk=first.pk).update(submitted_at=first.submitted_at - timedelta(hours=24))
    assert submit(client, made[2])[0] == 302, "one of the two is longer ago by now"


def test_whoever_would_lose_the_last_day_is_let_through(walk: Walk) -> None:
    walk.now = timezone.now()
    client, made = signed_in(walk.cast.petitioner), [walk.drafted() for _number in range(3)]
    for one in made[:2]:
        assert submit(client, one)[0] == 302
    year_ago = court_day(timezone.now()) - timedelta(days=364)
    act = {"court": "c", "number": "1", "adopted_on": year_ago.isoformat(), "in_force_on": year_ago.isoformat()}
    owner = walk.cast.actor("petitioner")
    save_draft(petition=made[2], part={"court_acts": [act]}, actor=owner, at=timezone.now())  # type: ignore[typeddict-item,list-item]
    assert submit(client, made[2])[0] == 302


def test_others_and_those_who_pass_the_desk_are_not_counted(walk: Walk, settings: Any) -> None:
    walk.now = timezone.now()
    for _number in range(3):
        walk.submitted()
    client = signed_in(walk.cast.petitioner)
    assert submit(client, walk.drafted())[0] == 302, "what no form sent was not counted beside the database"
    settings.FILING_LIMIT = 0
    assert submit(client, walk.drafted())[0] == 302
