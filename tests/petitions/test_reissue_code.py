"""A new code at the desk: the old one is dead at once, in every browser that held it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, OperationError, StaleVersion, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from courtcase.signatures.models import PhoneSigning
from petitions.filing import phone
from petitions.intake.operations.reissue_code import reissue_code
from petitions.models import Petition
from petitions.own_codes import own_code_of
from petitions.workflow import State
from tests.petitions.signing import PERSON, trusted
from tests.petitions.strangers import EMAIL, code_in, holder, nameless
from tests.petitions.telephone import Telephone
from tests.petitions.together import SECOND, THIRD, row
from tests.petitions.walk import Walk
from tests.signatures.authority import Holder

pytestmark = pytest.mark.django_db
LOST: Any = {"identity_seen": True, "reason": "lost"}


@pytest.fixture
def petition(walk: Walk) -> Petition:
    """Return a filed petition of somebody without an account."""
    return walk.confirm(walk.submit(nameless(walk)))


def scanned(walk: Walk, petition: Petition, signer: Holder) -> Telephone:
    """Return a telephone that has the document, by the code of a browser that holds the petition's."""
    holder(walk, petition).post(f"/ru/petitions/{petition.public_id}/sign/phone/")
    telephone = Telephone(signer)
    telephone.scan(phone.qr_text(PhoneSigning.objects.latest("pk")))
    assert telephone.fetch().status_code == 200
    return telephone


class TestTheOperation:
    def test_the_old_code_opens_nothing_and_its_browsers_lose_it(
        self, walk: Walk, petition: Petition, mailoutbox: list[Any]
    ) -> None:
        home = f"/ru/petitions/{petition.public_id}/"
        before = holder(walk, petition)
        before.post(f"{home}prove/send/", {"channel": "email"})
        before.post(f"{home}prove/code/", {"typed": code_in(mailoutbox)})
        assert before.get(f"{home}withdraw/").status_code == 200
        code = reissue_code(petition=petition, actor=walk.cast.actor("registrar"), at=walk.tick(), **LOST)
        assert before.get(home).status_code == 404
        assert before.get(f"{home}withdraw/").status_code == 404
        assert Client().post("/ru/petitions/track/", {"code": walk.codes[petition.pk]}).status_code == 422
        walk.codes[petition.pk] = code
        after = holder(walk, petition)
        assert after.get(home).status_code == 200
        assert after.get(f"{home}withdraw/").status_code == 302
        # A browser that held the old code holds the new one once it is entered, and must prove anew.
        before.post("/ru/petitions/track/", {"code": code})
        assert before.get(home).status_code == 200
        assert before.get(f"{home}withdraw/").status_code == 302

    def test_its_holder_signs_on_a_telephone_and_the_turn_of_the_old_one_is_over(
        self, walk: Walk, tmp_path: Path, settings: Any
    ) -> None:
        settings.EGOV_MOBILE_BIN = "990140000385"
        signer = trusted(tmp_path, settings).signer()
        petition = walk.submit(nameless(walk, **PERSON))
        first = scanned(walk, petition, signer)
        walk.codes[petition.pk] = reissue_code(
            petition=petition, actor=walk.cast.actor("registrar"), at=walk.tick(), **LOST
        )
        assert first.bring(first.sign()).status_code == 403
        second = scanned(walk, petition, signer)
        assert second.bring(second.sign()).status_code == 200
        petition.refresh_from_db()
        assert petition.state == State.FILED

    def test_it_is_recorded_and_told_without_the_code(self, walk: Walk, petition: Petition) -> None:
        code = reissue_code(petition=petition, actor=walk.cast.actor("registrar"), at=walk.tick(), **LOST)
        event = Event.objects.filter(subject=petition.subject).latest("pk")
        assert event.name == "petition.code_reissued"
        assert event.body == {"reason": "lost", "identity": "seen", "codes_before": 1}
        assert Notice.objects.filter(subject=petition.subject, event="petition.code_reissued").count() == 1
        assert code not in str(Petition.objects.filter(pk=petition.pk).values()[0])

    def test_the_account_keeps_what_is_its_own(self, walk: Walk, client: Client) -> None:
        own = walk.filed()
        reissue_code(petition=own, actor=walk.cast.actor("registrar"), at=walk.tick(), **LOST)
        client.force_login(walk.cast.petitioner)
        assert client.get(f"/ru/petitions/{own.public_id}/").status_code == 200

    def test_only_the_desk_may(self, walk: Walk, petition: Petition) -> None:
        for key in ("petitioner", "stranger", "judge1", "chair", "administrator"):
            with pytest.raises(NotAllowed):
                reissue_code(petition=petition, actor=walk.cast.actor(key), at=walk.tick(), **LOST)
        with pytest.raises(NotAllowed):
            reissue_code(petition=petition, actor=Actor.holder(petition.subject_id), at=walk.tick(), **LOST)

    def test_a_draft_is_nobodys_to_give(self, walk: Walk) -> None:
        with pytest.raises((NotAllowed, WrongState)):
            reissue_code(petition=nameless(walk), actor=walk.cast.actor("registrar"), at=walk.tick(), **LOST)

    @pytest.mark.parametrize(
        ("changes", "field"), [({"identity_seen": False}, "identity_seen"), ({"reason": "bored"}, "reason")]
    )
    def test_identity_and_reason_are_asked(
        self, walk: Walk, petition: Petition, changes: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(OperationError) as refused:
            reissue_code(petition=petition, actor=walk.cast.actor("registrar"), at=walk.tick(), **{**LOST, **changes})
        assert refused.value.field == field

    def test_two_clerks_at_once_give_one_code(self, walk: Walk, petition: Petition) -> None:
        seen = petition.version
        reissue_code(petition=petition, actor=walk.cast.actor("registrar"), at=walk.tick(), version=seen, **LOST)
        with pytest.raises(StaleVersion):
            reissue_code(petition=petition, actor=walk.cast.actor("clerk"), at=walk.tick(), version=seen, **LOST)


class TestThePage:
    def test_the_code_is_in_the_answer_once(self, walk: Walk, petition: Petition, client: Client) -> None:
        client.force_login(walk.cast.registrar)
        address = f"/ru/intake/{petition.public_id}/code/"
        assert client.get(f"/ru/intake/{petition.public_id}/").content.decode().count(address) == 1
        assert client.post(address, {"version": petition.version, "reason": "lost"}).status_code == 422
        sent = {"version": petition.version, "reason": "lost", "identity_seen": "on"}
        answer = client.post(address, sent)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        code = answer.context["code"]
        assert code in answer.content.decode()
        again = client.post(address, sent)
        assert again.status_code == 422
        assert code not in again.content.decode()
        assert Client().post("/ru/petitions/track/", {"code": code}).status_code == 302
        assert EMAIL not in answer.content.decode()

    def test_nobody_else_enters(self, walk: Walk, petition: Petition) -> None:
        address = f"/ru/intake/{petition.public_id}/code/"
        assert holder(walk, petition).get(address).status_code == 404
        assert holder(walk, petition).post(address, {}).status_code == 404


class TestOneOfSeveral:
    def test_the_desk_chooses_whose_code_is_replaced_and_the_others_keep_theirs(
        self, walk: Walk, client: Client
    ) -> None:
        petition = walk.confirm(walk.submitted(others=[SECOND, THIRD]))
        old, kept = own_code_of(petition, "aa11"), own_code_of(petition, "bb22")
        browser, home = Client(), f"/ru/petitions/{petition.public_id}/"
        browser.post("/ru/petitions/track/", {"code": old})
        assert browser.get(home).status_code == 200
        client.force_login(walk.cast.registrar)
        address = f"/ru/intake/{petition.public_id}/code/"
        assert SECOND["full_name"] in client.get(address).content.decode()
        sent = {"version": petition.version, "reason": "lost", "identity_seen": "on"}
        assert client.post(address, sent).status_code == 422
        assert client.post(address, {**sent, "petitioner": 10**9}).status_code == 422
        code = client.post(address, {**sent, "petitioner": row(petition, "aa11")}).context["code"]
        assert code == own_code_of(petition, "aa11") != old
        assert browser.get(home).status_code == 404
        answers = [Client().post("/ru/petitions/track/", {"code": one}).status_code for one in (old, code, kept)]
        assert answers == [422, 302, 302]
        assert holder(walk, petition).get(home).status_code == 200, "the code of who filed is another"
        event = Event.objects.filter(subject=petition.subject).latest("pk")
        assert event.body == {"reason": "lost", "identity": "seen", "codes_before": 1, "petitioner": 2}
        told = Notice.objects.get(subject=petition.subject, event="petition.code_reissued")
        assert told.context["petitioner"] == "aa11"
