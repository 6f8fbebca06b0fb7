"""The head of an institution manages its webhooks: who may, what is shown once, what is refused, what is sent again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from courtcase.notices.leases import MAX_ATTEMPTS
from courtcase.notices.models import Job
from courtcase.notices.working import work_off
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.models import Delivery, Webhook
from petitions.webhooks.operations import JOB, add_webhook, end_webhook, renew_secret, send_again
from tests.petitions.api.conftest import Program
from tests.petitions.walk import Walk
from tests.petitions.webhooks.conftest import hooked, owed
from tests.petitions.webhooks.receiver import Receiver
from tests.petitions.webhooks.test_delivering import asked

pytestmark = pytest.mark.django_db
PAGE = "/ru/institution/webhooks/"


def head(walk: Walk) -> Client:
    """Return the Commissioner's browser."""
    client = Client()
    client.force_login(walk.cast.commissioner_head)
    return client


class TestAdding:
    def test_shows_the_secret_once(self, walk: Walk, receiver: Receiver) -> None:
        client = head(walk)
        sent = {"address": receiver.address, "events": ["petition.registered"]}
        answer = client.post(f"{PAGE}add/", sent)
        found = re.search(r"whsec_[\w-]{43}", answer.content.decode())
        assert found is not None
        assert "no-store" in answer["Cache-Control"]
        later = client.get(PAGE).content.decode()
        assert found.group() not in later
        assert "localhost" in later
        assert Event.objects.get(name="institution.webhook_added").body["events"] == "petition.registered"

    @pytest.mark.parametrize(
        "address", ["", "http://example.kz/", "https://example.kz:22/", "javascript:alert(1)", "a" * 600]
    )
    def test_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(self, walk: Walk, address: str) -> None:
        answer = head(walk).post(f"{PAGE}add/", {"address": address})
        assert answer.status_code == 422
        assert 'id="id_address' in answer.content.decode()
        assert address[:20] in answer.content.decode()
        assert Webhook.objects.count() == 0

    def test_an_event_that_is_none_is_refused(self, walk: Walk, receiver: Receiver) -> None:
        sent = {"address": receiver.address, "events": ["account.registered"]}
        assert head(walk).post(f"{PAGE}add/", sent).status_code == 422
        with pytest.raises(OperationError):
            hooked(walk, receiver.address, "account.registered")

    def test_only_the_head_may(self, walk: Walk, receiver: Receiver) -> None:
        for other in ("commissioner_officer", "prosecutor_officer", "clerk", "administrator"):
            account = getattr(walk.cast, other)
            client = Client()
            client.force_login(account)
            assert client.get(PAGE).status_code == 404
            with pytest.raises(NotAllowed):
                add_webhook(
                    institution=walk.cast.institution("commissioner"),
                    address=receiver.address,
                    events=[],
                    actor=Actor.of(account),
                    at=timezone.now(),
                )

    def test_ten_are_enough(self, walk: Walk, receiver: Receiver) -> None:
        for _turn in range(10):
            hooked(walk, receiver.address)
        with pytest.raises(OperationError) as refused:
            hooked(walk, receiver.address)
        assert refused.value.field == "address"


class TestEnding:
    def test_once(self, walk: Walk, receiver: Receiver) -> None:
        webhook = hooked(walk, receiver.address).webhook
        client, address = head(walk), f"{PAGE}{webhook.public_id}/"
        assert client.post(f"{address}end/").status_code == 302
        assert client.post(f"{address}end/").status_code == 404
        assert client.get(address).status_code == 404
        for again in (end_webhook, renew_secret):
            with pytest.raises(WrongState):
                again(webhook=webhook, actor=Actor.of(walk.cast.commissioner_head), at=timezone.now())

    def test_anothers_is_not_found(self, walk: Walk, receiver: Receiver) -> None:
        webhook = hooked(walk, receiver.address).webhook
        Webhook.objects.update(institution=walk.cast.institution("prosecutor"))
        address = f"{PAGE}{webhook.public_id}/"
        assert head(walk).get(address).status_code == 404
        assert {head(walk).post(f"{address}{deed}/").status_code for deed in ("end", "renew")} == {404}


class TestSendingAgain:
    def test_what_was_given_up(self, walk: Walk, program: Program, receiver: Receiver) -> None:
        webhook = hooked(walk, receiver.address).webhook
        asked(program)
        owed()
        receiver.answers = [500]
        Job.objects.filter(kind=JOB).update(attempts=MAX_ATTEMPTS - 1)
        work_off()
        delivery = Delivery.objects.get()
        assert delivery.job.state == Job.State.FAILED
        client, address = head(walk), f"{PAGE}{webhook.public_id}/"
        page = client.get(address).content.decode()
        assert "не доставлено" in page
        assert "получен ответ 500" in page
        again = f"{address}messages/{delivery.public_id}/send-again/"
        assert client.get(again).status_code == 405
        assert client.post(again).status_code == 302
        cache.clear()
        work_off()
        assert len(receiver.got) == 2
        assert "принято" in client.get(address).content.decode()
        with pytest.raises(WrongState):
            send_again(delivery=delivery, actor=Actor.of(walk.cast.commissioner_head), at=timezone.now())
        assert client.post(again, follow=True).status_code == 200

    def test_a_page_asks_as_often_for_many(
        self, walk: Walk, program: Program, receiver: Receiver, django_assert_max_num_queries: Any
    ) -> None:
        webhook = hooked(walk, receiver.address).webhook
        for _turn in range(5):
            asked(program)
        owed()
        client = head(walk)
        with django_assert_max_num_queries(12):
            client.get(f"{PAGE}{webhook.public_id}/")
