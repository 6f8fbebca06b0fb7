"""Changes of how an account is guarded are recorded, and sessions of staff end."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from courtcase.people.middleware import STAFF_SEEN, STAFF_SINCE
from courtcase.people.models import Account
from courtcase.register.models import Event
from tests.cast import PASSWORD, Cast
from tests.people.test_second_factor import add_app, proven

pytestmark = pytest.mark.django_db
NEW = "five other quiet words"


def recorded(account: Account) -> list[tuple[str, dict[str, Any]]]:
    """Return what was recorded of how the account is guarded."""
    found = Event.objects.filter(subject=account.subject).exclude(
        name__in=["account.registered", "account.role_granted"]
    )
    assert all(event.actor == account for event in found)
    return list(found.order_by("pk").values_list("name", "body"))


def last_code() -> str:
    found = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def test_a_changed_password(cast: Cast) -> None:
    client = proven(cast.petitioner)
    wanted = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/ru/account/password/change/", wanted)
    assert recorded(cast.petitioner) == [("account.password_changed", {})]


def test_a_wrong_password_records_nothing(cast: Cast) -> None:
    client = proven(cast.petitioner)
    client.post("/ru/account/password/change/", {"oldpassword": "x", "password1": NEW, "password2": NEW})
    assert recorded(cast.petitioner) == []


def test_a_recovered_password(cast: Cast) -> None:
    client = Client()
    client.post("/ru/account/password/reset/", {"email": cast.petitioner.email})
    client.post("/ru/account/password/reset/confirm/", {"code": last_code()})
    client.post("/ru/account/password/reset/complete/", {"password1": NEW, "password2": NEW})
    assert recorded(cast.petitioner) == [("account.password_recovered", {})]


def test_a_changed_email_without_the_address(cast: Cast) -> None:
    client = proven(cast.petitioner)
    client.post("/ru/account/email/", {"action_add": "", "email": "new@example.kz"})
    client.post("/ru/account/confirm-email/", {"code": last_code()})
    assert Account.objects.get(pk=cast.petitioner.pk).email == "new@example.kz"
    assert recorded(cast.petitioner) == [("account.email_changed", {})]


def test_a_second_factor_that_comes_and_goes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    # The letter goes out after the commit, and a test's transaction never commits.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda function, **_keywords: function())
    client = proven(cast.petitioner)
    add_app(client)
    client.post("/ru/account/second-factor/recovery-codes/generate/")
    client.post("/ru/account/second-factor/totp/deactivate/")
    assert recorded(cast.petitioner) == [
        ("account.second_factor_added", {"factor": "app"}),
        ("account.recovery_codes_made", {}),
        ("account.second_factor_removed", {"factor": "app"}),
    ]


def aged(account: Account, hours: float) -> Client:
    """Return a client signed in so many hours ago."""
    client = Client()
    client.force_login(account)
    client.get("/ru/account/settings/")
    session = client.session
    if STAFF_SINCE in session:
        session[STAFF_SINCE] = int((timezone.now() - timedelta(hours=hours)).timestamp())
        session.save()
    return client


def test_staff_sign_in_anew_after_twelve_hours(cast: Cast) -> None:
    assert aged(cast.clerk, 11.9).get("/ru/account/settings/").status_code == 200
    client = aged(cast.clerk, 12)
    answer = client.get("/ru/account/settings/")
    assert answer["Location"] == "/ru/account/login/?next=/ru/account/settings/"
    client.post("/ru/account/login/", {"login": cast.clerk.email, "password": PASSWORD})
    assert client.get("/ru/account/settings/").status_code == 200


def test_busy_staff_do_not_stay_longer(cast: Cast) -> None:
    client = aged(cast.clerk, 11.9)
    before = client.session[STAFF_SINCE]
    client.post("/ru/account/settings/shortcuts/", {})
    assert client.session[STAFF_SINCE] == before


def test_the_hours_are_set_by_the_installation(cast: Cast, settings: Any) -> None:
    settings.STAFF_SESSION_HOURS = 1
    assert aged(cast.clerk, 1.1).get("/ru/account/settings/").status_code == 302


def idle(account: Account, minutes: float) -> Client:
    """Return a client signed in just now that nobody used for so many minutes."""
    client = aged(account, 3)
    session = client.session
    session[STAFF_SEEN] = int((timezone.now() - timedelta(minutes=minutes)).timestamp())
    session.save()
    return client


def test_a_session_of_staff_that_lies_idle_ends(cast: Cast, settings: Any) -> None:
    assert idle(cast.clerk, 121).get("/ru/account/settings/").status_code == 302
    client = idle(cast.clerk, 119)
    assert client.get("/ru/account/settings/").status_code == 200
    assert timezone.now().timestamp() - client.session[STAFF_SEEN] < 60, "a page is a use"
    settings.STAFF_IDLE_MINUTES = 0
    assert idle(cast.clerk, 170).get("/ru/account/settings/").status_code == 200


def test_an_administrator_ends_every_session_of_an_account(cast: Cast) -> None:
    client = Client()
    client.post("/ru/account/login/", {"login": cast.clerk.email, "password": PASSWORD})
    assert client.get("/ru/account/settings/").status_code == 200
    administrator = Client()
    administrator.force_login(cast.administrator)
    address = f"/ru/administration/accounts/{cast.clerk.public_id}/end-sessions/"
    assert client.post(address).status_code == 404
    assert administrator.post(address).status_code == 302
    assert client.get("/ru/account/settings/").status_code == 302
    assert administrator.get("/ru/account/settings/").status_code == 200


def test_what_was_sent_too_late_changes_nothing(cast: Cast) -> None:
    answer = aged(cast.clerk, 12).post("/ru/account/settings/shortcuts/", {})
    assert answer.status_code in {403, 404}
    assert Account.objects.get(pk=cast.clerk.pk).keyboard_shortcuts


def test_public_pages_stay_open_to_whoever_was_signed_in(cast: Cast) -> None:
    assert aged(cast.clerk, 12).get("/ru/").status_code == 200


def test_citizens_stay(cast: Cast) -> None:
    client = aged(cast.petitioner, 100)
    assert STAFF_SINCE not in client.session
    assert client.get("/ru/account/settings/").status_code == 200
    assert 13 * 86400 < client.session.get_expiry_age() <= 14 * 86400
