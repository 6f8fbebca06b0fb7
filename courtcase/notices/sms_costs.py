"""What text messages may cost: so many a day, a month and to one number, and a word to the administrators in time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courtcase.keys.operations import blind_index, blind_indexes
from courtcase.notices.models import Notice, SmsSent
from courtcase.notices.operations import owe_notice
from courtcase.notices.outcomes import NotSent
from courtcase.notices.registry import notice_context
from courtcase.people.queries import accounts_with_role
from courtcase.people.roles import Role

EVENT = "sms.limit_near"
NUMBER = "sms.number"
NEAR_PERCENT = 80
KEPT_DAYS = 62  # two months, so that the present one is whole


def sent_today(day: date) -> int:
    """Return how many text messages left on a day of the Court's."""
    return SmsSent.objects.filter(day=day).count()


def sent_this_month(day: date) -> int:
    """Return how many left in the month of a day, up to that day."""
    return SmsSent.objects.filter(day__gte=day.replace(day=1), day__lte=day).count()


def refuse_above_limits(number: str) -> None:
    """Raise NotSent where the day, the month or the number has had its messages; tomorrow what is owed is tried again."""
    day = timezone.localdate()
    of_number = SmsSent.objects.filter(day=day, number__in=blind_indexes(number, NUMBER)).count
    for reason, limit, count in (
        ("sms_limit_of_number", settings.SMS_NUMBER_LIMIT, of_number),
        ("sms_limit_of_day", settings.SMS_DAY_LIMIT, lambda: sent_today(day)),
        ("sms_limit_of_month", settings.SMS_MONTH_LIMIT, lambda: sent_this_month(day)),
    ):
        if limit and count() >= limit:
            raise NotSent(reason, was_tried=False)


def note_sent(number: str) -> None:
    """Count one message that left, and tell the administrators once as the limit of a day or a month comes near or is reached."""
    day = timezone.localdate()
    SmsSent.objects.create(day=day, number=index_of(number))
    for span, limit, count in (
        (str(day), settings.SMS_DAY_LIMIT, sent_today(day)),
        (f"{day:%Y-%m}", settings.SMS_MONTH_LIMIT, sent_this_month(day)),
    ):
        for percent in (NEAR_PERCENT, 100):
            # Not at just that many: of two that leave at once neither sees the other. Whoever was told is told once.
            if limit and count >= max(1, -(-limit * percent // 100)):
                tell_administrators(span=span, percent=percent)


def tell_administrators(*, span: str, percent: int) -> None:
    """Owe each administrator an e-mail that so much of what text messages may cost is used up, once for span and share."""
    for account in accounts_with_role(Role.ADMINISTRATOR, timezone.now()).select_related("subject"):
        if account.subject is not None:
            owe_notice(
                subject=account.subject,
                event=EVENT,
                recipient=account,
                channel="email",
                language=account.language,
                context={"span": span, "percent": percent},
                key=f"{span}:{percent}",
            )


@notice_context(EVENT)
def limit_near(notice: Notice) -> dict[str, Any]:
    """Return the span, the share of its limit that is used up, and where the state of the system stands."""
    with override(notice.language):
        return {**notice.context, "system_url": settings.PUBLIC_ADDRESS + reverse("administration_system")}


def index_of(number: str) -> bytes:
    """Return what stands for a telephone number where messages are counted."""
    return blind_index(number, NUMBER)


def forget_sent() -> int:
    """Delete counts older than two months, and return how many."""
    return SmsSent.objects.filter(day__lt=timezone.localdate() - timedelta(days=KEPT_DAYS)).delete()[0]
