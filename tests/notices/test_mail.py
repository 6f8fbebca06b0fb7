"""E-mail over a real SMTP server: sent once, with one Message-ID; refused, lost and doubtful messages told apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from courtcase.notices.leases import claim, due_notices, mark_perhaps_sent
from courtcase.notices.models import Notice
from courtcase.notices.operations import owe_notice
from courtcase.notices.sending import send_notice
from courtcase.notices.working import work_off
from courtcase.people.models import Account
from courtcase.register.models import Subject
from tests.notices.mail_server import MailServer, running_mail_server
from tests.workers import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workshop")]


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """Run a mail server and let the application use it."""
    with running_mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 2
        settings.DEFAULT_FROM_EMAIL = "Court <court@court.example>"
        yield running


@pytest.fixture
def notice(subject: Subject, aigerim: Account) -> Notice:
    """Owe Aigerim one e-mail."""
    return owe_notice(subject=subject, event="workshop.told", recipient=aigerim, channel="email", language="ru")


def send(notice: Notice) -> Notice:
    """Do what is owed and return the notice as it then stands."""
    work_off()
    notice.refresh_from_db()
    return notice


def test_a_notice_is_sent_as_text_and_html(server: MailServer, notice: Notice) -> None:
    assert send(notice).state == Notice.State.SENT
    (message,) = server.messages
    assert message["To"] == "aigerim@example.org"
    assert message["Subject"] == "Told & heard"
    assert message["Message-ID"] == f"<{notice.key[:40]}@court.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in message
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert "O'Neill wrote" in plain.get_content()
    assert '<a href="https://court.example/track"' in html.get_content()


def test_markup_in_a_text_stays_text_in_html(server: MailServer, subject: Subject, aigerim: Account) -> None:
    context = {"words": "<script>alert(1)</script>"}
    send(
        owe_notice(
            subject=subject, event="workshop.told", recipient=aigerim, channel="email", language="en", context=context
        )
    )
    html = server.messages[0].get_body(("html",))
    assert html is not None
    assert "<script>" not in html.get_content()


@pytest.mark.parametrize(
    "title", ["Hello\r\nBcc: x@evil.example", "Hello\nBcc: x@evil.example\n\nbody", "a\x1bb\u202ec"]
)
def test_headers_cannot_be_injected(server: MailServer, subject: Subject, aigerim: Account, title: str) -> None:
    context = {"title": title}
    send(
        owe_notice(
            subject=subject, event="workshop.told", recipient=aigerim, channel="email", language="en", context=context
        )
    )
    (message,) = server.messages
    assert message["Bcc"] is None
    assert "\n" not in message["Subject"]
    assert message["Subject"].isprintable()


def test_an_address_with_a_line_break_is_not_delivered(server: MailServer, subject: Subject) -> None:
    address = {"email": "a@b.kz\nBcc: x@evil.example"}
    notice = owe_notice(subject=subject, event="workshop.told", address=address, channel="email", language="kk")
    assert send(notice).state == Notice.State.UNDELIVERED
    assert notice.last_error == "NotSent malformed_address"
    assert not server.messages


def test_somebody_without_an_account_gets_the_mail(server: MailServer, subject: Subject) -> None:
    address = {"email": "serik@example.org"}
    send(owe_notice(subject=subject, event="workshop.told", address=address, channel="email", language="kk"))
    assert server.messages[0]["To"] == "serik@example.org"


@pytest.mark.parametrize(
    ("command", "answer", "state"),
    [
        ("RCPT", "550 no such person", Notice.State.UNDELIVERED),
        ("RCPT", "451 try later", Notice.State.OWED),
        ("MAIL", "550 not from you", Notice.State.OWED),
        ("DATA", "552 too large", Notice.State.OWED),
        ("DATA", "hang up", Notice.State.PERHAPS_SENT),
    ],
)
def test_what_the_server_answers(server: MailServer, notice: Notice, command: str, answer: str, state: str) -> None:
    server.answers[command] = answer
    assert send(notice).state == state
    assert notice.lease_token is None
    assert "no such person" not in notice.last_error


def test_a_server_that_hangs_up_on_quit_has_taken_the_message(server: MailServer, notice: Notice) -> None:
    server.answers["QUIT"] = "hang up"
    assert send(notice).state == Notice.State.SENT


def test_a_server_that_is_not_there_is_tried_later(server: MailServer, notice: Notice, settings: Any) -> None:
    settings.EMAIL_PORT = free_port()
    assert send(notice).state == Notice.State.OWED
    assert notice.sending_since is None
    assert notice.last_error == "NotSent mail_server_unreachable"


def test_a_notice_without_an_address_is_not_delivered(server: MailServer, notice: Notice, aigerim: Account) -> None:
    Account.objects.filter(pk=aigerim.pk).update(email=None)
    assert send(notice).state == Notice.State.UNDELIVERED
    assert notice.last_error == "NoAddress email"


def test_a_worker_that_died_while_sending_leaves_perhaps_sent(server: MailServer, notice: Notice) -> None:
    held = claim(due_notices(timezone.now()), at=timezone.now())
    assert held is not None
    Notice.objects.update(sending_since=timezone.now(), lease_until=timezone.now() - timedelta(seconds=1))
    assert send(notice).state == Notice.State.OWED
    assert mark_perhaps_sent(at=timezone.now()) == 1
    assert send(notice).state == Notice.State.PERHAPS_SENT
    assert not server.messages


def test_sending_again_what_was_sent_does_nothing(server: MailServer, notice: Notice) -> None:
    held = claim(due_notices(timezone.now()), at=timezone.now())
    assert held is not None
    send_notice(held)
    send_notice(held)
    assert len(server.messages) == 1
