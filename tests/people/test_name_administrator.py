"""The first administrator is named by a command: nobody could do so on a page of a new installation."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from courtcase.people.models import Account, RoleGrant
from courtcase.register.models import Event
from tests.cast import Cast

EMAIL = "first@court.example"


def name(email: str = EMAIL, **options: Any) -> str:
    """Run the command and return what it printed."""
    out = StringIO()
    call_command("name_administrator", email, "Дәурен Үлгібай", order="Order No. 1", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_a_new_account_becomes_administrator_and_is_recorded() -> None:
    assert "Named" in name(email="First@Court.example")
    account = Account.objects.get(email=EMAIL)
    assert not account.has_usable_password()
    assert [grant.role for grant in RoleGrant.objects.filter(account=account)] == ["administrator"]
    told = Event.objects.filter(subject=account.subject).order_by("pk").values_list("name", "actor_name")
    assert list(told) == [
        ("account.registered", "name_administrator"),
        ("account.role_granted", "name_administrator"),
    ]


@pytest.mark.django_db
def test_the_administrator_named_can_ask_for_a_password(mailoutbox: list[Any]) -> None:
    name()
    answer = Client().post("/ru/account/password/reset/", {"email": EMAIL})
    assert answer.status_code == 302
    assert [letter.to for letter in mailoutbox] == [[EMAIL]]


def test_staff_of_another_role_are_refused(cast: Cast) -> None:
    with pytest.raises(CommandError):
        name(email=str(cast.clerk.email))
    assert not RoleGrant.objects.filter(account=cast.clerk, role="administrator").exists()


@pytest.mark.django_db
def test_what_is_no_address_makes_no_account() -> None:
    with pytest.raises(CommandError, match="no e-mail"):
        name(email="nobody")
    assert not Account.objects.exists()
