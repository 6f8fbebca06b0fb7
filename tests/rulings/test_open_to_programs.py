"""What programs read: the map of the site, answers that any site may read, and answers that a copy stands in for."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from courtcase.register.operations import open_subject
from petitions.models import Case
from rulings.models import Ruling
from tests.petitions.acts import signed_in
from tests.rulings.desk import Desk

pytestmark = pytest.mark.django_db
KEPT = ("published",)
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def locations(client: Client, address: str) -> list[str]:
    """Return the addresses a map or its index names, without the site."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    found = etree.fromstring(answer.content).findall(".//s:loc", NAMES)
    return [str(one.text).removeprefix("http://testserver") for one in found]


class TestSitemap:
    def test_names_what_is_public_in_each_language(self, desk: Desk, client: Client) -> None:
        ruling, hidden = desk.published(), desk.final_signed()
        norm = ruling.provisions.select_related("provision__act").get().provision
        listed = [one for part in locations(client, "/sitemap.xml") for one in locations(client, part)]
        for language in ("kk", "ru", "en"):
            for path in (ruling.public_path, f"/norms/{norm.act.code}/{norm.path}", "/open-data/", "/cases/"):
                assert f"/{language}{path}" in listed
            assert f"/{language}{hidden.public_path}" not in listed
        assert len(listed) == len(set(listed))
        assert not [one for one in listed if "/petitions/" in one and not one.endswith("/petitions/new/")]
        assert client.get("/robots.txt").content.decode().endswith("Sitemap: http://testserver/sitemap.xml\n")

    def test_tells_other_languages_and_the_last_change(self, desk: Desk, client: Client) -> None:
        ruling = desk.published()
        part = next(one for one in locations(client, "/sitemap.xml") if "rulings" in one)
        first = etree.fromstring(client.get(part).content).find("s:url", NAMES)
        assert first is not None
        others = {one.get("hreflang"): one.get("href") for one in first.findall("x:link", NAMES)}
        assert others["ru"] == f"http://testserver/ru{ruling.public_path}"
        assert set(others) == {"kk", "ru", "en", "x-default"}
        before = first.findtext("s:lastmod", namespaces=NAMES)
        tag = client.get(part)["ETag"]
        assert client.get(part, headers={"if-none-match": tag}).status_code == 304
        desk.mending(ruling, agreed=True)
        changed = etree.fromstring(client.get(part).content).findtext("s:url/s:lastmod", namespaces=NAMES)
        assert changed is not None
        assert before is not None
        assert changed > before

    def test_the_index_is_another_once_a_case_is_opened(self, desk: Desk, client: Client) -> None:
        tag = client.get("/sitemap.xml")["ETag"]
        assert client.get("/sitemap.xml", headers={"if-none-match": tag}).status_code == 304
        day, subject = date(2026, 11, 2), open_subject(kind="case", at=desk.walk.tick())
        Case.objects.create(subject=subject, number="900-2026", opened_on=day, joined_on=day)
        assert client.get("/sitemap.xml", headers={"if-none-match": tag}).status_code == 200

    def test_asks_no_more_for_many(
        self, stories: dict[str, Ruling], client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        addresses = locations(client, "/sitemap.xml")
        with django_assert_max_num_queries(6):
            client.get("/sitemap.xml")
        for address in addresses:
            with django_assert_max_num_queries(1):
                assert locations(client, address)


class TestAnySite:
    READABLE = ("/api/v1/rulings/", "/api/v1/norms/", "/api/v1/open-data/", "/ru/rulings/feed.atom", "/sitemap.xml")

    @pytest.mark.parametrize("address", READABLE)
    def test_may_read_what_is_public_without_credentials(self, client: Client, address: str) -> None:
        answer = client.get(address, headers={"origin": "https://elsewhere.example"})
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
        assert "Set-Cookie" not in answer
        asked = client.options(address, headers={"access-control-request-headers": "if-none-match"})
        assert asked["Access-Control-Allow-Methods"] == "GET, HEAD"
        assert "If-None-Match" in asked["Access-Control-Allow-Headers"]

    @pytest.mark.parametrize("address", ["/ru/", "/ru/petitions/mine/", "/api/v1/petitions/", "/kk/account/login/"])
    def test_may_read_nothing_else(self, desk: Desk, address: str) -> None:
        reader = signed_in(desk.walk.cast.petitioner)
        for answer in (reader.get(address), reader.options(address)):
            assert not [name for name in answer.headers if name.startswith("Access-Control")]


class TestConditional:
    def test_a_list_and_a_row_are_not_sent_twice(self, desk: Desk, client: Client) -> None:
        ruling = desk.published()
        for address in ("/api/v1/rulings/", f"/api/v1/rulings/{ruling.public_id}/", "/api/v1/norms/"):
            tag = client.get(address)["ETag"]
            again = client.get(address, headers={"if-none-match": tag})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
            assert again["Access-Control-Allow-Origin"] == "*"
        known = client.get(f"/api/v1/rulings/{ruling.public_id}/")["ETag"]
        desk.mending(ruling, agreed=True)
        changed = client.get(f"/api/v1/rulings/{ruling.public_id}/", headers={"if-none-match": known})
        assert changed.status_code == 200
        assert "ETag" not in client.get("/api/v1/rulings/?kind=nothing")
