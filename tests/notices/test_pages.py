"""Pages of notices: who enters, what they see, what they decide, and that two people deciding at once do it once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courtcase.notices import queries
from courtcase.notices.decisions import mark_delivered, mark_printed, mark_read, send_again
from courtcase.notices.kept import keep
from courtcase.notices.models import Notice
from courtcase.notices.operations import owe_notice
from courtcase.notices.working import sweep, work_off
from courtcase.operations import NotAllowed, WrongState
from courtcase.people.actors import Actor
from courtcase.people.models import Account, RoleGrant
from courtcase.register.models import RecordedRead, Subject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workshop")]

STAFF_PAGES = ("/en/desk/undelivered/", "/en/desk/letters-to-print/")


@pytest.fixture
def registrar(db: None) -> Account:
    """Return the registrar of correspondence."""
    account = Account.objects.create(email="registrar@demo.court", full_name="Registrar", language="kk", synthetic=True)
    today = timezone.localdate()
    RoleGrant.objects.create(account=account, role="registrar", valid_from=today, granted_by=account, reason="test")
    return account


def owe(subject: Subject, recipient: Account, channel: str, key: str = "") -> Notice:
    """Owe the workshop's notice."""
    return owe_notice(
        subject=subject, event="workshop.told", recipient=recipient, channel=channel, language="ru", key=key
    )


def signed_in(account: Account) -> Client:
    """Return a browser in which the account is signed in."""
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_staff_pages_are_closed_to_petitioners_and_strangers(page: str, aigerim: Account) -> None:
    assert signed_in(aigerim).get(page).status_code == 404
    assert Client().get(page).status_code in {302, 404}


@pytest.mark.parametrize("verb", ["resend", "delivered"])
def test_a_petitioner_decides_nothing(verb: str, subject: Subject, aigerim: Account) -> None:
    notice = owe(subject, aigerim, "email")
    Notice.objects.update(state=Notice.State.UNDELIVERED)
    assert signed_in(aigerim).post(f"/en/desk/undelivered/{notice.public_id}/{verb}/").status_code == 404
    for operation in (send_again, mark_delivered, mark_printed):
        with pytest.raises(NotAllowed):
            operation(notice=notice, actor=Actor.of(aigerim), at=timezone.now())


def test_an_undelivered_notice_is_sent_again(
    subject: Subject, aigerim: Account, registrar: Account, mailoutbox: Any
) -> None:
    notice = owe(subject, aigerim, "email")
    Notice.objects.update(state=Notice.State.PERHAPS_SENT, attempts=20, sending_since=timezone.now())
    browser = signed_in(registrar)
    assert aigerim.full_name in browser.get("/en/desk/undelivered/").content.decode()
    answer = browser.post(f"/en/desk/undelivered/{notice.public_id}/resend/")
    assert (answer.status_code, answer["Location"]) == (303, "/en/desk/undelivered/")
    work_off()
    notice.refresh_from_db()
    assert (notice.state, notice.decided_by) == (Notice.State.SENT, registrar)
    assert len(mailoutbox) == 1


def test_two_decisions_about_one_notice_are_one(subject: Subject, aigerim: Account, registrar: Account) -> None:
    notice = owe(subject, aigerim, "email")
    Notice.objects.update(state=Notice.State.UNDELIVERED)
    mark_delivered(notice=notice, actor=Actor.of(registrar), at=timezone.now())
    with pytest.raises(WrongState):
        send_again(notice=notice, actor=Actor.of(registrar), at=timezone.now())
    answer = signed_in(registrar).post(f"/en/desk/undelivered/{notice.public_id}/resend/", follow=True)
    assert "already decided" in answer.content.decode()


def test_a_letter_waits_until_it_is_printed(subject: Subject, registrar: Account) -> None:
    address = {"name": "Serik Omarov", "lines": ["Abai 1", "Almaty"]}
    notice = owe_notice(subject=subject, event="workshop.told", address=address, channel="post", language="kk")
    work_off()
    browser = signed_in(registrar)
    assert str(notice.public_id) in browser.get("/en/desk/letters-to-print/").content.decode()
    letter = browser.get(f"/en/desk/letters-to-print/{notice.public_id}/").content.decode()
    assert "Serik Omarov" in letter
    assert "Serik Omarov<br>Abai 1<br>Almaty" in letter
    read = RecordedRead.objects.get()
    assert (read.subject, read.account, read.place) == (subject, registrar, "notice.print_queue")
    assert browser.post(f"/en/desk/letters-to-print/{notice.public_id}/printed/").status_code == 303
    notice.refresh_from_db()
    assert (notice.state, notice.decided_by) == (Notice.State.PRINTED, registrar)
    assert mark_printed(notice=notice, actor=Actor.of(registrar), at=timezone.now()).state == Notice.State.PRINTED
    assert browser.get(f"/en/desk/letters-to-print/{notice.public_id}/").status_code == 404


def test_an_email_is_no_letter(subject: Subject, aigerim: Account, registrar: Account) -> None:
    with pytest.raises(WrongState):
        mark_printed(notice=owe(subject, aigerim, "email"), actor=Actor.of(registrar), at=timezone.now())


def test_an_account_reads_its_own_notices_alone(subject: Subject, aigerim: Account, registrar: Account) -> None:
    owe(subject, aigerim, "inapp")
    sweep(at=timezone.now())
    assert Notice.objects.get().state == Notice.State.SENT
    assert queries.unread_count(aigerim, timezone.now()) == 1
    assert "Told &amp; heard" in signed_in(aigerim).get("/en/notices/").content.decode()
    assert "Told &amp; heard" not in signed_in(registrar).get("/en/notices/").content.decode()
    assert signed_in(aigerim).post("/en/notices/read/").status_code == 303
    assert queries.unread_count(aigerim, timezone.now()) == 0


def test_nobody_has_no_notices() -> None:
    with pytest.raises(NotAllowed):
        mark_read(actor=Actor.nobody(), at=timezone.now())


def test_a_notice_that_can_no_longer_be_rendered_does_not_take_the_list_with_it(
    subject: Subject, aigerim: Account
) -> None:
    owe(subject, aigerim, "inapp")
    Notice.objects.update(event="room.gone")
    assert signed_in(aigerim).get("/en/notices/").status_code == 200


@pytest.mark.parametrize("identifier", ["95571710-5c76-4bd6-81ab-876c253c94f4", "1", "%00"])
def test_forged_ids_lead_nowhere(identifier: str, registrar: Account) -> None:
    assert signed_in(registrar).post(f"/en/desk/undelivered/{identifier}/resend/").status_code == 404


def test_the_kept_mail_is_there_in_a_demo_alone(settings: Any) -> None:
    keep(
        reference="x", channel="email", to="a@demo.court", title="<b>Hello</b>", text="See https://x.kz", language="kk"
    )
    assert Client().get("/en/demo/mail/").status_code == 404
    settings.IS_DEMO = True
    page = Client().get("/en/demo/mail/").content.decode()
    assert "&lt;b&gt;Hello" in page
    assert 'href="https://x.kz"' in page


def test_a_demo_keeps_every_mail_once(settings: Any, subject: Subject, aigerim: Account) -> None:
    from courtcase.notices.models import KeptMail

    settings.EMAIL_BACKEND = "courtcase.notices.kept.KeepingBackend"
    owe(subject, aigerim, "email")
    work_off()
    kept = KeptMail.objects.get()
    assert (kept.to, kept.title, kept.language) == ("aigerim@example.org", "Told & heard", "ru")
