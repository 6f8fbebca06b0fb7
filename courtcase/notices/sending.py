"""Sending one notice: note that it is about to go, hand it over, note that it went. Never a second time by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from courtcase.keys.operations import open_json
from courtcase.notices import mail, sms
from courtcase.notices.leases import FREE, give_back
from courtcase.notices.models import Notice
from courtcase.notices.outcomes import NoAddress, NotSent, NotTrueAnyMore
from courtcase.notices.registry import context_builders
from courtcase.notices.return_paths import return_path
from courtcase.notices.texts import Text, render
from courtcase.people.limits import DAY, too_many_for

log = structlog.get_logger(__name__)

ON_SITE_AT_ONCE = 200


def send_notice(notice: Notice) -> None:
    """Send a claimed notice and note the outcome: sent, try later, not delivered, perhaps sent, or no longer true."""
    try:
        to = address_of(notice)
        text = render(notice)
    except NoAddress as error:
        give_back(notice, error, at=timezone.now(), for_good=True)
        return
    except NotTrueAnyMore:
        settle(notice, Notice.State.CANCELLED, error="")
        return
    except Exception as error:  # nothing has left yet, so trying again is safe
        log.exception("notice_not_rendered", notice_event=notice.event, id=notice.pk)
        give_back(notice, error, at=timezone.now())
        return
    mine = Notice.objects.filter(pk=notice.pk, lease_token=notice.lease_token, state=Notice.State.OWED)
    if mine.update(sending_since=timezone.now()):
        hand_over(notice, to=to, text=text)


def hand_over(notice: Notice, *, to: str, text: Text) -> None:
    """Hand the message to the mail server or gateway with its row locked, and note what came of it.

    The lock keeps the sweeper from taking a slow sending for a dead one. An answer that says "no" is a failure;
    anything that leaves open whether the message went makes it "perhaps sent".
    """
    try:
        with transaction.atomic():
            mine = Notice.objects.select_for_update(skip_locked=True).filter(
                pk=notice.pk, lease_token=notice.lease_token, state=Notice.State.OWED
            )
            if mine.first() is None:
                return
            deliver(notice, to=to, text=text)
            settle(notice, Notice.State.SENT, error="")
    except NotSent as error:
        give_back(notice, error, at=timezone.now(), for_good=error.for_good, was_tried=error.was_tried)
    except Exception as error:
        log.exception("notice_perhaps_sent", notice_event=notice.event, id=notice.pk)
        settle(notice, Notice.State.PERHAPS_SENT, error=type(error).__name__)
    else:
        log.info("notice_sent", notice_event=notice.event, id=notice.pk, channel=notice.channel)


def settle(notice: Notice, state: Notice.State, *, error: str) -> None:
    """Write the state a sending ended in, if the lease is still ours."""
    Notice.objects.filter(pk=notice.pk, lease_token=notice.lease_token).update(
        state=state, settled_at=timezone.now(), last_error=error, **FREE
    )


def deliver(notice: Notice, *, to: str, text: Text) -> None:
    """Hand over by the notice's channel. Raises NotSent when it surely did not go; any other error leaves it open."""
    if notice.channel == Notice.Channel.EMAIL:
        if notice.recipient_id is None and had_enough(to):
            # Owed on: an address that somebody typed is not flooded, and loses nothing.
            raise NotSent("too_many_letters", was_tried=False)
        back = return_path(notice.public_id)
        mail.send(to=to, text=text, language=notice.language, key=notice.key, return_path=back)
    elif notice.channel == Notice.Channel.SMS:
        sms.send(to=to, text=text, language=notice.language, key=notice.key)


def had_enough(address: str) -> bool:
    """Count one e-mail to an address that somebody typed, and say whether it has had all it gets in a day."""
    most = settings.NOTICES_A_DAY
    return bool(most) and too_many_for(address.strip().lower(), "notices", limit=most, seconds=DAY)


def note_told_on_site(*, at: datetime) -> int:
    """Note of notices on the site whose time had come by `at` that they were told; return how many.

    They need no handing over: the recipient finds them from their time on, also before this was noted.
    """
    due = Notice.objects.filter(
        channel=Notice.Channel.INAPP,
        state=Notice.State.OWED,
        next_attempt_at__lte=at,
        event__in=sorted(context_builders),
    )
    first = due.select_for_update(skip_locked=True).order_by("next_attempt_at").values("pk")[:ON_SITE_AT_ONCE]
    noted = {"state": Notice.State.SENT, "settled_at": at, "last_error": "", **FREE}
    told, now = 0, ON_SITE_AT_ONCE
    while now == ON_SITE_AT_ONCE:
        with transaction.atomic():
            now = Notice.objects.filter(pk__in=first.all()).update(**noted)
        told += now
    return told


def opened_address(notice: Notice) -> dict[str, Any]:
    """Return the sealed address of a notice to somebody without an account, opened; {} where there is none, or no more."""
    if not notice.address or notice.data_key is None:
        return {}
    return dict(open_json(notice.data_key, bytes(notice.address), purpose="notice.address"))


def address_of(notice: Notice) -> str:
    """Return the e-mail address or telephone number a notice goes to. Raises NoAddress when there is none."""
    wanted = "phone" if notice.channel == Notice.Channel.SMS else "email"
    if notice.recipient is not None:
        found = getattr(notice.recipient, wanted, "") if notice.recipient.is_active else ""
    else:
        found = opened_address(notice).get(wanted, "")
    if not found:
        raise NoAddress(wanted)
    return str(found)
