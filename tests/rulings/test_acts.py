"""An act the list of law does not have is added at the desk, and is then found, cited and read like any other."""

from __future__ import annotations

import pytest
from django.test import Client

from courtcase.law.citing.reading import read_citations
from courtcase.law.models import Act, Provision
from courtcase.law.queries import search_provisions
from courtcase.law.queries.citations import names_of_acts
from courtcase.register.models import Event
from rulings.drafting.operations.edit_draft import edit_draft
from tests.cast import Cast
from tests.rulings.desk import TEXTS, TITLES, Desk

pytestmark = pytest.mark.django_db
ADDRESS = "/en/desk/rulings/acts/new/"
BEEKEEPING = {
    "kind": "law",
    "title_kk": "«Бал ара шаруашылығы туралы» Қазақстан Республикасының Заңы",
    "title_ru": "Закон Республики Казахстан «О пчеловодстве»",
    "title_en": "Law “On Beekeeping”",
    "number": "303-II",
    "adopted_on": "12.03.2002",
    "source": "Adilet, 30.11.2026",
}
ORDER = BEEKEEPING | {
    "kind": "ministerial_order",
    "title_kk": "Қағидаларды бекіту туралы",
    "title_ru": "Об утверждении Правил",
    "title_en": "On approving the Rules",
    "number": "415",
    "adopted_on": "14.06.2023",
}


def signed_in(account: object) -> Client:
    """Return a client of somebody signed in."""
    client = Client()
    client.force_login(account)  # type: ignore[arg-type]
    return client


def test_an_act_is_added_found_by_the_picker_and_read_in_texts() -> None:
    client = signed_in(Cast().secretary)
    assert client.post(ADDRESS, BEEKEEPING).status_code == 303
    act = Act.objects.get(number="303-II")
    assert (act.code, act.certainty, act.source) == ("law-on-beekeeping-2002", "V", "Adilet, 30.11.2026")
    for words, language in (("о пчеловодстве", "ru"), ("бал ара", "kk"), ("beekeeping", "en")):
        assert [one.act for one in search_provisions(words, language)] == [act]
    names = names_of_acts()
    for text in ("статьи 7 Закона «О пчеловодстве»", "«Бал ара шаруашылығы туралы» Заңның 7-бабы"):
        [found] = read_citations(text, names)
        assert (found.acts, found.path) == ((act.code,), "7")
    assert Provision.objects.get(act=act).path == "whole"
    event = Event.objects.get(name="act.added")
    assert event.body["act"] == act.code
    assert Client().get(f"/kk/norms/{act.code}").status_code == 200
    listed = client.get("/ru/desk/rulings/acts/", {"q": "пчеловодстве"}).content.decode()
    assert "303-II" in listed


def test_an_order_is_told_apart_by_its_number() -> None:
    client = signed_in(Cast().secretary)
    unnumbered = client.post(ADDRESS, ORDER | {"number": ""})
    assert (unnumbered.status_code, "by their number" in unnumbered.content.decode()) == (422, True)
    assert client.post(ADDRESS, ORDER).status_code == 303
    assert client.post(ADDRESS, ORDER | {"number": "416"}).status_code == 303
    codes = sorted(Act.objects.filter(title_en="On approving the Rules").values_list("code", flat=True))
    assert codes == ["on-approving-the-rules-2023", "on-approving-the-rules-2023-2"]
    again = client.post(ADDRESS, ORDER)
    assert (again.status_code, "in the list already" in again.content.decode()) == (422, True)


@pytest.mark.parametrize("missing", ["title_kk", "title_en", "source"])
def test_what_is_missing_is_said_beside_it_and_what_was_typed_stays(missing: str) -> None:
    client = signed_in(Cast().secretary)
    refused = client.post(ADDRESS, BEEKEEPING | {missing: " "})
    assert (refused.status_code, "О пчеловодстве" in refused.content.decode()) == (422, True)
    assert not Act.objects.filter(number="303-II").exists()


def test_whoever_may_not_change_the_law_finds_no_such_page() -> None:
    cast = Cast()
    for account in (cast.clerk, cast.publisher, cast.judge1):
        client = signed_in(account)
        assert [client.get(ADDRESS).status_code, client.post(ADDRESS, BEEKEEPING).status_code] == [404, 404]
    assert not Act.objects.filter(number="303-II").exists()


def test_a_draft_that_names_it_is_read_anew(desk: Desk) -> None:
    draft = desk.draft()
    words = {**TEXTS, "ru": TEXTS["ru"].replace("Первое положение", "Закон «О пчеловодстве», статья 7")}
    edit_draft(ruling=draft, titles=TITLES, texts=words, actor=desk.secretary, at=desk.walk.tick())
    assert not draft.citations.filter(reads__startswith="law-on-beekeeping").exists()
    sent = signed_in(desk.walk.cast.secretary).post(f"{ADDRESS}?ruling={draft.public_id}", BEEKEEPING)
    assert sent.status_code == 303
    assert sent.headers["Location"].endswith(f"/desk/rulings/{draft.public_id}/links/")
    assert draft.citations.get(reads="law-on-beekeeping-2002 7").provision is None
