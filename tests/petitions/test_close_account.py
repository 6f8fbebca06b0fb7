"""Closing one's own account: nobody signs in by it, the Court's record stays, each petition goes on by a code."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from courtcase.operations import NotAllowed
from courtcase.people.actors import Actor
from courtcase.people.models import RoleGrant
from courtcase.register.models import Event
from petitions.filing.operations.close_account import close_account
from petitions.filing.operations.start_draft import start_draft
from petitions.models import Petition
from petitions.telling import is_told_by_account
from tests.cast import PASSWORD
from tests.petitions.test_receipt import reader
from tests.petitions.walk import Walk

PAGE = "/en/petitions/my-data/close/"
MEANT = {"understood": "on", "password": PASSWORD}


@pytest.mark.django_db
class TestClosingAnAccount:
    def test_petitions_stay_and_go_on_by_the_codes_that_are_shown_once(self, walk: Walk) -> None:
        filed, draft = walk.registered(), walk.drafted()
        account = walk.cast.petitioner
        client = reader(walk)
        answer = client.post(PAGE, MEANT)
        assert answer.status_code == 200
        codes = {one.petition.pk: one.code for one in answer.context["going_on"]}
        assert set(codes) == {filed.pk, draft.pk}
        for petition in (filed, draft):
            petition.refresh_from_db()
            assert petition.account is None
            assert not is_told_by_account(petition)
            assert codes[petition.pk] in answer.content.decode()
            holder = Client()
            found = holder.post("/en/petitions/track/", {"code": codes[petition.pk], "number": ""})
            assert found["Location"] == f"/en/petitions/{petition.public_id}/"
        assert Client().post("/en/petitions/track/", {"code": walk.codes[filed.pk], "number": ""}).status_code == 422
        assert Event.objects.filter(subject=filed.subject, actor=account).exists()
        assert client.get("/en/petitions/mine/").status_code == 302

    def test_nobody_signs_in_by_it_and_what_was_personal_is_gone(self, walk: Walk) -> None:
        account = walk.cast.petitioner
        email, name = account.email, account.full_name
        other = reader(walk)
        reader(walk).post(PAGE, MEANT)
        account.refresh_from_db()
        assert (account.is_active, account.email, account.phone) == (False, None, None)
        assert account.full_name != name
        assert not account.has_usable_password()
        assert not RoleGrant.objects.filter(account=account, revoked_at=None).exists()
        signed = Client().post("/en/account/login/", {"login": email, "password": PASSWORD})
        assert signed.status_code != 302
        assert other.get("/en/petitions/mine/").status_code == 302
        names = set(Event.objects.filter(subject=account.subject).values_list("name", flat=True))
        assert {"account.closed_by_owner", "account.role_revoked"} <= names

    def test_what_is_begun_in_it_meanwhile_goes_on_and_nothing_after(
        self, walk: Walk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        owner = Actor.of(walk.cast.petitioner)

        def begin(**_asked: Any) -> Petition:
            return start_draft(petitioner_kind="citizen", language="kk", actor=owner, at=walk.tick()).petition

        monkeypatch.setattr(f"{close_account.__module__}.clear_desk", begin)  # after the first look at what there is
        going_on = close_account(account=walk.cast.petitioner, actor=owner, at=walk.tick())
        assert [one.petition.account for one in going_on] == [None]
        assert not Petition.objects.filter(account=walk.cast.petitioner).exists()
        with pytest.raises(NotAllowed):
            begin()

    def test_it_must_be_meant_and_by_the_owner(self, walk: Walk) -> None:
        walk.filed()
        client = reader(walk)
        for sent in ({}, {"understood": "on", "password": "another"}, {"password": PASSWORD}):
            assert client.post(PAGE, sent).status_code == 422
        walk.cast.petitioner.refresh_from_db()
        assert walk.cast.petitioner.is_active

    @pytest.mark.parametrize("member", ["clerk", "commissioner_officer", "commissioner_head", "administrator"])
    def test_who_acts_for_others_is_sent_to_who_gave_the_role(self, walk: Walk, member: str) -> None:
        answer = reader(walk, member).post(PAGE, MEANT)
        assert answer.status_code == 422
        assert "acts for the Court or an institution" in answer.content.decode()

    def test_nobody_closes_another_s_and_twice_is_refused(self, walk: Walk) -> None:
        account, stranger = walk.cast.petitioner, Actor.of(walk.cast.stranger)
        with pytest.raises(NotAllowed):
            close_account(account=account, actor=stranger, at=walk.tick())
        assert Client().get(PAGE).status_code == 302
        close_account(account=account, actor=Actor.of(account), at=walk.tick())
        account.refresh_from_db()
        with pytest.raises(NotAllowed):
            close_account(account=account, actor=Actor.of(account), at=walk.tick())
