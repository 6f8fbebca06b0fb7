"""What is asked of every act: allowed, forbidden, in a wrong state, by a wrong method, repeated, at once with another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import pytest
from django.db import connection
from django.test import Client

from courtcase.people.models import Account
from petitions.models import Petition
from petitions.workflow import State
from tests.cast import Cast
from tests.petitions.walk import Walk

STRANGERS = ("stranger", "administrator", "auditor", "publisher")


def signed_in(account: Account) -> Client:
    """Return a browser in which `account` is signed in."""
    client = Client()
    client.force_login(account)
    return client


class OfAnAct:
    """The questions; a test class of an act answers what is its own. `address` has the petition's id as `{id}`."""

    address: ClassVar[str]
    stage: ClassVar[str]
    becomes: ClassVar[State]
    doers: ClassVar[tuple[str, ...]]
    others: ClassVar[tuple[str, ...]] = STRANGERS
    wrong_stage: ClassVar[str] = "drafted"
    # What a page answers where the state does not allow the act: the form again, or the way to the petition.
    refusal: ClassVar[int] = 422

    def values(self, walk: Walk, petition: Petition) -> dict[str, Any]:
        """Return what the form is sent with, beside its version."""
        return {}

    def send(self, walk: Walk, petition: Petition, key: str) -> Any:
        """Send the form as a member of the cast."""
        address = self.address.format(id=petition.public_id)
        sent = {"version": petition.version, **self.values(walk, petition)}
        return self.browser(walk, petition, key).post(address, sent)

    def browser(self, walk: Walk, petition: Petition, key: str) -> Client:
        """Return a browser in which a member of the cast is signed in and has done what the act asks for before it."""
        return signed_in(getattr(walk.cast, key))

    @pytest.mark.django_db
    def test_is_done_by_those_who_may(self, walk: Walk) -> None:
        for key in self.doers:
            petition = getattr(walk, self.stage)()
            assert self.send(walk, petition, key).status_code == 302, key
            before = petition.version
            petition.refresh_from_db()
            assert petition.state == self.becomes
            assert petition.version > before

    @pytest.mark.django_db
    def test_is_not_there_for_others(self, walk: Walk) -> None:
        petition = getattr(walk, self.stage)()
        for key in self.others:
            assert self.send(walk, petition, key).status_code == 404, key
        assert Client().post(self.address.format(id=petition.public_id)).status_code in {403, 404}
        self.stands_as_it_stood(petition)

    @pytest.mark.django_db
    def test_is_refused_in_another_state(self, walk: Walk) -> None:
        petition = getattr(walk, self.wrong_stage)()
        answer = self.send(walk, petition, self.doers[0])
        assert answer.status_code == self.refusal
        self.stands_as_it_stood(petition)

    @pytest.mark.django_db
    def test_is_not_done_by_another_method(self, walk: Walk) -> None:
        petition = getattr(walk, self.stage)()
        client, address = signed_in(getattr(walk.cast, self.doers[0])), self.address.format(id=petition.public_id)
        assert client.get(address).status_code == 200
        assert [getattr(client, method)(address).status_code for method in ("put", "patch", "delete")] == [405] * 3
        self.stands_as_it_stood(petition)

    @pytest.mark.django_db
    def test_is_refused_to_whoever_saw_an_older_version(self, walk: Walk) -> None:
        petition = getattr(walk, self.stage)()
        address = self.address.format(id=petition.public_id)
        sent = {**self.values(walk, petition), "version": petition.version - 1}
        answer = signed_in(getattr(walk.cast, self.doers[0])).post(address, sent)
        assert answer.status_code == 422
        self.stands_as_it_stood(petition)

    @pytest.mark.usefixtures("real_commits")
    def test_is_done_once_when_two_do_it_at_once(self) -> None:
        walk = Walk(Cast())
        petition = getattr(walk, self.stage)()
        address = self.address.format(id=petition.public_id)
        sent = {"version": petition.version, **self.values(walk, petition)}
        browsers = [self.browser(walk, petition, self.doers[0]) for _one in range(2)]
        with ThreadPoolExecutor(2) as threads:
            statuses = sorted(threads.map(lambda browser: closing(browser, address, sent), browsers))
        assert statuses == [302, 422]
        before = petition.version
        petition.refresh_from_db()
        assert petition.state == self.becomes
        assert petition.version > before

    def stands_as_it_stood(self, petition: Petition) -> None:
        """Check that nothing of a petition has changed."""
        now = Petition.objects.get(pk=petition.pk)
        assert (now.state, now.version) == (petition.state, petition.version)


def closing(browser: Client, address: str, sent: dict[str, Any]) -> int:
    """Send a form in a thread and let its connection go; return the status."""
    try:
        return int(browser.post(address, sent).status_code)
    finally:
        connection.close()
