"""Everybody chooses the columns of the queue and of the archive; a list taken as a file has the same."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from petitions.filing.operations.follow_up import withdraw_petition
from petitions.intake.columns import OFFERED
from tests.petitions.acts import signed_in
from tests.petitions.test_export_list import asked, lines_of, work
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
QUEUE = "/en/intake/?view=all"


def heads(client: Client, address: str = QUEUE) -> list[str]:
    """Return the heads of the columns as a page shows them, but the boxes'; each cell bears its column's, for narrow screens."""
    answer = client.get(address)
    shown = [str(column.label) for column in answer.context["columns"]]
    assert all(re.findall('data-label="([^"]*)"', line) == shown for line in answer.context["lines"])
    page = answer.content.decode()
    assert all(f'scope="col">{head}</th>' in page and f'data-label="{head}"' in page for head in shown)
    return [head for head in shown if head != "Choose"]


def test_a_clerk_chooses_the_columns_and_their_order_for_page_and_file(walk: Walk) -> None:
    petition = walk.routed()
    clerk, other = signed_in(walk.cast.clerk), signed_in(walk.cast.second_clerk)
    standard = heads(clerk)
    with CaptureQueriesContext(connection) as before:
        clerk.get(QUEUE)
    sent = {"term": "1", "region": "2", "area": "4", "arrived": "3"}
    assert clerk.post("/en/intake/columns/queue/", sent).status_code == 302
    assert heads(clerk) == ["Number", "Term", "Region", "Came on", "Area of law"]
    with CaptureQueriesContext(connection) as after:
        clerk.get(QUEUE)
    assert len(after) == len(before)
    assert str(petition.public_id) in clerk.get(QUEUE).content.decode()
    assert heads(other) == standard
    export = asked(clerk, "queue", "view=all")
    clerk.post("/en/intake/columns/queue/", {"standard": "1", "term": "1"})
    work()
    assert lines_of(clerk, export)[0] == ["Number", "Term", "Region", "Came on", "Area of law", "Address of the page"]
    assert heads(clerk) == standard


def test_the_archive_has_its_own_and_every_column_can_be_shown(walk: Walk) -> None:
    withdraw_petition(petition=walk.filed(), actor=walk.cast.actor("petitioner"), at=walk.tick())
    walk.routed()
    clerk = signed_in(walk.cast.clerk)
    for source, address in (("queue", QUEUE), ("archive", "/en/intake/archive/")):
        names = [column.name for column in OFFERED[source]][:0:-1]
        clerk.post(f"/en/intake/columns/{source}/", {name: str(place) for place, name in enumerate(names, start=1)})
        assert heads(clerk, address) == ["Number", *(str(one.label) for one in OFFERED[source][:0:-1])]


def test_a_wrong_place_comes_back_and_nobody_chooses_for_a_list_they_do_not_see(walk: Walk) -> None:
    clerk = signed_in(walk.cast.clerk)
    answer = clerk.post("/en/intake/columns/queue/", {"term": "99"})
    assert answer.status_code == 422
    assert 'value="99"' in answer.content.decode()
    assert clerk.get("/en/intake/columns/nothing/").status_code == 404
    assert signed_in(walk.cast.secretary).get("/en/intake/columns/queue/").status_code == 404
    assert signed_in(walk.cast.secretary).get("/en/intake/columns/archive/").status_code == 200
    assert signed_in(walk.cast.petitioner).get("/en/intake/columns/archive/").status_code == 404
