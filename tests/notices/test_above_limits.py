"""What a limit of the house keeps from leaving is owed on, for as long as the limit lasts, and is never given up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from courtcase.keys.operations import new_data_key
from courtcase.notices.leases import MAX_ATTEMPTS, bring_back
from courtcase.notices.models import Notice, SmsSent
from courtcase.notices.operations import owe_notice
from courtcase.people.models import Account
from courtcase.register.models import Subject
from tests.notices.test_sms import Gateway, gateway, send

__all__ = ["gateway"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workshop")]


def tried_again(notice: Notice) -> Notice:
    """Return the notice after its next attempt, which is its last but for the limit."""
    Notice.objects.filter(pk=notice.pk).update(attempts=MAX_ATTEMPTS - 1, next_attempt_at=timezone.now())
    return send(notice)


def waits(notice: Notice) -> bool:
    """Say whether the notice is owed on, with no attempt counted, for about an hour, and not before."""
    pause = notice.next_attempt_at - timezone.now()
    bring_back(at=timezone.now())
    notice.refresh_from_db()
    still = notice.next_attempt_at - timezone.now() > timedelta(minutes=40)
    return (notice.state, notice.attempts, still) == (Notice.State.OWED, MAX_ATTEMPTS - 1, True) and pause < timedelta(
        hours=2
    )


def test_a_text_message_above_the_limit_of_the_day_leaves_the_next_day(
    gateway: Gateway, settings: Any, subject: Subject, aigerim: Account
) -> None:
    settings.SMS_DAY_LIMIT = 1
    SmsSent.objects.create(day=timezone.localdate(), number=b"another")
    notice = owe_notice(subject=subject, event="workshop.told", recipient=aigerim, channel="sms", language="ru")
    assert waits(tried_again(notice))
    assert gateway.requests == []
    SmsSent.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert tried_again(notice).state == Notice.State.SENT
    assert len(gateway.requests) == 1


def test_an_e_mail_above_the_limit_of_an_address_leaves_the_next_day(settings: Any, subject: Subject) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "above"}}
    cache.clear()
    settings.NOTICES_A_DAY = 1
    address: dict[str, Any] = {
        "address": {"email": "petitioner@example.kz"},
        "data_key": new_data_key(),
        "channel": "email",
    }
    first, second = (
        owe_notice(subject=subject, event="workshop.told", language="ru", key=str(number), **address)
        for number in range(2)
    )
    assert send(first).state == Notice.State.SENT
    assert waits(tried_again(second))
    cache.clear()
    assert tried_again(second).state == Notice.State.SENT
    assert len(mail.outbox) == 2
