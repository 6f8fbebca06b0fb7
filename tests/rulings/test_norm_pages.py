"""A norm's page says where the norm stands; the Constitution's page tells its articles in cases."""

from __future__ import annotations

from django.test import Client

from courtcase.law.models import Correspondence, ProvisionVersion
from courtcase.law.models.acts import VersionStatus
from rulings.models import Ruling
from tests.rulings.desk import Desk


def page(client: Client, path: str) -> str:
    """Return a public page in Russian."""
    return client.get(f"/ru{path}").content.decode()


def test_it_fell_by_a_ruling_on_a_day(desk: Desk, client: Client) -> None:
    ruling = desk.published()
    norm = ruling.provisions.select_related("provision__act").get().provision
    told = page(client, f"/norms/{norm.act.code}/{norm.path}")
    assert "Утратила силу: не соответствует Конституции" in told
    assert f"актом {ruling.number_ru}" in told
    assert ruling.case is not None
    assert ruling.case.number in told


def test_a_fall_still_to_come_is_not_told_as_one(desk: Desk, client: Client) -> None:
    ruling = desk.published()
    norm = ruling.provisions.select_related("provision__act").get().provision
    ProvisionVersion.objects.filter(provision=norm).update(applies_from="2999-01-01")
    assert "Утратила силу: не соответствует" not in page(client, f"/norms/{norm.act.code}/{norm.path}")


def test_an_accepted_case_changes_the_page(desk: Desk, client: Client) -> None:
    case = desk.case()
    norm = case.petitions.get().contested.get().provision
    assert norm is not None
    address = f"/ru/norms/{norm.act.code}/{norm.path}"
    first = client.get(address)
    assert case.number in first.content.decode()
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    other = desk.signed().case
    assert other is not None
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert other.number in again.content.decode()


def test_the_constitution_lists_articles_and_what_took_whose_place(desk: Desk, client: Client) -> None:
    told = page(client, "/constitution/")
    for row in Correspondence.objects.select_related("provision__act", "later__act"):
        assert f"/ru/norms/{row.provision.act.code}/{row.provision.path}" in told
        assert f"/ru/norms/{row.later.act.code}/{row.later.path}" in told
    later = page(client, "/norms/constitution-1995/78")
    assert "/ru/norms/constitution-2026/79" in later


def test_a_version_in_force_says_nothing_new(desk: Desk, client: Client) -> None:
    ruling = desk.published()
    norm = ruling.provisions.select_related("provision__act").get().provision
    ProvisionVersion.objects.filter(provision=norm).update(status=VersionStatus.IN_FORCE)
    assert "Утратила силу: не соответствует" not in page(client, f"/norms/{norm.act.code}/{norm.path}")


def test_it_tells_what_followed_and_in_which_ruling(stories: dict[str, Ruling], client: Client) -> None:
    told = page(client, "/norms/criminal-procedure-code-2014/482")
    assert 'id="measures"' in told
    assert "Привести статью 482 Уголовно-процессуального кодекса в соответствие с решением" in told
    measures = told.split('id="measures"')[1].split("</section>")[0]
    assert 'href="/ru/rulings/29"' in measures


def test_a_search_for_a_norm_leads_to_its_page(stories: dict[str, Ruling], client: Client) -> None:
    found = client.get("/ru/rulings/", {"q": "статья 482 УПК"}).content.decode()
    assert "Действует ли норма сегодня и что по ней решено" in found
    assert 'href="/ru/norms/criminal-procedure-code-2014/482"' in found
    assert "Действует ли норма" not in client.get("/ru/rulings/", {"q": "алименты"}).content.decode()
