"""Published citations: links on the page, what cites what, later rulings on the earlier page, the drawing, the files, the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rulings.drafting.operations.relate_rulings import unrelate_ruling
from rulings.models import Ruling, RulingLink, SignedText
from rulings.publication.graph import MOST_NODES, Node, graph_of
from tests.cast import Cast
from tests.kept import Kept, kept_once
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk, citing_draft

NORM = "/norms/criminal-procedure-code-2014/489(1)6)"


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Kept[Any]]:
    """Two published rulings, of which the second cites and supplements the first."""

    def made() -> tuple[Ruling, Ruling]:
        desk = Desk(Walk(Cast()))
        earlier = desk.published()
        return earlier, desk.publish(desk.sign(citing_draft(desk, earlier)))

    with kept_once(made, tmp_path_factory.mktemp("kept"), django_db_blocker) as pair:
        yield pair


@pytest.fixture
def pair(kept: Kept[Any], db: None) -> tuple[Ruling, Ruling]:
    """Return the earlier ruling and the later one."""
    own: tuple[Ruling, Ruling] = kept.own()
    return own


def test_the_page_links_what_was_confirmed_and_the_signed_bytes_do_not(pair: Any, client: Client) -> None:
    earlier, later = pair
    page = client.get(f"/ru{later.public_path}").content.decode()
    assert f'<a href="/ru{NORM}">пункту 6) части 1 статьи 489 УПК</a>' in page
    assert f'<a href="/ru{earlier.public_path}">нормативному постановлению Конституционного Суда' in page
    assert "Среди других решений и норм" in page
    signed = json.loads(bytes(SignedText.objects.get(ruling=later, language="ru").content))
    assert not any("link" in run for block in signed["blocks"] for run in block["runs"])
    assert [link.kind for link in later.links_out.all()] == ["supplements"]


def test_the_earlier_page_tells_of_the_later_ruling_and_its_paragraph(pair: Any, client: Client) -> None:
    earlier, later = pair
    page = client.get(f"/ru{earlier.public_path}").content.decode()
    told = page.index("Более позднее решение:")
    assert told < page.index("<article")
    assert "дополняет" in page
    block = later.citations.get(cited=earlier).block
    assert f'href="/ru{later.public_path}#{block}"' in page


def test_the_norm_tells_what_cites_it(pair: Any, client: Client) -> None:
    _earlier, later = pair
    for path in (NORM, "/norms/criminal-procedure-code-2014/489"):
        page = client.get(f"/ru{path}").content.decode()
        assert f'href="/ru{later.public_path}#' in page
        assert "<svg" in page


def test_the_files_and_the_api_carry_them(pair: Any, client: Client) -> None:
    earlier, later = pair
    xml = client.get(f"/ru{later.public_path}.xml").content.decode()
    assert f'{NORM}">пункту 6) части 1 статьи 489 УПК</ref>' in xml
    facts = client.get(f"/ru{later.public_path}.jsonld").json()
    assert [one.split("/ru", 1)[1] for one in facts["citation"]] == [earlier.public_path, NORM]
    answer = client.get(f"/api/v1/rulings/{later.public_id}/").json()
    assert {one["public_path"] for one in answer["citations"]} == {earlier.public_path, NORM}


def test_statements_of_a_page_do_not_grow(pair: Any, client: Client) -> None:
    earlier, later = pair
    counts = []
    for ruling in (earlier, later):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/ru{ruling.public_path}")
        counts.append(len(asked))
    assert max(counts) <= 6, [query["sql"] for query in asked]


def test_relations_are_written_on_the_desk_and_taken_out(desk: Desk, client: Client, pair: Any) -> None:
    earlier, _later = pair
    draft = desk.draft()
    client.force_login(desk.walk.cast.secretary)
    address = f"/en/desk/rulings/{draft.public_id}/links/relations/"
    sent = {"version": draft.version, "kind": "interprets", "number": str(earlier.number_value)}
    assert client.post(address, sent).status_code == 303
    link = RulingLink.objects.get(from_ruling=draft)
    assert (link.kind, link.to_ruling) == ("interprets", earlier)
    draft.refresh_from_db()
    assert "interprets" in client.get(f"/en/desk/rulings/{draft.public_id}/links/").content.decode()
    unrelate_ruling(link=link, actor=desk.secretary, at=desk.walk.tick())
    assert not draft.links_out.exists()


class TestTheDrawing:
    def test_has_at_most_thirty_nodes_and_says_how_many_more(self) -> None:
        many = [Node(f"{number}-НП", f"/ru/rulings/{number}") for number in range(50)]
        graph = graph_of(middle=Node("29-НП", ""), left=many, right=many[:4])
        assert graph is not None
        assert (len(graph.left), len(graph.right), graph.more) == (MOST_NODES - 4, 4, 24)
        boxes = [*graph.left, *graph.right]
        assert all(one.y >= 0 and one.y + graph.box_height <= graph.height for one in boxes)

    def test_is_not_drawn_around_nothing_and_shortens_long_names(self) -> None:
        assert graph_of(middle=Node("1", ""), left=[], right=[]) is None
        graph = graph_of(
            middle=Node("УПК, " + "x" * 200 + "482", "", ends_tell=True), left=[Node("слово " * 40, "/")], right=[]
        )
        assert graph is not None
        assert graph.middle.node.short.endswith("482")
        assert len(graph.middle.node.short) == len(graph.left[0].node.short) == 22
