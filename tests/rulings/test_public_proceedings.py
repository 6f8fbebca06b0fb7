"""Everyone sees which norms are before the Court, when and by which bench; nobody is named, no cookie is set."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courtcase.law.time import court_day
from petitions.models import BenchKind, Sitting
from petitions.proceedings.operations.call_session import call_session
from tests.petitions.walk import IIN, Walk
from tests.rulings.desk import Desk

pytestmark = pytest.mark.django_db
PAGES = ("/ru/cases/", "/kk/cases/sessions/", "/en/cases/feed.atom")


def session_to_come(walk: Walk) -> Sitting:
    """Return a session on a new case, far ahead of whenever this runs."""
    case, bench = Desk(walk).case(), walk.cast.judges[:5]
    return call_session(
        bench=BenchKind.PANEL,
        day=court_day(walk.now) + timedelta(days=40_000),
        judges=bench,
        presiding=bench[0],
        case=case,
        actor=Desk(walk).secretary,
        at=walk.tick(),
        place="Hall 1",
    )


def test_shows_norm_day_and_bench_and_no_name(walk: Walk, client: Client) -> None:
    sitting = session_to_come(walk)
    assert sitting.case is not None
    for page in PAGES:
        words = client.get(page).content.decode()
        assert sitting.case.number in words, page
        for name in ("Үлгі", IIN, *(judge.full_name for judge in walk.cast.judges)):
            assert name not in words, page
    assert "Hall 1" in client.get("/ru/cases/sessions/").content.decode()


def test_sets_no_cookie_and_is_answered_briefly_when_unchanged(walk: Walk, client: Client) -> None:
    sitting = session_to_come(walk)
    for page in PAGES:
        first = client.get(page)
        assert not first.cookies, page
        assert "<script" not in first.content.decode(), page
        assert client.get(page, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    first = client.get("/kk/cases/sessions/")
    Sitting.objects.filter(pk=sitting.pk).update(place="Hall 2")
    assert client.get("/kk/cases/sessions/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_asks_as_often_for_three_as_for_one(walk: Walk, client: Client) -> None:
    counts = []
    session_to_come(walk)
    for more in (0, 2):
        for _one in range(more):
            Desk(walk).case()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/ru/cases/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_case_has_a_page_with_what_hangs_together_and_no_petition(client: Client, desk: Desk) -> None:
    ruling = desk.published()
    case = ruling.case
    assert case is not None
    petition = case.petitions.get()
    content = client.get(f"/ru/cases/{case.number}/").content.decode()
    assert f'href="/ru{ruling.public_path}"' in content
    assert "<svg" in content
    assert "/ru/norms/" in content
    for secret in (str(petition.register_number), str(petition.public_id), str(petition)):
        assert secret not in content
    assert f"/ru/cases/{case.number}/" in client.get("/ru/cases/").content.decode()
    assert client.get("/ru/cases/1999/001/").status_code == 404
