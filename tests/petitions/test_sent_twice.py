"""Forms sent twice, at once, by two people, or for somebody else's petition: one thing happens, and it is said plainly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from courtcase.people.models import Account
from petitions.models import Petition
from petitions.workflow import State
from tests.cast import Cast
from tests.petitions.walk import WHY, Walk


def signed_in(account: Account) -> Client:
    """Return a browser in which `account` is signed in."""
    client = Client()
    client.force_login(account)
    return client


def home_of(petition: Petition) -> str:
    """Return the address of the petitioner's page of a petition."""
    return f"/ru/petitions/{petition.public_id}/"


@pytest.mark.django_db
class TestTheSameFormAgain:
    def test_a_submission_sent_twice_is_one_petition_and_one_answer(self, walk: Walk) -> None:
        petition = walk.drafted()
        client, address = signed_in(walk.cast.petitioner), f"{home_of(petition)}write/check/"
        version = client.get(address).context["petition"].version
        first, second = client.post(address, {"version": version}), client.post(address, {"version": version})
        assert first["Location"] == f"{home_of(petition)}sign/"
        assert client.get(second["Location"], follow=True).status_code == 200
        petition.refresh_from_db()
        assert (petition.state, petition.versions.count()) == (State.AWAITING_SIGNATURE, 1)
        assert Petition.objects.count() == 1

    def test_a_page_sent_again_after_another_window_changed_it_keeps_both_texts(self, walk: Walk) -> None:
        petition = walk.drafted()
        client, address = signed_in(walk.cast.petitioner), f"{home_of(petition)}write/request/"
        seen = client.get(address).context["form"]["version"].value()
        assert client.post(address, {"version": seen, "request": "The first text."}).status_code == 302
        answer = client.post(address, {"version": seen, "request": "The second text."})
        assert answer.status_code == 422
        shown = answer.content.decode()
        assert "The first text." in shown
        assert "The second text." in shown

    @pytest.mark.parametrize(
        ("stage", "act", "key"),
        [
            ("submitted", "confirm", "registrar"),
            ("filed", "register", "clerk"),
            ("registered", "begin", "clerk"),
            ("screening", "pass", "clerk"),
        ],
    )
    def test_an_act_sent_twice_is_done_once_and_says_so(self, walk: Walk, stage: str, act: str, key: str) -> None:
        petition = getattr(walk, stage)()
        client = signed_in(getattr(walk.cast, key))
        address = f"/ru/intake/{petition.public_id}/{act}/"
        values = {"version": petition.version}
        assert client.post(address, values).status_code == 302
        petition.refresh_from_db()
        stands = (petition.state, petition.version, petition.register_number)
        again = client.post(address, values)
        assert again.status_code == 422
        assert again.context["form"].errors
        petition.refresh_from_db()
        assert (petition.state, petition.version, petition.register_number) == stands


@pytest.mark.django_db
class TestForgedIds:
    def test_of_a_petition_that_is_not_there(self, walk: Walk) -> None:
        client = signed_in(walk.cast.petitioner)
        for end in ("", "write/you/", "withdraw/", "paper.pdf"):
            assert client.get(f"/ru/petitions/{uuid4()}/{end}").status_code == 404

    def test_of_provisions_that_are_not_there(self, walk: Walk) -> None:
        petition = walk.drafted()
        client, address = signed_in(walk.cast.petitioner), f"{home_of(petition)}write/norm/"
        for forged in ("9" * 17, "9" * 40, "-1", "x", "1.5"):
            answer = client.post(
                address, {"version": petition.version, "provisions": [forged], "provisions_typed": WHY}
            )
            assert answer.status_code == 422
            assert list(answer.context["form"].errors) == ["provisions"]
            assert WHY.replace("'", "&#x27;") in answer.content.decode()

    def test_of_an_assignee_who_is_no_clerk(self, walk: Walk) -> None:
        petition = walk.registered()
        client = signed_in(walk.cast.head_of_intake)
        address = f"/ru/intake/{petition.public_id}/assign/"
        for forged in (walk.cast.petitioner.pk, 10**17, "x"):
            answer = client.post(address, {"version": petition.version, "assignee": forged})
            assert answer.status_code == 422
            assert list(answer.context["form"].errors) == ["assignee"]


def at_once(clients: list[Client], address: str, values: dict[str, Any]) -> list[int]:
    """Send one form from several browsers at the same time; return the statuses, lowest first."""

    def send(client: Client) -> int:
        try:
            return int(client.post(address, values).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as threads:
        return sorted(threads.map(send, clients))


@pytest.mark.usefixtures("real_commits")
class TestAtOnce:
    def test_two_windows_submit_one_petition(self) -> None:
        walk = Walk(Cast())
        petition = walk.drafted()
        client, address = signed_in(walk.cast.petitioner), f"{home_of(petition)}write/check/"
        version = client.get(address).context["petition"].version
        other = Client()
        other.cookies = client.cookies
        assert at_once([client, other], address, {"version": version}) == [302, 302]
        petition.refresh_from_db()
        assert (petition.state, petition.versions.count()) == (State.AWAITING_SIGNATURE, 1)

    def test_two_clerks_register_one_petition(self) -> None:
        walk = Walk(Cast())
        petition = walk.filed()
        clerks = [signed_in(walk.cast.clerk), signed_in(walk.cast.second_clerk)]
        address = f"/ru/intake/{petition.public_id}/register/"
        assert at_once(clerks, address, {"version": petition.version}) == [302, 422]
        petition.refresh_from_db()
        assert str(petition.register_number).endswith("/000001")
