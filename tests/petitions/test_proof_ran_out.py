"""A second proof that ran out in the middle of an act is given again, and leads back to the act with what was typed."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courtcase.documents.models import Document
from petitions.models import Petition
from petitions.workflow import State
from tests.petitions.strangers import code_in, holder, nameless
from tests.petitions.test_second_proof import home, returned_nameless
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
REASON = "Мы договорились миром, и суд мне больше не нужен."


@pytest.fixture
def petition(walk: Walk) -> Petition:
    """Return a filed petition of somebody without an account."""
    return walk.confirm(walk.submit(nameless(walk)))


def prove_again(client: Client, petition: Petition, asked: Any, outbox: list[Any]) -> str:
    """Give the second proof from the page that asked for it; return where it leads."""
    address = asked.context["prove_url"]
    page = client.get(address)
    back = client.post(f"{home(petition)}prove/send/", {"channel": "email", "next": page.context["next"]})
    shown = client.get(back["Location"])
    sent = {"typed": code_in(outbox), "next": shown.context["next"]}
    return str(client.post(f"{home(petition)}prove/code/", sent)["Location"])


def test_a_withdrawal_comes_back_filled_in_and_is_not_carried_out_by_it(
    walk: Walk, petition: Petition, mailoutbox: list[Any]
) -> None:
    client, page = holder(walk, petition), f"{home(petition)}withdraw/"
    asked = client.post(page, {"reason": REASON, "version": petition.version})
    assert asked.status_code == 403
    assert REASON in asked.content.decode()
    back = prove_again(client, petition, asked, mailoutbox)
    assert urlsplit(back).path == page
    shown = client.get(back)
    assert REASON in shown.context["form"]["reason"].value()
    petition.refresh_from_db()
    assert petition.state == State.FILED
    sent = {name: shown.context["form"][name].value() for name in ("reason", "version")}
    assert client.post(back, sent)["Location"] == home(petition)
    petition.refresh_from_db()
    assert petition.state == State.WITHDRAWN


def test_a_changed_address_comes_back_filled_in(walk: Walk, petition: Petition, mailoutbox: list[Any]) -> None:
    client = holder(walk, petition)
    typed = {"residence": "Алматы, улица Абая, 1", "email": "new@example.org", "version": petition.version}
    asked = client.post(f"{home(petition)}address/", typed)
    shown = client.get(prove_again(client, petition, asked, mailoutbox))
    assert {name: shown.context["form"][name].value() for name in typed} == {
        name: str(value) for name, value in typed.items()
    }


def test_a_page_of_a_cure_comes_back_filled_in(walk: Walk, mailoutbox: list[Any]) -> None:
    text = "Меня осудили, и суд применил норму. " * 3
    returned = returned_nameless(walk, email="kamila@example.org")
    client = holder(walk, returned)
    asked = client.post(
        f"{home(returned)}write/situation/", {"situation": text, "version": returned.version, "then": "back"}
    )
    shown = client.get(prove_again(client, returned, asked, mailoutbox))
    assert shown.status_code == 200
    assert shown.context["form"]["situation"].value() == text


def test_a_form_without_a_page_of_its_own_waits_to_be_sent_again(
    walk: Walk, petition: Petition, mailoutbox: list[Any]
) -> None:
    client = holder(walk, petition)
    asked = client.post(f"{home(petition)}help/1/accept/", {"version": petition.version, "note": REASON})
    back = prove_again(client, petition, asked, mailoutbox)
    assert back.startswith("/ru/account/what-you-wrote/?kept=")
    assert REASON in client.get(back).content.decode()


def test_files_are_told_to_be_chosen_again(walk: Walk, petition: Petition, mailoutbox: list[Any]) -> None:
    client = holder(walk, petition)
    sent = {"purpose": "other", "attachment": SimpleUploadedFile("a.txt", b"words")}
    asked = client.post(f"{home(petition)}documents/add/", sent)
    assert asked.context["had_files"]
    shown = client.get(prove_again(client, petition, asked, mailoutbox))
    assert shown.status_code == 200
    assert shown.context["form"]["purpose"].value() == "other"
    assert not Document.objects.filter(filename="a.txt").exists()


def test_a_ticket_opens_nothing_elsewhere(walk: Walk, petition: Petition, mailoutbox: list[Any]) -> None:
    client = holder(walk, petition)
    asked = client.post(f"{home(petition)}withdraw/", {"reason": REASON, "version": petition.version})
    ticket = parse_qs(urlsplit(prove_again(client, petition, asked, mailoutbox)).query)["kept"][0]
    for address in (f"{home(petition)}withdraw/?kept=other", f"{home(petition)}demand/?kept={ticket}"):
        assert REASON not in client.get(address).content.decode()
    assert REASON in client.get(f"/kk{home(petition)[3:]}withdraw/?kept={ticket}").content.decode()
