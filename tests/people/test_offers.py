"""An institution's offer: what the head learns, who may accept it, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.people.models import OFFER_STANDS, Account, OfficerOffer, RoleGrant
from courtcase.people.operations import (
    accept_offer,
    decline_offer,
    invite_officer,
    register_account,
    revoke_role,
    withdraw_offer,
)
from courtcase.people.permissions import may
from courtcase.register.models import Event
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def offered(cast: Cast, email: str | None = None) -> OfficerOffer:
    return invite_officer(
        institution=cast.institution("commissioner"),
        email=email or str(cast.stranger.email).upper(),
        actor=cast.actor("commissioner_head"),
        at=NOW,
    )


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_nothing_holds_before_it_is_accepted(cast: Cast) -> None:
    offer = offered(cast)
    assert offer.email == cast.stranger.email
    assert not RoleGrant.objects.filter(account=cast.stranger, role="institution_officer").exists()
    grant = accept_offer(offer=offer, actor=cast.actor("stranger"), at=NOW)
    assert (grant.account, grant.granted_by, grant.institution) == (
        cast.stranger,
        cast.commissioner_head,
        cast.institution("commissioner"),
    )


@pytest.mark.parametrize("known", [True, False])
def test_the_head_learns_nothing_of_who_has_an_account(cast: Cast, known: bool) -> None:
    email = str(cast.stranger.email) if known else "nobody@example.kz"
    client = signed_in(cast.commissioner_head)
    answer = client.post("/ru/institution/officers/invite/", {"email": email})
    assert answer["Location"] == "/ru/institution/officers/"
    page = client.get("/ru/institution/officers/").content.decode()
    assert email in page
    assert cast.stranger.full_name not in page
    assert mail.outbox[-1].to == [email]
    assert Account.objects.filter(email=email).exists() == known


def test_the_register_keeps_no_address(cast: Cast) -> None:
    accept_offer(offer=offered(cast), actor=cast.actor("stranger"), at=NOW)
    found = Event.objects.filter(subject=cast.institution("commissioner").subject).order_by("pk")
    assert [event.name for event in found][-2:] == ["institution.officer_offered", "institution.offer_closed"]
    assert "@" not in str([event.body for event in found])


def test_somebody_new_signs_up_and_accepts(cast: Cast) -> None:
    offer = offered(cast, "new@example.kz")
    account = register_account(
        email="new@example.kz", full_name="Жаңа", language="kk", actor=Actor.system("test"), at=NOW
    )
    client = signed_in(account)
    assert cast.institution("commissioner").name_kk in client.get("/kk/account/settings/").content.decode()
    client.post(f"/kk/account/offers/{offer.pk}/answer/", {"answer": "accept"})
    assert may(Actor.of(Account.objects.get(pk=account.pk)), "petition.draft", timezone.now())
    assert RoleGrant.objects.get(account=account, role="institution_officer").offer == offer


def test_another_neither_sees_nor_answers_it(cast: Cast) -> None:
    offer = offered(cast)
    client = signed_in(cast.petitioner)
    assert client.post(f"/ru/account/offers/{offer.pk}/answer/", {"answer": "accept"}).status_code == 404
    for answer in (accept_offer, decline_offer):
        with pytest.raises(NotAllowed):
            answer(offer=offer, actor=cast.actor("petitioner"), at=NOW)


def test_it_is_declined_on_the_page_and_gone(cast: Cast) -> None:
    offer = offered(cast)
    client = signed_in(cast.stranger)
    client.post(f"/ru/account/offers/{offer.pk}/answer/", {"answer": "decline"})
    offer.refresh_from_db()
    assert (offer.outcome, offer.grant) == ("declined", None)
    assert f"offers/{offer.pk}/" not in client.get("/ru/account/settings/").content.decode()
    with pytest.raises(WrongState):
        accept_offer(offer=offer, actor=cast.actor("stranger"), at=NOW)


def test_the_head_takes_it_back(cast: Cast) -> None:
    offer = offered(cast)
    with pytest.raises(NotAllowed):
        withdraw_offer(offer=offer, actor=cast.actor("commissioner_officer"), at=NOW)
    client = signed_in(cast.commissioner_head)
    client.post(f"/ru/institution/offers/{offer.pk}/withdraw/")
    assert str(offer.email) not in client.get("/ru/institution/officers/").content.decode()
    with pytest.raises(WrongState):
        accept_offer(offer=offer, actor=cast.actor("stranger"), at=NOW)
    with pytest.raises(WrongState):
        withdraw_offer(offer=offer, actor=cast.actor("commissioner_head"), at=NOW)


def test_it_lapses_and_may_be_made_anew(cast: Cast) -> None:
    offer = offered(cast)
    later = NOW + OFFER_STANDS
    with pytest.raises(OperationError):
        offered(cast)
    with pytest.raises(WrongState):
        accept_offer(offer=offer, actor=cast.actor("stranger"), at=later)
    again = invite_officer(
        institution=offer.institution, email=offer.email, actor=cast.actor("commissioner_head"), at=later
    )
    offer.refresh_from_db()
    assert (offer.outcome, again.stands(later + timedelta(days=29))) == ("lapsed", True)


def test_it_falls_with_the_head_who_made_it(cast: Cast) -> None:
    offer = offered(cast)
    head = cast.commissioner_head.grants.get()
    revoke_role(grant=head, reason="order 1", actor=cast.actor("administrator"), at=NOW)
    with pytest.raises(WrongState):
        accept_offer(offer=offer, actor=cast.actor("stranger"), at=NOW + timedelta(seconds=1))
