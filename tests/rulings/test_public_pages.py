"""The public pages: what they show, what they never show, and how little they cost."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rulings.models import Ruling
from tests.rulings.desk import Desk

pytestmark = pytest.mark.django_db
PAGES = ("/ru/", "/ru/rulings/", "/ru/rulings/29", "/ru/execution/", "/ru/rulings/feed.atom")
NORM = "/ru/norms/criminal-procedure-code-2014/482"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pages_open_in_each_language(stories: dict[str, Ruling], client: Client, language: str) -> None:
    for page in (*PAGES, NORM, "/ru/norms/criminal-procedure-code-2014", "/ru/rulings/moral-harm"):
        response = client.get(page.replace("/ru/", f"/{language}/", 1))
        assert response.status_code == 200, page
        assert f'lang="{language}"' in response.content.decode()


def test_a_decision_says_what_is_known_and_what_is_not(stories: dict[str, Ruling], client: Client) -> None:
    page = client.get("/en/rulings/29").content.decode()
    assert "29-NP" in page
    assert "Does not conform" in page
    assert "Entered from public sources" in page
    assert "recalled, not confirmed by a source" in page
    unseen = client.get("/en/rulings/38").content.decode()
    assert "Outcome not seen in our sources" in unseen


def test_a_story_has_no_number(stories: dict[str, Ruling], client: Client) -> None:
    page = client.get("/en/rulings/moral-harm").content.decode()
    assert "number not known to us" in page
    assert "Supreme Court" in page


@pytest.mark.parametrize("typed", ["29", "29-НП", "29-НҚ", "29 NP", "№ 29", "29-нп"])
def test_a_number_leads_to_its_ruling(stories: dict[str, Ruling], client: Client, typed: str) -> None:
    response = client.get("/ru/rulings/", {"q": typed})
    assert (response.status_code, response.headers["Location"]) == (302, "/ru/rulings/29#by-number")


def test_another_address_leads_to_the_one_that_stays_and_says_why(stories: dict[str, Ruling], client: Client) -> None:
    known = Ruling.objects.get(slug="29")
    for typed, reason in (
        ("29-НП", "by-number"),
        ("29-nq", "by-number"),
        ("29/", "by-address"),
        (known.public_id, "by-address"),
    ):
        answer = client.get(f"/ru/rulings/{typed}".replace("nq", "НҚ"))
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/ru/rulings/29#{reason}"), typed
    page = client.get("/ru/rulings/29").content.decode()
    assert 'class="note came" id="by-number"' in page
    assert 'class="note came" id="by-address"' in page
    assert '<span class="number">29-НП</span>' in page.split("<h1>")[1].split("</h1>")[0]
    assert "by-number" not in client.get("/ru/rulings/moral-harm").content.decode()
    assert client.get("/ru/rulings/00000000-0000-4000-8000-000000000000").status_code == 404


def test_words_find_rulings(stories: dict[str, Ruling], client: Client) -> None:
    page = client.get("/ru/rulings/", {"q": "уголовно-процессуального кодекса 482"}).content.decode()
    assert "/ru/rulings/29" in page


@pytest.mark.parametrize(("typed", "number"), [("reinstatement", 88), ("eligibility to stand for election", 28)])
def test_a_subject_is_found_in_english(stories: dict[str, Ruling], client: Client, typed: str, number: int) -> None:
    page = client.get("/en/rulings/", {"q": typed}).content.decode()
    assert f"/en/rulings/{number}" in page
    assert "try it in Russian or Kazakh" in page


def test_one_decision_is_told_one_way(stories: dict[str, Ruling], client: Client) -> None:
    told = [("Does not conform", "bad"), ("Conforms", "good")]
    front = next(one for one in client.get("/en/").context["decisions"] if one["url"] == "/en/rulings/88")
    listed = next(one for one in client.get("/en/rulings/").context["lines"] if one.url == "/en/rulings/88")
    page = client.get("/en/rulings/88")
    for outcomes in (front["outcomes"], listed.outcomes, page.context["line"].outcomes):
        assert [(one["words"], one["tone"]) for one in outcomes] == told
    assert "Outcome not seen" not in page.content.decode()
    assert "Labour Code, art. 160, part 5, indent 2" in page.content.decode()
    indent = Ruling.objects.get(slug="88").provisions.get(provision__path__endswith="2", outcome="").provision
    norm = client.get(f"/en/norms/labour-code/{indent.path}").content.decode()
    assert "Outcome not seen" not in norm
    assert "Does not conform" in norm


def test_filters_narrow_the_list(stories: dict[str, Ruling], client: Client) -> None:
    page = client.get("/ru/rulings/", {"year": "2026", "outcome": "does_not_conform"}).content.decode()
    assert all(f'href="/ru/rulings/{number}"' in page for number in (85, 86, 87, 88))
    assert 'href="/ru/rulings/89"' not in page


def test_every_ruling_is_reached_by_paging(stories: dict[str, Ruling], client: Client) -> None:
    seen: set[str] = set()
    address = "/en/rulings/"
    for _ in range(6):
        response = client.get(address)
        lines = response.context["lines"]
        seen.update(line.url for line in lines)
        older = response.context["older"]
        if older is None:
            break
        address = "/en/rulings/" + older
    assert len(seen) == 55
    back = client.get("/en/rulings/" + response.context["newer"])
    assert len(back.context["lines"]) == 20


@pytest.mark.parametrize("query", ["after=2026-13-45_1", "after=x", "before=none_5", "year=x", "q=%00", "outcome=zzz"])
def test_bad_addresses_are_survived(stories: dict[str, Ruling], client: Client, query: str) -> None:
    assert client.get(f"/ru/rulings/?{query}").status_code == 200


def test_pages_set_no_cookie_and_are_answered_briefly_when_unchanged(
    stories: dict[str, Ruling], client: Client
) -> None:
    for page in (*PAGES, NORM):
        first = client.get(page)
        assert not first.cookies, page
        assert "<script" not in first.content.decode(), page
        assert first.headers["Cache-Control"] == "no-cache"
        again = client.get(page, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), page


def test_a_change_makes_a_new_answer(client: Client, desk: Desk) -> None:
    ruling = desk.published()
    address = f"/ru{ruling.public_path}"
    first = client.get(address)
    desk.measure(ruling)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_public_pages_are_only_read(stories: dict[str, Ruling], client: Client, method: str) -> None:
    for page in PAGES:
        assert getattr(client, method)(page).status_code == 405, page


def test_statements_do_not_grow_with_the_list(
    stories: dict[str, Ruling], client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for page in (*PAGES, NORM, "/ru/rulings/85", "/ru/rulings/moral-harm"):
        with django_assert_max_num_queries(6 if "/rulings/" in page and page[-1].isalnum() else 16):
            client.get(page)


def test_what_is_not_published_is_nowhere(client: Client, desk: Desk) -> None:
    ruling = desk.sign(desk.complete(desk.final_draft()))
    norm = ruling.provisions.select_related("provision__act").get()
    assert client.get(f"/ru{ruling.public_path}").status_code == 404
    assert client.get(f"/ru{ruling.public_path}.pdf").status_code == 404
    pages = ["/ru/rulings/", "/ru/rulings/?series=procedural", "/ru/rulings/feed.atom", "/ru/execution/", "/ru/"]
    pages += [f"/ru/norms/{norm.provision.act.code}/{norm.provision.path}", "/ru/rulings/?q=образцовой нормы"]
    for page in pages:
        content = client.get(page).content.decode()
        assert ruling.public_path + '"' not in content, page
        assert ruling.title_ru not in content, page


def test_a_published_ruling_is_read_with_anchors_and_in_both_languages(client: Client, desk: Desk) -> None:
    ruling = desk.published()
    russian = client.get(f"/ru{ruling.public_path}").content.decode()
    assert '<p id="p5" class="operative">' in russian
    assert "Признать норму не соответствующей Конституции." in russian
    assert "Норма сәйкес емес деп танылсын." in client.get(f"/kk{ruling.public_path}").content.decode()
    english = client.get(f"/en{ruling.public_path}").content.decode()
    assert "There is no text in this language" in english


def test_the_pdf_is_given_out(client: Client, desk: Desk) -> None:
    ruling = desk.published()
    response = client.get(f"/ru{ruling.public_path}.pdf")
    assert response.status_code == 200
    assert b"".join(response).startswith(b"%PDF")  # type: ignore[arg-type]
