"""Two windows on one page of a draft: the second to save sees both versions, and nothing of either is lost."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from courtcase.law.models import Provision
from petitions.models import Petition
from tests.petitions.acts import signed_in
from tests.petitions.together import SECOND
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def provisions(act: str, *paths: str) -> list[int]:
    found = Provision.objects.filter(act__code=act).order_by("sort_key")
    return [one.pk for one in (found.filter(path__in=paths) if paths else found[:2])]


# By page: what the first window saves and what of it the second must be shown, what the second types and must keep.
TYPED: dict[str, tuple[dict[str, Any], str, dict[str, Any], str]] = {
    "you": (
        {"full_name": "Бірінші Терезе", "residence": "Алматы", "region": "71"},
        "Бірінші Терезе",
        {"full_name": "Екінші Терезе", "residence": "Астана"},
        "Екінші Терезе",
    ),
    "norm": (
        {"provisions_typed": "Первый закон, 1"},
        "Первый закон, 1",
        {"provisions_typed": "Второй, 2"},
        "Второй, 2",
    ),
    "case": (
        {"court": "Бірінші сот", "adopted_on": "01.03.2026", "court_2": "Жоғарғы сот", "adopted_on_2": "05.04.2026"},
        "05.04.2026",
        {"court": "Екінші сот", "adopted_on": "03.03.2026"},
        "Екінші сот",
    ),
    "rights": ({"rights_typed": "первое право"}, "первое право", {"rights_typed": "второе право"}, "второе право"),
    "situation": ({"situation": "Алғашқы мәтін"}, "Алғашқы мәтін", {"situation": "Кейінгі мәтін"}, "Кейінгі мәтін"),
    "reasoning": ({"reasoning": "Алғашқы дәлел"}, "Алғашқы дәлел", {"reasoning": "Кейінгі дәлел"}, "Кейінгі дәлел"),
    "request": (
        {"request": "Первая просьба", "participation": "in_person"},
        "Да, лично",
        {"request": "Вторая просьба", "participation": "written"},
        "Вторая просьба",
    ),
}


def saved_box(page: str) -> str:
    """Return what stands in the box of what was saved meanwhile."""
    found = page.partition('<section class="note warn">')[2].partition("</section>")[0]
    assert found, "the page does not show what was saved meanwhile"
    return html.unescape(found)


@pytest.mark.parametrize("name", TYPED)
def test_the_second_save_shows_both_and_loses_neither(name: str, walk: Walk) -> None:
    first_says, first_word, second_says, second_word = TYPED[name]
    petition, client = walk.drafted(), signed_in(walk.cast.petitioner)
    address = f"/ru/petitions/{petition.public_id}/write/{name}/"
    version = client.get(address).context["petition"].version
    assert client.post(address, {**first_says, "version": version}).status_code == 302
    refused = client.post(address, {**second_says, "version": version})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert first_word in saved_box(page)
    outside = html.unescape(page.replace(saved_box(page), ""))
    assert second_word in outside
    kept = Petition.objects.get(pk=petition.pk)
    assert kept.version == version + 1, "nothing was overwritten"
    meant = refused.context["form"]
    assert client.post(address, {**second_says, "version": meant["version"].value()}).status_code == 302
    assert second_word in html.unescape(client.get(address).content.decode())


def test_choices_saved_elsewhere_are_told_in_words(walk: Walk) -> None:
    petition, client = walk.drafted(provisions=[]), signed_in(walk.cast.petitioner)
    for name, field, chosen in (
        ("norm", "provisions", provisions("criminal-procedure-code-2014")[:1]),
        ("rights", "rights", provisions("constitution-1995", "13", "14")),
    ):
        address = f"/ru/petitions/{petition.public_id}/write/{name}/"
        version = client.get(address).context["petition"].version
        assert client.post(address, {field: chosen, "version": version}).status_code == 302
        box = saved_box(client.post(address, {"version": version}).content.decode())
        assert str(chosen) not in box
        assert box.count("ст") >= len(chosen), box


def test_of_two_who_petition_together(walk: Walk) -> None:
    petition, client = walk.drafted(others=[SECOND]), signed_in(walk.cast.petitioner)
    home = f"/ru/petitions/{petition.public_id}/write/others/"
    address = f"{home}{SECOND['key']}/"
    one: dict[str, Any] = {"full_name": "Бірінші", "residence": "Алматы", "version": petition.version}
    assert client.post(address, one).status_code == 302
    refused = client.post(address, {**one, "full_name": "Екінші"})
    assert refused.status_code == 422
    assert "Бірінші" in saved_box(refused.content.decode())
    added = client.post(home, {"full_name": "Үшінші", "residence": "Алматы", "version": petition.version})
    assert added.status_code == 422
    assert "Бірінші" in added.content.decode()
    assert "Үшінші" in added.content.decode()
    removed = client.post(f"{address}remove/", {"version": petition.version}, follow=True)
    assert "Бірінші" in removed.content.decode(), "nobody is taken out by a window that did not see the change"


def test_a_draft_filed_in_the_other_window_is_not_written_on(walk: Walk) -> None:
    petition = walk.drafted()
    client: Client = signed_in(walk.cast.petitioner)
    address = f"/ru/petitions/{petition.public_id}/write/situation/"
    version = petition.version
    walk.submit(petition)
    answer = client.post(address, {"situation": "Кейінгі мәтін", "version": version}, follow=True)
    assert "Кейінгі мәтін" in html.unescape(answer.content.decode()), "what was typed is given back, to be copied"
