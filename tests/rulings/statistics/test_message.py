"""The annual Message: every table of it is what page and CSV of the year show, and stands once it is signed."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from courtcase.documents.models import Document
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.cast import create_cast
from rulings.blocks import joined
from rulings.drafting.operations.edit_draft import edit_draft
from rulings.message.operations.draft_message import draft_message
from rulings.message.words import PARTS
from rulings.models import FigureCell, Ruling, RulingKind
from rulings.statistics.operations.keep_year import keep_year
from tests.cast import Cast
from tests.rulings.statistics.counted import COUNTED_AT, SYSTEM, kept

pytestmark = pytest.mark.django_db
FIRST = datetime(2022, 12, 1, tzinfo=UTC)


def tables(content: str) -> dict[str, list[list[str]]]:
    """Return the tables of a Message's CSV by name, without their heads."""
    found: dict[str, list[list[str]]] = {}
    for name, *cells in csv.reader(io.StringIO(content)):
        found.setdefault(name, []).append(cells)
    return {name: rows[1:] for name, rows in found.items()}


@pytest.mark.faults
def test_one_command_builds_it_and_its_figures_are_those_of_page_and_file(client: Client) -> None:
    create_cast(password="not a real one", at=FIRST)
    kept(500)
    call_command("message", "2025")
    message = Ruling.objects.get(kind=RulingKind.MESSAGE)
    assert (message.state, message.slug, message.synthetic) == ("published", "m/1", True)
    for language in ("kk", "ru", "en"):
        page = client.get(f"/{language}/rulings/m/1").content.decode()
        assert page.count('<div class="bars"><svg') >= 3
        found = tables(client.get(f"/{language}/statistics/messages/1.csv").content.decode("utf-8-sig"))
        assert set(found) == {f"2025:{name}" for _heading, names in PARTS for name in names}
        fate = found["2025:followed"]
        assert [["—" in row[2:4], row[2] == row[3]] for row in fate] == [[False, False], [True, False]]
        assert len(found["2025:recommendations"]) == 1
        shown = list(
            csv.DictReader(io.StringIO(client.get(f"/{language}/statistics/2025.csv").content.decode("utf-8-sig")))
        )
        for name, rows in found.items():
            if name.count(":") == 2 and not name.endswith("norm"):
                _year, figure, dimension = name.split(":")
                told = [
                    [row[f"label_{language}"], row["count"], row["percent"]]
                    for row in shown
                    if (row["figure"], row["dimension"]) == (figure, dimension)
                ]
                assert [[label, count if count.isdigit() else "", share] for label, count, share in rows] == told
        received = next(row["count"] for row in shown if row["figure"] == "received" and not row["dimension"])
        assert received in dict(found["2025:totals"]).values()
        assert f'<b class="figure">{received}</b>' in client.get(f"/{language}/statistics/2025/").content.decode()
    signed = list(message.texts.values_list("language", "blocks"))
    FigureCell.objects.filter(figure="received").update(count=1)
    call_command("message", "2025")
    assert list(message.texts.values_list("language", "blocks")) == signed
    assert Document.objects.filter(subject=message.subject, content_type="application/pdf").count() == 3
    assert "/ru/rulings/m/1" in client.get("/ru/statistics/").content.decode()


def test_staff_write_around_the_tables() -> None:
    kept(500)
    draft = draft_message(year=2025, actor=SYSTEM, at=COUNTED_AT)
    assert draft_message(year=2025, actor=SYSTEM, at=COUNTED_AT) == draft
    actor = Actor.system("tests")
    words = "Слово Суда.\n[[2025:totals]]\n| 1 | 2 |"
    edit_draft(ruling=draft, titles={}, texts={"ru": words}, actor=actor, at=COUNTED_AT)
    blocks = draft.texts.get(language="ru").blocks
    received = str(FigureCell.objects.get(year__year=2025, figure="received", dimension="").count)
    assert blocks[1]["figures"] == "2025:totals"
    assert [received] in [[cell[0]["text"] for cell in row[1:]] for row in blocks[1]["rows"]]
    with pytest.raises(OperationError, match="2025:nonsense"):
        edit_draft(ruling=draft, titles={}, texts={"ru": "[[2025:nonsense]]"}, actor=actor, at=COUNTED_AT)


def test_the_secretary_begins_it_at_the_desk(client: Client) -> None:
    kept(500)
    client.force_login(Cast().secretary)
    refused = client.post("/ru/desk/rulings/message/", {"year": "2026"})
    assert refused.status_code == 422
    begun = client.post("/ru/desk/rulings/message/", {"year": "2025"})
    draft = Ruling.objects.get(kind=RulingKind.MESSAGE)
    assert (begun.status_code, begun.headers["Location"]) == (302, f"/ru/desk/rulings/{draft.public_id}/texts/")
    assert "[[2025:received:region]]" in client.get(begun.headers["Location"]).content.decode()
    client.force_login(Cast().clerk)
    assert client.post("/ru/desk/rulings/message/", {"year": "2025"}).status_code == 404


def headings(draft: Ruling, language: str) -> list[str]:
    """Return the headings of a text in their order."""
    return [joined(one["runs"]) for one in draft.texts.get(language=language).blocks if one["kind"] == "heading"]


def test_sections_of_staff_are_added_named_ordered_and_taken_out(client: Client) -> None:
    kept(500)
    draft = draft_message(year=2025, actor=SYSTEM, at=COUNTED_AT)
    before = {language: headings(draft, language) for language in ("kk", "ru", "en")}
    client.force_login(Cast().secretary)
    address = f"/ru/desk/rulings/{draft.public_id}/sections/"
    assert "/sections/" in client.get(f"/ru/desk/rulings/{draft.public_id}/texts/").content.decode()

    def version() -> int:
        draft.refresh_from_db()
        return draft.version

    said = {f"title_{code}": f"Own {code}" for code in before} | {f"words_{code}": f"Word {code}" for code in before}
    assert client.post(address, said | {"version": version(), "after": "0", "title_kk": " "}).status_code == 422
    assert client.post(address, said | {"version": version(), "after": "0"}).status_code == 303
    for code, some in before.items():
        assert headings(draft, code) == [some[0], f"Own {code}", *some[1:]]
    assert client.post(f"{address}1/to/0/", {"version": version()}).status_code == 303
    assert headings(draft, "kk")[:2] == ["Own kk", before["kk"][0]]
    renamed = said | {"title_ru": "Слово", "words_ru": "Текст\n[[2025:totals]]", "version": version()}
    assert client.post(f"{address}0/", renamed).status_code == 303
    blocks = draft.texts.get(language="ru").blocks
    place = next(number for number, one in enumerate(blocks) if joined(one.get("runs", [])) == "Слово")
    assert (blocks[place + 2]["figures"], len(blocks[place + 2]["rows"]) > 1) == ("2025:totals", True)
    stale = client.post(f"{address}0/remove/", {"version": 1})
    assert (stale.status_code, headings(draft, "ru")[0]) == (422, "Слово")
    assert client.post(f"{address}0/remove/", {"version": version()}).status_code == 303
    assert {code: headings(draft, code) for code in before} == before
    assert client.post(f"{address}99/remove/", {"version": version()}).status_code == 422
    client.force_login(Cast().clerk)
    assert client.get(address).status_code == 404


def test_a_year_that_is_not_over_has_no_message() -> None:
    keep_year(year=2026, actor=SYSTEM, at=COUNTED_AT)
    with pytest.raises(CommandError, match="2026"):
        call_command("message", "2026")
