"""Signing in by a text message: to a confirmed number alone, told alike to everybody, once, in time, and never for staff."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from courtcase.notices.models import Job, KeptMail
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.people.models import Account, PhoneCode, PhoneCodePurpose
from courtcase.people.operations import change_details, close_own_account
from courtcase.register.models import Event
from courtcase.telephone.jobs import send_owed_code
from courtcase.telephone.operations import (
    JOB,
    MINUTES,
    ask_confirmation,
    ask_sign_in,
    forget_codes,
    send_code,
    use_code,
)
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
PHONE = "+77011234567"
HOME = "/ru/account/phone/"
SYSTEM = Actor.system("tests")


@pytest.fixture(autouse=True)
def text_messages(settings: Any) -> None:
    """Keep text messages instead of sending them, and forget the tries of other tests."""
    settings.IS_DEMO = True
    cache.clear()


def last_code() -> str:
    """Do the work that is owed and return the code of the message that came last."""
    for job in Job.objects.filter(kind=JOB).order_by("pk"):
        send_owed_code(job)
    Job.objects.filter(kind=JOB).delete()
    message = KeptMail.objects.filter(channel="sms").latest("pk")
    assert message.to == PHONE
    return re.findall(r"\b\d{6}\b", message.text)[0]


def confirmed(account: Account) -> Account:
    """Return an account whose telephone was confirmed by a code."""
    Account.objects.filter(pk=account.pk).update(phone=PHONE)
    account.refresh_from_db()
    at = timezone.now()
    made = ask_confirmation(account=account, actor=Actor.of(account), at=at)
    code, purpose = last_code(), PhoneCodePurpose.CONFIRM
    assert use_code(code_id=made, purpose=purpose, typed=code, actor=Actor.of(account), at=at) == account
    account.refresh_from_db()
    assert account.phone_confirmed_at
    return account


def asked(client: Client, phone: str = "8 701 123 45 67") -> Any:
    return client.post(f"{HOME}sign-in/", {"phone": phone})


def test_a_telephone_is_confirmed_in_the_settings_and_signs_in(cast: Cast) -> None:
    Account.objects.filter(pk=cast.petitioner.pk).update(phone=PHONE)
    own = Client()
    own.post("/ru/account/login/", {"login": cast.petitioner.email, "password": PASSWORD})
    assert "account/phone/confirm/send/" in own.get("/ru/account/settings/").content.decode()
    assert "reauthenticate" in own.post(f"{HOME}confirm/send/")["Location"], "a way in is guarded by who one is"
    own.post("/ru/account/reauthenticate/", {"password": PASSWORD})
    assert own.get(f"{HOME}confirm/send/")["Location"] == "/ru/account/settings/"
    assert own.post(f"{HOME}confirm/send/")["Location"] == f"{HOME}confirm/"
    assert own.post(f"{HOME}confirm/", {"typed": "000000"}).status_code == 422
    assert own.post(f"{HOME}confirm/", {"typed": last_code()})["Location"] == "/ru/account/settings/"
    phone = Client()
    assert f"{HOME}sign-in/" in phone.get("/ru/account/login/").content.decode()
    assert asked(phone)["Location"] == f"{HOME}sign-in/code/"
    code = last_code()
    assert phone.get(f"{HOME}sign-in/code/").status_code == 200
    answer = phone.post(f"{HOME}sign-in/code/", {"typed": f"{code[:3]} {code[3:]}"})
    assert answer.status_code == 302
    assert phone.session[SESSION_KEY] == str(cast.petitioner.pk)
    names = Event.objects.filter(subject=cast.petitioner.subject).order_by("pk").values_list("name", flat=True)
    assert {"account.phone_confirmed", "account.signed_in_by_phone"} <= set(names)


def test_it_works_once_and_only_where_it_was_asked_for(cast: Cast) -> None:
    confirmed(cast.petitioner)
    one, other = Client(), Client()
    asked(one)
    code = last_code()
    assert other.post(f"{HOME}sign-in/code/", {"typed": code})["Location"] == f"{HOME}sign-in/"
    assert one.post(f"{HOME}sign-in/code/", {"typed": code}).status_code == 302
    row = PhoneCode.objects.get(purpose=PhoneCodePurpose.SIGN_IN)
    again = use_code(
        code_id=row.pk, purpose=PhoneCodePurpose.SIGN_IN, typed=code, actor=Actor.nobody(), at=timezone.now()
    )
    assert again is None


def test_nobody_learns_whose_number_it_is(cast: Cast) -> None:
    confirmed(cast.petitioner)
    KeptMail.objects.all().delete()
    Account.objects.filter(pk=cast.stranger.pk).update(phone="+77020000000")  # never confirmed
    answers = set()
    for phone in ("+77011234567", "+77020000000", "+77030000000"):
        client = Client()
        answer = asked(client, phone)
        page = client.get(answer["Location"]).content.decode()
        wrong = client.post(answer["Location"], {"typed": "000001"})
        told = re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]*"', r"\1", page + wrong.content.decode())
        answers.add((answer.status_code, answer["Location"], wrong.status_code, re.sub(r'nonce="[^"]*"', "", told)))
    assert len(answers) == 1
    assert Job.objects.filter(kind=JOB).count() == 1


def test_who_works_at_the_court_has_a_second_factor_instead(cast: Cast) -> None:
    confirmed(cast.clerk)
    client = Client()
    assert asked(client).status_code == 302
    assert not PhoneCode.objects.filter(purpose=PhoneCodePurpose.SIGN_IN).exists()


def test_a_role_given_after_the_code_was_sent_closes_the_road_too(cast: Cast) -> None:
    confirmed(cast.petitioner)
    made = ask_sign_in(phone=PHONE, actor=Actor.nobody(), at=timezone.now())
    code = last_code()
    cast.clerk.grants.update(account=cast.petitioner)
    purpose = PhoneCodePurpose.SIGN_IN
    assert made is not None
    assert use_code(code_id=made, purpose=purpose, typed=code, actor=Actor.nobody(), at=timezone.now()) is None


def test_a_second_factor_is_asked_for_after_the_code(cast: Cast) -> None:
    confirmed(cast.petitioner)
    TOTP.activate(cast.petitioner, generate_totp_secret())
    client = Client()
    asked(client)
    answer = client.post(f"{HOME}sign-in/code/", {"typed": last_code()})
    assert "second-factor" in answer["Location"]
    assert SESSION_KEY not in client.session


def test_five_tries_twenty_minutes_and_five_codes_an_hour(cast: Cast) -> None:
    account, at, purpose = confirmed(cast.petitioner), timezone.now() + timedelta(days=1, minutes=1), "sign_in"
    made = ask_sign_in(phone=PHONE, actor=Actor.nobody(), at=at)
    send_code(code_id=made or 0, actor=SYSTEM, at=at)
    code = last_code()

    def use(typed: str, minutes: int) -> Account | None:
        later = at + timedelta(minutes=minutes)
        sort = PhoneCodePurpose(purpose)
        return use_code(code_id=made or 0, purpose=sort, typed=typed, actor=Actor.nobody(), at=later)

    assert MINUTES >= 20
    assert use(code, MINUTES) is None, "it is over"
    for _time in range(5):
        assert use("x", 1) is None
    assert use(code, 1) is None, "five wrong words ended it"
    again = [ask_sign_in(phone=PHONE, actor=Actor.nobody(), at=at) for _time in range(5)]
    assert [one is not None for one in again] == [True] * 4 + [False]
    assert PhoneCode.objects.filter(account=account, purpose=purpose, revoked_at=None).count() == 1


def test_who_confirms_a_number_last_has_it(cast: Cast) -> None:
    confirmed(cast.stranger)
    confirmed(cast.petitioner)
    cast.stranger.refresh_from_db()
    assert cast.stranger.phone_confirmed_at is None
    assert Event.objects.filter(subject=cast.stranger.subject, name="account.phone_lost").exists()


def test_another_number_and_a_closed_account_sign_nobody_in(cast: Cast) -> None:
    account = confirmed(cast.petitioner)
    actor, at = Actor.of(account), timezone.now()
    change_details(account=account, full_name=account.full_name, phone="+77020000000", actor=actor, at=at)
    account.refresh_from_db()
    assert account.phone_confirmed_at is None
    confirmed(account)
    close_own_account(account=account, actor=Actor.of(account), at=at)
    assert not PhoneCode.objects.exists()
    assert ask_sign_in(phone=PHONE, actor=Actor.nobody(), at=at) is None


def test_refusals(cast: Cast, settings: Any) -> None:
    at, own = timezone.now(), Actor.of(cast.petitioner)
    for phone in ("", "12", "x" * 30, "\u202e701"):
        with pytest.raises(OperationError):
            ask_sign_in(phone=phone, actor=Actor.nobody(), at=at)
        assert asked(Client(), phone).status_code == 422
    with pytest.raises(WrongState):
        ask_confirmation(account=cast.petitioner, actor=own, at=at)
    with pytest.raises(NotAllowed):
        ask_confirmation(account=cast.stranger, actor=own, at=at)
    with pytest.raises(NotAllowed):
        send_code(code_id=1, actor=own, at=at)
    assert send_code(code_id=0, actor=SYSTEM, at=at) is False
    settings.IS_DEMO, settings.SMS_URL = False, ""
    assert asked(Client()).status_code == 422
    assert f"{HOME}sign-in/" not in Client().get("/ru/account/login/").content.decode()


def test_old_codes_are_swept(cast: Cast) -> None:
    confirmed(cast.petitioner)
    month = timezone.now() + timedelta(days=30)
    assert forget_codes(actor=SYSTEM, at=month - timedelta(hours=1)) == 0
    assert forget_codes(actor=SYSTEM, at=month + timedelta(hours=1)) == 1
    with pytest.raises(NotAllowed):
        forget_codes(actor=Actor.of(cast.clerk), at=month)


@pytest.mark.parametrize(("language", "word"), [("kk", "Кіру"), ("ru", "Войти"), ("en", "Sign in")])
def test_the_pages_speak_three_languages(language: str, word: str) -> None:
    page = Client().get(f"/{language}/account/phone/sign-in/").content.decode()
    assert word in page
    assert 'autocomplete="tel"' in page
