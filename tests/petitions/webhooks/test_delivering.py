"""What a receiver is told: each change once, in words that name nobody, signed so that it can be known for the Court's."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from courtcase.notices.models import Job
from courtcase.notices.working import work_off
from courtcase.people.actors import Actor
from petitions.models import Delivery, Petition, Webhook
from petitions.webhooks.operations import CHANGEOVER, JOB, end_webhook, owe_deliveries, renew_secret
from tests.petitions.api.conftest import ADDRESS, WORDS, Program
from tests.petitions.walk import Walk
from tests.petitions.webhooks.conftest import hooked, owed
from tests.petitions.webhooks.receiver import Got, Receiver

pytestmark = pytest.mark.django_db
MANUAL = Path(__file__).resolve().parents[3] / "docs" / "webhooks.md"


def asked(program: Program) -> dict[str, Any]:
    """Begin a petition and ask the head to approve it, which is one change; return what the API says of it."""
    begun = program.begun(petitioner={**WORDS["petitioner"], "email": "office@commissioner.example"})
    sent = program.ask("post", f"{ADDRESS}{begun['public_id']}/approval/", {"version": begun["version"]})
    assert sent.status_code == 200, sent.content
    return begun


def is_genuine(got: Got, secret: str) -> bool:
    """Say whether a message is the Court's, by the very code that docs/webhooks.md gives to receivers."""
    found = re.search(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    given: dict[str, Any] = {}
    exec(found.group(1), given)  # noqa: S102 - our own page, which has to work as it stands there
    return bool(given["is_from_the_court"](got.headers["Courtcase-Signature"], got.body, secret))


class TestTelling:
    def test_a_change_is_told_once(self, walk: Walk, program: Program, receiver: Receiver) -> None:
        secret = hooked(walk, receiver.address).secret
        told = asked(program)
        assert owed() == 1
        assert owed() == 0
        work_off()
        work_off()
        assert len(receiver.got) == 1
        got = receiver.got[0]
        assert is_genuine(got, secret)
        assert not is_genuine(Got(got.path, got.headers, got.body + b" "), secret)
        said = json.loads(got.body)
        assert (said["event"], said["from"], said["state"]) == ("petition.approval_asked", "draft", "draft")
        assert (said["petition"], said["delivery"]) == (told["public_id"], got.headers["Courtcase-Delivery"])
        assert set(said) == {
            *("delivery", "position", "id", "event", "at", "petition"),
            *("register_number", "external_number", "from", "state", "version"),
        }

    def test_nothing_written_in_the_petition_is_told(self, walk: Walk, program: Program, receiver: Receiver) -> None:
        hooked(walk, receiver.address)
        asked(program)
        owed()
        work_off()
        message = receiver.got[0].body.decode()
        assert not any(word in message for word in ("Уполномоченный", "office@", "Астана", "обжалование"))
        assert receiver.address not in str(list(Job.objects.values_list("body", "last_error", "key")))

    def test_only_events_that_were_chosen_and_came_later_are_told(
        self, walk: Walk, program: Program, receiver: Receiver
    ) -> None:
        asked(program)
        owed()
        hooked(walk, receiver.address, "petition.registered")
        asked(program)
        assert owed() == 0
        hooked(walk, receiver.address, "petition.approval_asked")
        assert owe_deliveries(at=timezone.now()) == 0

    def test_petitions_of_others_are_not_told(self, walk: Walk, receiver: Receiver) -> None:
        hooked(walk, receiver.address)
        walk.submitted()
        assert owed() == 0

    def test_submitting_asks_the_database_no_more_often(self, walk: Walk, program: Program, receiver: Receiver) -> None:
        """Deliveries are owed from the register, not within the step."""
        hooked(walk, receiver.address)
        asked(program)
        assert Delivery.objects.count() == 0


class TestTryingAgain:
    def test_a_refusal_is_tried_later_and_a_resting_receiver_let_be(
        self, walk: Walk, program: Program, receiver: Receiver
    ) -> None:
        hooked(walk, receiver.address)
        receiver.answers = [503]
        asked(program)
        owed()
        work_off()
        job = Job.objects.get(kind=JOB)
        assert (job.state, job.last_error) == (Job.State.OWED, "NotTaken answered_503")
        for _turn in range(3):
            Job.objects.update(next_attempt_at=timezone.now())
            work_off()
        job.refresh_from_db()
        assert (job.last_error, job.attempts) == ("NotNow receiver_rests", 1)  # to rest is no attempt
        assert job.next_attempt_at > timezone.now()
        assert len(receiver.got) == 1
        cache.clear()
        Job.objects.update(next_attempt_at=timezone.now())
        work_off()
        job.refresh_from_db()
        assert (job.state, len(receiver.got)) == (Job.State.DONE, 2)
        first, second = receiver.got
        assert first.body == second.body
        assert first.headers["Courtcase-Delivery"] == second.headers["Courtcase-Delivery"]

    def test_an_address_is_judged_anew_at_each_attempt(
        self, walk: Walk, program: Program, receiver: Receiver, settings: Any
    ) -> None:
        hooked(walk, receiver.address)
        asked(program)
        owed()
        settings.WEBHOOK_INNER_ALLOWED, settings.WEBHOOK_PORTS = frozenset(), [receiver.port]
        work_off()
        assert Job.objects.get(kind=JOB).last_error == "NotReached inner_address"
        assert receiver.got == []

    def test_an_ended_webhook_is_sent_nothing_that_was_owed(
        self, walk: Walk, program: Program, receiver: Receiver
    ) -> None:
        webhook = hooked(walk, receiver.address).webhook
        asked(program)
        owed()
        end_webhook(webhook=webhook, actor=Actor.of(walk.cast.commissioner_head), at=timezone.now())
        work_off()
        asked(program)
        assert owed() == 0
        assert receiver.got == []


class TestSecrets:
    def test_a_renewed_one_signs_beside_the_old_one_for_a_day(
        self, walk: Walk, program: Program, receiver: Receiver
    ) -> None:
        old = hooked(walk, receiver.address)
        head = Actor.of(walk.cast.commissioner_head)
        new = renew_secret(webhook=old.webhook, actor=head, at=timezone.now())
        asked(program)
        owed()
        work_off()
        assert is_genuine(receiver.got[0], old.secret)
        assert is_genuine(receiver.got[0], new.secret)
        Webhook.objects.update(old_secret_ends_at=timezone.now() - CHANGEOVER - timedelta(seconds=1))
        Petition.objects.get()
        asked(program)
        owed()
        work_off()
        assert not is_genuine(receiver.got[1], old.secret)
        assert is_genuine(receiver.got[1], new.secret)

    def test_are_kept_nowhere_in_the_clear(self, walk: Walk, receiver: Receiver) -> None:
        added = hooked(walk, receiver.address)
        row = Webhook.objects.get()
        assert added.secret.encode() not in bytes(row.sealed_secret)
