"""What text messages may cost: a number, a day and a month have their limits, and the administrators hear of it in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from courtcase.doctor.checks.reaching import sms_cost
from courtcase.doctor.findings import State
from courtcase.notices import sms
from courtcase.notices.models import Notice, SmsSent
from courtcase.notices.outcomes import NotSent
from courtcase.notices.sms_costs import forget_sent
from courtcase.notices.texts import Text, render
from tests.cast import Cast
from tests.notices.test_sms import Gateway, gateway

__all__ = ["gateway"]
pytestmark = pytest.mark.django_db
PHONES = [f"+770112345{number:02d}" for number in range(30)]


@pytest.fixture(autouse=True)
def limits(settings: Any, gateway: Gateway) -> None:
    """Let ten leave in a day, twelve in a month and three to one number."""
    settings.SMS_DAY_LIMIT, settings.SMS_MONTH_LIMIT, settings.SMS_NUMBER_LIMIT = 10, 12, 3


def send(number: str) -> None:
    sms.send(to=number, text=Text(title="", body="words"), language="ru", key="k")


def refused(number: str) -> str:
    with pytest.raises(NotSent) as error:
        send(number)
    assert not error.value.for_good, "it is owed on, and goes another day"
    return error.value.reason


def test_a_number_has_its_messages_of_the_day(gateway: Gateway) -> None:
    for _time in range(3):
        send(PHONES[0])
    assert refused(PHONES[0]) == "sms_limit_of_number"
    send(PHONES[1])
    assert len(gateway.requests) == 4


def test_a_day_and_a_month_have_theirs(gateway: Gateway) -> None:
    for phone in PHONES[:10]:
        send(phone)
    assert refused(PHONES[10]) == "sms_limit_of_day"
    first = timezone.localdate().replace(day=1)
    SmsSent.objects.update(day=first - timedelta(days=1))
    send(PHONES[10])
    SmsSent.objects.update(day=first)
    SmsSent.objects.create(day=first, number=b"another")
    today_too = first == timezone.localdate()
    assert refused(PHONES[11]) == ("sms_limit_of_day" if today_too else "sms_limit_of_month")


def test_what_the_gateway_refuses_costs_nothing(gateway: Gateway) -> None:
    gateway.status = 400
    with pytest.raises(NotSent):
        send(PHONES[0])
    assert not SmsSent.objects.exists()


def test_the_administrators_hear_of_it_once_at_each_step(cast: Cast) -> None:
    assert cast.administrator
    for phone in PHONES[:10]:
        send(phone)
    told = Notice.objects.filter(event="sms.limit_near", recipient=cast.administrator).order_by("pk")
    shares = [(one.context["percent"], len(one.context["span"])) for one in told]
    assert shares == [(80, 10), (100, 10), (80, 7)], "eight of the day, the whole day, and ten of the month’s twelve"
    text = render(told[0])
    assert "80 %" in text.title
    assert "/administration/system/" in text.body


def test_they_hear_of_it_though_two_that_left_at_once_went_past_the_step(cast: Cast) -> None:
    assert cast.administrator
    today = timezone.localdate()
    SmsSent.objects.bulk_create(SmsSent(day=today, number=bytes([number])) for number in range(8))
    send(PHONES[0])
    told = Notice.objects.filter(event="sms.limit_near", recipient=cast.administrator)
    assert [one.context["percent"] for one in told if len(one.context["span"]) == 10] == [80]


def test_the_doctor_says_so(settings: Any) -> None:
    assert sms_cost().state == State.WELL
    for phone in PHONES[:8]:
        send(phone)
    assert sms_cost().state == State.LOOK
    for phone in PHONES[8:10]:
        send(phone)
    assert sms_cost().state == State.WRONG


def test_counts_go_after_two_months_and_hold_no_number() -> None:
    send(PHONES[0])
    assert PHONES[0].encode() not in bytes(SmsSent.objects.get().number)
    SmsSent.objects.update(day=timezone.localdate() - timedelta(days=70))
    assert forget_sent() == 1
