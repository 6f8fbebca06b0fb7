"""An e-mail that comes back: to an address of its own, by the mail server's pipe or a provider's call; nobody learns more."""

from __future__ import annotations

import io
import json
import logging
import time
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from courtcase.notices.mail import compose
from courtcase.notices.models import Bounce, Job, Notice
from courtcase.notices.operations import owe_notice
from courtcase.notices.reports import report_in_json, report_of
from courtcase.notices.return_paths import notice_named, return_path
from courtcase.notices.texts import render
from courtcase.people.models import Account
from courtcase.register.models import Subject
from tests.notices.bouncing import DOMAIN, SECRET, returned, signature

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workshop")]
PAGE = "/mail/came-back/"


@pytest.fixture
def sent(subject: Subject, aigerim: Account, settings: Any) -> Notice:
    """Return an e-mail that the mail server took."""
    settings.BOUNCE_DOMAIN, settings.BOUNCE_SECRET = DOMAIN, SECRET
    notice = owe_notice(subject=subject, event="workshop.told", recipient=aigerim, channel="email", language="ru")
    Notice.objects.filter(pk=notice.pk).update(state=Notice.State.SENT, settled_at=timezone.now())
    notice.refresh_from_db()
    return notice


def piped(monkeypatch: pytest.MonkeyPatch, raw: bytes, *arguments: str) -> None:
    """Run the command as a mail server's pipe does."""
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    call_command("take_bounce", *arguments)


def test_each_notice_has_an_address_of_its_own_that_nobody_can_make_up(sent: Notice, settings: Any) -> None:
    back = return_path(sent.public_id)
    assert notice_named(f"<{back.upper()}>") == sent.public_id
    assert len(back.partition("@")[0]) <= 64
    assert notice_named("a" + back) is None
    swapped = back[:5] + ("a" if back[5] != "a" else "b") + back[6:]
    assert notice_named(swapped) is None
    assert notice_named(back.replace(DOMAIN, "elsewhere.example")) is None
    settings.BOUNCE_DOMAIN = ""
    assert return_path(sent.public_id) == ""
    assert notice_named(back) is None


def test_the_envelope_bears_it_and_people_see_the_court(sent: Notice, settings: Any, mailoutbox: list[Any]) -> None:
    from courtcase.notices import mail

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "Court <court@court.example>"
    back = return_path(sent.public_id)
    mail.send(to="aigerim@example.org", text=render(sent), language="ru", key=sent.key, return_path=back)
    (message,) = mailoutbox
    assert message.from_email == back
    assert message.message()["From"] == "Court <court@court.example>"
    plain = compose(to="aigerim@example.org", text=render(sent), language="ru", key=sent.key)
    assert plain.message()["From"] == plain.from_email == "Court <court@court.example>"


@pytest.mark.parametrize(
    ("status", "action", "is_final"),
    [("5.1.1", "failed", True), ("4.2.2", "delayed", False), ("4.2.2", "failed", False), ("4.4.7", "failed", True)],
)
def test_for_good_it_is_undelivered_and_for_now_only_noted(
    sent: Notice, monkeypatch: pytest.MonkeyPatch, status: str, action: str, is_final: bool
) -> None:
    for _twice in range(2):
        piped(monkeypatch, returned(return_path(sent.public_id), status=status, action=action))
    sent.refresh_from_db()
    assert (sent.state == Notice.State.UNDELIVERED) is is_final
    assert list(Bounce.objects.values_list("status", "is_final")) == [(status, is_final)]
    assert Job.objects.filter(kind="notices.came_back").count() == is_final


def test_the_envelope_says_more_than_the_headers(sent: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, returned("postmaster@court.example"), "--to", return_path(sent.public_id))
    assert Bounce.objects.get().notice == sent


def test_what_is_no_report_or_names_nothing_leaves_no_trace(
    sent: Notice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    back = return_path(sent.public_id)
    for raw in (
        b"",
        b"\xff\x00\x80" * 99,
        f"To: {back}\nSubject: I am away\n\nUntil Monday.".encode(),
        returned(back, action="delivered"),
        returned(back, status="nonsense"),
        returned("someone@court.example"),
        returned(return_path(uuid4())),
    ):
        piped(monkeypatch, raw)
    assert capsys.readouterr().out == ""
    assert not Bounce.objects.exists()
    assert "aigerim@" not in caplog.text
    assert report_in_json(b"[1]") is report_in_json(b"{") is None
    assert report_of(returned(back)) == report_in_json(json.dumps({"recipient": back, "status": "5.1.1"}).encode())


def test_a_provider_signs_and_is_answered_the_same_whatever_it_names(sent: Notice, settings: Any) -> None:
    now, client = int(time.time()), Client(enforce_csrf_checks=True)

    def told(raw: bytes, signed: str) -> int:
        answer = client.post(PAGE, raw, content_type="application/json", headers={"Courtcase-Signature": signed})
        assert answer.content == b""
        return int(answer.status_code)

    known, unknown = (
        json.dumps({"recipient": return_path(one), "status": "5.1.1"}).encode() for one in (sent.public_id, uuid4())
    )
    for signed in ("", signature(known, now, "other"), signature(known, now - 3600), signature(unknown, now)):
        assert told(known, signed) == 403
    assert told(unknown, signature(unknown, now)) == 204
    assert not Bounce.objects.exists()
    assert told(known, signature(known, now)) == told(known, signature(known, now)) == 204
    sent.refresh_from_db()
    assert (sent.state, sent.last_error) == (Notice.State.UNDELIVERED, "came_back 5.1.1")
    raw = returned(return_path(sent.public_id), status="5.2.2")
    by_message = client.post(
        PAGE, raw, content_type="message/rfc822", headers={"Courtcase-Signature": signature(raw, now)}
    )
    assert by_message.status_code == 204
    assert Bounce.objects.count() == 2
    settings.BOUNCE_SECRET = ""
    assert client.post(PAGE, known, content_type="application/json").status_code == 404
