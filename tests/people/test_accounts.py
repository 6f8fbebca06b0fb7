"""Operations on one's own account, on sessions and on institutions."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.people.cast import INSTITUTIONS, MEMBERS, create_cast
from courtcase.people.models import Account, Institution, RoleGrant
from courtcase.people.operations import (
    change_details,
    change_language,
    change_shortcuts,
    create_institution,
    deactivate_account,
    invite_officer,
    register_account,
    revoke_all_sessions,
    revoke_officer,
    revoke_session,
)
from courtcase.register.models import Event
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SYSTEM = Actor.system("test")


def names(account: Account) -> list[str]:
    return list(Event.objects.filter(subject=account.subject).order_by("pk").values_list("name", flat=True))


def registered(**changed: Any) -> Account:
    wanted = {"email": "A@Example.kz ", "full_name": " Ана  Үлгі ", "language": "kk", "actor": SYSTEM, "at": NOW}
    return register_account(**{**wanted, **changed})


def test_registering_keeps_a_tidy_name_and_a_lower_case_email() -> None:
    account = registered(password="plain words for one")
    assert (account.email, account.full_name) == ("a@example.kz", "Ана Үлгі")
    assert account.check_password("plain words for one")
    assert names(account) == ["account.registered", "account.role_granted"]


def test_without_a_password_none_opens_the_account() -> None:
    assert not registered().has_usable_password()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"full_name": "  "}, "full_name"),
        ({"full_name": "x" * 201}, "full_name"),
        ({"full_name": "a\x00"}, "full_name"),
        ({"full_name": "a\u202eb"}, "full_name"),
        ({"language": "de"}, "language"),
    ],
)
def test_what_cannot_be_kept_is_refused(changed: dict[str, str], field: str) -> None:
    with pytest.raises(OperationError) as refused:
        registered(**changed)
    assert refused.value.field == field


def test_one_email_one_account_whatever_the_letter_case() -> None:
    registered()
    with pytest.raises(OperationError) as refused:
        registered(email="a@EXAMPLE.kz")
    assert refused.value.code == "taken"
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(email="B@example.kz", full_name="B")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+7 (701) 123-45-67", "+77011234567"),
        ("87011234567", "+77011234567"),
        ("77011234567", "+77011234567"),
        ("", None),
        ("+49 30 1234567", "+49301234567"),
    ],
)
def test_a_telephone_is_kept_in_one_form(cast: Cast, typed: str, kept: str | None) -> None:
    actor = cast.actor("petitioner")
    changed = change_details(account=cast.petitioner, full_name="Ә Ү", phone=typed, actor=actor, at=NOW)
    assert changed.phone == kept
    assert Event.objects.latest("pk").body["fields"].startswith("full_name")


@pytest.mark.parametrize("typed", ["12", "call me", "+0701", "+7701" * 9, "+7701\x00"])
def test_a_telephone_that_is_none_is_refused(cast: Cast, typed: str) -> None:
    actor = cast.actor("petitioner")
    with pytest.raises(OperationError) as refused:
        change_details(account=cast.petitioner, full_name="Ә Ү", phone=typed, actor=actor, at=NOW)
    assert refused.value.field == "phone"


@pytest.mark.parametrize("key", ["stranger", "clerk", "administrator"])
def test_nobody_changes_anothers_account(cast: Cast, key: str) -> None:
    wanted: dict[str, Any] = {"account": cast.petitioner, "actor": cast.actor(key), "at": NOW}
    with pytest.raises(NotAllowed):
        change_details(full_name="x", phone="", **wanted)
    with pytest.raises(NotAllowed):
        change_language(language="en", **wanted)
    with pytest.raises(NotAllowed):
        change_shortcuts(enabled=False, **wanted)
    with pytest.raises(NotAllowed):
        revoke_session(session_id=1, **wanted)


def test_the_language_is_changed_once_and_told_once(cast: Cast) -> None:
    for _ in range(2):
        change_language(account=cast.clerk, language="en", actor=cast.actor("clerk"), at=NOW)
    assert Account.objects.get(pk=cast.clerk.pk).language == "en"
    assert names(cast.clerk).count("account.language_changed") == 1


def test_closing_an_account_is_the_administrators_and_done_once(cast: Cast) -> None:
    wanted: dict[str, Any] = {"account": cast.clerk, "reason": "order 9", "at": NOW}
    for key in ("clerk", "head_of_intake", "petitioner"):
        with pytest.raises(NotAllowed):
            deactivate_account(actor=cast.actor(key), **wanted)
    closed = deactivate_account(actor=cast.actor("administrator"), **wanted)
    assert (closed.is_active, closed.deactivated_at, closed.deactivated_reason) == (False, NOW, "order 9")
    with pytest.raises(WrongState):
        deactivate_account(actor=cast.actor("administrator"), **wanted)
    with pytest.raises(NotAllowed):
        deactivate_account(**{**wanted, "account": cast.administrator}, actor=cast.actor("administrator"))


def two_sessions(account: Account) -> tuple[Client, Client]:
    clients = (Client(), Client())
    for client in clients:
        client.post("/ru/account/login/", {"login": account.email, "password": PASSWORD})
    return clients


def test_ending_all_other_sessions_leaves_this_one(cast: Cast) -> None:
    here, there = two_sessions(cast.clerk)
    key = here.session.session_key
    assert revoke_all_sessions(account=cast.clerk, keep=key, actor=cast.actor("clerk"), at=NOW) == 1
    assert here.get("/ru/account/settings/").status_code == 200
    assert there.get("/ru/account/settings/").status_code == 302
    assert names(cast.clerk)[-1] == "account.sessions_ended"


def test_anothers_session_is_not_ended_by_its_number(cast: Cast) -> None:
    here, _there = two_sessions(cast.clerk)
    number = UserSession.objects.filter(user=cast.clerk).earliest("pk").pk
    assert revoke_session(account=cast.stranger, session_id=number, actor=cast.actor("stranger"), at=NOW) == 0
    assert here.get("/ru/account/settings/").status_code == 200


def test_a_session_whose_key_changed_is_ended_all_the_same(cast: Cast) -> None:
    here, there = two_sessions(cast.petitioner)
    known = there.session.session_key
    answer = there.post("/ru/petitions/new/", {"petitioner_kind": "citizen", "language": "ru"})
    assert answer.status_code == 302
    assert there.session.session_key != known, "a petition begun gives the session another key"
    assert there.get("/ru/account/settings/").status_code == 200
    key = here.session.session_key
    assert revoke_all_sessions(account=cast.petitioner, keep=key, actor=cast.actor("petitioner"), at=NOW) == 1
    assert there.get("/ru/account/settings/").status_code == 302


def test_a_session_that_was_ended_meanwhile_is_not_made_anew(cast: Cast) -> None:
    _here, there = two_sessions(cast.petitioner)
    read = there.session  # as a request read it, before somebody ended it
    assert "_auth_user_id" in read
    assert revoke_all_sessions(account=cast.petitioner, actor=cast.actor("petitioner"), at=NOW) == 2
    read.cycle_key()
    assert "_auth_user_id" not in read
    assert not UserSession.objects.filter(user=cast.petitioner).exists()


def test_closing_an_account_ends_its_sessions(cast: Cast) -> None:
    here, _there = two_sessions(cast.clerk)
    deactivate_account(account=cast.clerk, reason="order", actor=cast.actor("administrator"), at=NOW)
    assert here.get("/ru/account/settings/").status_code == 302
    assert not UserSession.objects.filter(user=cast.clerk).exists()


def test_an_institution_is_entered_by_the_administrator(cast: Cast) -> None:
    wanted = {"name_kk": "Бас", "name_ru": "Ген", "name_en": "Gen", "kind": "prosecutor_general", "at": NOW}
    made = create_institution(actor=cast.actor("administrator"), **wanted)  # type: ignore[arg-type]
    assert made.name_in("ru") == "Ген"
    with pytest.raises(NotAllowed):
        create_institution(actor=cast.actor("clerk"), **wanted)  # type: ignore[arg-type]
    with pytest.raises(OperationError):
        create_institution(actor=SYSTEM, **{**wanted, "name_ru": " "})  # type: ignore[arg-type]


def test_the_head_takes_an_officers_role_away(cast: Cast) -> None:
    grant = cast.commissioner_officer.grants.get()
    assert revoke_officer(grant=grant, actor=cast.actor("commissioner_head"), at=NOW).revoked_at == NOW


def test_whoever_acts_already_is_not_invited_again(cast: Cast) -> None:
    email = str(cast.commissioner_officer.email)
    with pytest.raises(OperationError) as refused:
        invite_officer(
            institution=cast.institution("commissioner"), email=email, actor=cast.actor("commissioner_head"), at=NOW
        )
    assert refused.value.code == "repeated"


def test_a_head_rules_only_their_own_institution(cast: Cast) -> None:
    head: dict[str, Any] = {"actor": cast.actor("commissioner_head"), "at": NOW}
    with pytest.raises(NotAllowed):
        invite_officer(institution=cast.institution("prosecutor"), email="a@b.kz", **head)
    with pytest.raises(NotAllowed):
        revoke_officer(grant=cast.prosecutor_officer.grants.get(), **head)
    with pytest.raises(NotAllowed):
        revoke_officer(grant=cast.clerk.grants.get(), **head)


@pytest.mark.parametrize("key", ["commissioner_officer", "petitioner", "clerk"])
def test_who_is_not_head_invites_nobody(cast: Cast, key: str) -> None:
    with pytest.raises(NotAllowed):
        invite_officer(institution=cast.institution("commissioner"), email="a@b.kz", actor=cast.actor(key), at=NOW)


def test_the_whole_cast_is_made_once(db: None) -> None:
    first = create_cast(PASSWORD, NOW)
    grants = RoleGrant.objects.count()
    assert {key: account.pk for key, account in create_cast("other", NOW).items()} == {
        key: account.pk for key, account in first.items()
    }
    assert (len(first), RoleGrant.objects.count(), Institution.objects.count()) == (
        len(MEMBERS),
        grants,
        len(INSTITUTIONS),
    )
    assert all(account.synthetic and account.check_password(PASSWORD) for account in first.values())
