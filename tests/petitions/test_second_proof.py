"""The code of a petition opens its timeline; letters, documents and acts ask for a second proof."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from courtcase.notices.models import KeptMail
from courtcase.operations import NotAllowed, OperationError
from courtcase.people.actors import Actor
from courtcase.people.sessions import SessionStore
from courtcase.register.models import Event
from petitions.filing.operations.prove import make_proof_code, roads_to, send_proof_code, use_proof_code
from petitions.filing.operations.submit_petition import submit_cure
from petitions.models import OneTimeCode, Petition
from petitions.workflow import State
from tests.petitions.signing import PERSON, signature_file, trusted
from tests.petitions.strangers import EMAIL, PHONE, code_in, holder, nameless, person
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
IIN = PERSON["iin"]
ACTS = ("withdraw/", "documents/add/", "paper.pdf", "receipt.pdf")


@pytest.fixture
def petition(walk: Walk) -> Petition:
    """Return a filed petition of somebody without an account."""
    return walk.confirm(walk.submit(nameless(walk)))


def home(petition: Petition) -> str:
    return f"/ru/petitions/{petition.public_id}/"


class TestWhatTheCodeAloneOpens:
    def test_the_timeline(self, walk: Walk, petition: Petition) -> None:
        shown = holder(walk, petition).get(home(petition))
        assert shown.status_code == 200
        assert not shown.context["is_proven"]
        assert f"{home(petition)}prove/" in shown.content.decode()

    @pytest.mark.parametrize("address", ACTS)
    def test_no_letter_document_or_act(self, walk: Walk, petition: Petition, address: str) -> None:
        answer = holder(walk, petition).get(home(petition) + address)
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"{home(petition)}prove/?next=")

    def test_sending_a_form_does_nothing(self, walk: Walk, petition: Petition) -> None:
        answer = holder(walk, petition).post(f"{home(petition)}withdraw/", {"version": petition.version})
        assert answer.status_code == 302
        petition.refresh_from_db()
        assert petition.state == State.FILED

    def test_what_was_written_when_the_proof_ran_out_is_shown(self, walk: Walk) -> None:
        returned = returned_nameless(walk)
        text = "Меня осудили, и суд применил норму. " * 3
        client = holder(walk, returned)
        answer = client.post(f"{home(returned)}write/situation/", {"situation": text, "version": returned.version})
        assert answer.status_code == 403
        assert text.strip() in answer.content.decode()
        assert "write/situation/" in answer.content.decode()

    def test_a_correction_that_waits_names_nobody_who_signs(
        self, walk: Walk, tmp_path: Path, settings: Any, mailoutbox: list[Any]
    ) -> None:
        trusted(tmp_path, settings)
        person, owner = {**PERSON, "email": EMAIL}, Actor.of(walk.cast.petitioner)
        petition = walk.changed(walk.returned(petitioner=person), petitioner=person, request="Again.")
        submit_cure(petition=petition, actor=owner, at=walk.tick())
        Petition.objects.filter(pk=petition.pk).update(account=None)
        client, page = holder(walk, petition), f"{home(petition)}sign/"
        assert PERSON["full_name"] not in client.get(page).content.decode()
        client.post(f"{home(petition)}prove/send/", {"channel": "email"})
        client.post(f"{home(petition)}prove/code/", {"typed": code_in(mailoutbox)})
        assert PERSON["full_name"] in client.get(page).content.decode()

    def test_the_letter_of_return_stays_closed(self, walk: Walk) -> None:
        returned = returned_nameless(walk)
        client = holder(walk, returned)
        assert client.get(home(returned)).context["explanation"] == ""
        assert client.get(f"{home(returned)}write/you/")["Location"].startswith(f"{home(returned)}prove/")
        assert client.get(f"{home(returned)}demand/")["Location"].startswith(f"{home(returned)}prove/")

    def test_a_draft_asks_for_nothing_more(self, walk: Walk) -> None:
        draft = nameless(walk)
        assert holder(walk, draft).get(f"{home(draft)}write/you/").status_code == 200

    def test_the_account_that_owns_it_needs_none(self, walk: Walk, client: Client) -> None:
        own = walk.filed()
        client.force_login(walk.cast.petitioner)
        assert client.get(f"{home(own)}withdraw/").status_code == 200
        assert client.get(f"{home(own)}prove/").status_code == 302

    def test_another_account_with_the_code_needs_one(self, walk: Walk, petition: Petition) -> None:
        client = Client()
        client.force_login(walk.cast.stranger)
        client.post("/ru/petitions/track/", {"code": walk.codes[petition.pk]})
        assert client.get(home(petition)).status_code == 200
        assert client.get(f"{home(petition)}withdraw/").status_code == 302

    def test_a_member_of_the_court_reads_as_before(self, walk: Walk, petition: Petition, client: Client) -> None:
        client.force_login(walk.cast.clerk)
        assert client.get(f"{home(petition)}paper.pdf").status_code == 200


class TestACodeToTheAddressOnFile:
    def test_it_opens_what_was_asked_for(self, walk: Walk, petition: Petition, mailoutbox: list[Any]) -> None:
        client = holder(walk, petition)
        asked = client.get(f"{home(petition)}withdraw/")["Location"]
        page = client.get(asked)
        assert "k…@e…" in page.content.decode()
        assert EMAIL not in page.content.decode()
        back = client.post(f"{home(petition)}prove/send/", {"channel": "email", "next": page.context["next"]})
        assert back.status_code == 302
        shown = client.get(back["Location"])
        assert mailoutbox[-1].to == [EMAIL]
        sent = {"typed": code_in(mailoutbox), "next": shown.context["next"]}
        done = client.post(f"{home(petition)}prove/code/", sent)
        assert done["Location"] == f"{home(petition)}withdraw/"
        assert client.get(done["Location"]).status_code == 200
        names = list(Event.objects.filter(subject=petition.subject).order_by("pk").values_list("name", flat=True))
        assert names[-2:] == ["petition.proof_code_sent", "petition.proof_given"]

    def test_a_text_message_where_there_is_no_e_mail(self, walk: Walk, settings: Any) -> None:
        settings.IS_DEMO = True
        petition = walk.confirm(walk.submit(nameless(walk, email="", phone=PHONE)))
        client = holder(walk, petition)
        assert "…67" in client.get(f"{home(petition)}prove/").content.decode()
        assert client.post(f"{home(petition)}prove/send/", {"channel": "sms"}).status_code == 302
        assert KeptMail.objects.filter(channel="sms", to=PHONE).count() == 1

    def test_five_wrong_tries_use_it_up(self, walk: Walk, petition: Petition, mailoutbox: list[Any]) -> None:
        client = holder(walk, petition)
        client.post(f"{home(petition)}prove/send/", {"channel": "email"})
        right = code_in(mailoutbox)
        wrong = "000000" if right != "000000" else "000001"
        for typed in (*[wrong] * 5, right):
            answer = client.post(f"{home(petition)}prove/code/", {"typed": typed})
            assert answer.status_code == 422
        assert client.get(f"{home(petition)}withdraw/").status_code == 302

    def test_it_proves_nothing_in_another_browser(self, walk: Walk, petition: Petition, mailoutbox: list[Any]) -> None:
        holder(walk, petition).post(f"{home(petition)}prove/send/", {"channel": "email"})
        answer = holder(walk, petition).post(f"{home(petition)}prove/code/", {"typed": code_in(mailoutbox)})
        assert answer.status_code == 422

    def test_a_server_that_is_down_is_said(self, walk: Walk, settings: Any) -> None:
        petition = walk.confirm(walk.submit(nameless(walk, email="", phone=PHONE)))
        answer = holder(walk, petition).post(f"{home(petition)}prove/send/", {"channel": "sms"})
        assert answer.status_code == 422

    def test_nobody_is_led_elsewhere(self, walk: Walk, petition: Petition) -> None:
        shown = holder(walk, petition).get(f"{home(petition)}prove/?next=//evil.example/")
        assert shown.context["next"] == home(petition)

    def test_without_any_address_the_paper_road_is_told(self, walk: Walk) -> None:
        petition = walk.confirm(walk.submit(nameless(walk, email="")))
        shown = holder(walk, petition).get(f"{home(petition)}prove/")
        assert shown.status_code == 200
        assert shown.context["roads"] == {}
        assert "prove/send/" not in shown.content.decode()


class TestTheOperation:
    def test_strangers_may_not(self, walk: Walk, petition: Petition) -> None:
        for actor in (Actor.nobody(), Actor.of(walk.cast.stranger), Actor.of(walk.cast.clerk), Actor.holder(0)):
            with pytest.raises(NotAllowed):
                send_proof_code(petition=petition, channel="email", actor=actor, at=walk.tick())
            with pytest.raises(NotAllowed):
                use_proof_code(petition=petition, code_id=1, typed="1", actor=actor, at=walk.tick())

    def test_the_code_is_stored_nowhere_and_works_once(self, walk: Walk, petition: Petition) -> None:
        actor = Actor.holder(petition.subject_id)
        made = make_proof_code(petition=petition, code="123456", channel="email", actor=actor, at=walk.tick())
        row = OneTimeCode.objects.filter(pk=made).values()[0]
        assert "123456" not in str(row)
        used = [
            use_proof_code(petition=petition, code_id=made, typed="123 456", actor=actor, at=walk.tick())
            for _time in range(2)
        ]
        assert used == [True, False]

    def test_it_dies_in_twenty_minutes_and_with_the_next(self, walk: Walk, petition: Petition) -> None:
        actor, at = Actor.holder(petition.subject_id), walk.tick()
        first = make_proof_code(petition=petition, code="111111", channel="email", actor=actor, at=at)
        second = make_proof_code(petition=petition, code="222222", channel="email", actor=actor, at=at)
        late = at + timedelta(minutes=20)
        assert not use_proof_code(petition=petition, code_id=first, typed="111111", actor=actor, at=at)
        assert not use_proof_code(petition=petition, code_id=second, typed="222222", actor=actor, at=late)

    def test_five_an_hour(self, walk: Walk, petition: Petition, mailoutbox: list[Any]) -> None:
        actor, at = Actor.holder(petition.subject_id), walk.tick()
        for _time in range(5):
            send_proof_code(petition=petition, channel="email", actor=actor, at=at)
        with pytest.raises(OperationError) as refused:
            send_proof_code(petition=petition, channel="email", actor=actor, at=at)
        assert refused.value.code == "too_many"
        assert len(mailoutbox) == 5

    def test_the_address_is_the_one_that_was_filed(self, walk: Walk, petition: Petition) -> None:
        assert roads_to(petition) == {"email": EMAIL}


class TestASignature:
    @pytest.mark.parametrize(("iin", "opens"), [(IIN, True), ("900101300017", False)])
    def test_over_the_words_given_out(self, walk: Walk, tmp_path: Path, settings: Any, iin: str, opens: bool) -> None:
        authority = trusted(tmp_path, settings)
        draft = nameless(walk, iin=IIN)
        petition = walk.confirm(walk.submit(draft))
        client = holder(walk, petition)
        asked = client.get(f"{home(petition)}prove/words.txt").content
        upload = signature_file(asked, authority.signer(iin=iin))
        answer = client.post(f"{home(petition)}prove/signature/", {"container": upload})
        assert (answer.status_code == 302) is opens
        assert (client.get(f"{home(petition)}withdraw/").status_code == 200) is opens


class TestNoEnumeration:
    def test_a_wrong_number_and_a_wrong_code_are_told_alike(self, walk: Walk) -> None:
        walk.rules()
        petition = walk.registered()
        code = walk.codes[petition.pk]
        wrong = {"code": "0000-0000-0000-0000", "number": petition.register_number}
        answers = [
            Client().post("/ru/petitions/track/", sent)
            for sent in (wrong, {"code": code, "number": "2026/999999"}, {**wrong, "number": "2026/999999"})
        ]
        assert [answer.status_code for answer in answers] == [422] * 3
        assert len({str(answer.context["form"].errors) for answer in answers}) == 1

    def test_number_and_code_open_it_however_typed(self, walk: Walk) -> None:
        petition = walk.registered()
        typed = {"code": walk.codes[petition.pk].lower(), "number": f" № {petition.register_number} "}
        assert Client().post("/ru/petitions/track/", typed).status_code == 302

    def test_thirty_tries_at_one_number_are_enough(self, walk: Walk) -> None:
        wrong = {"code": "0000-0000-0000-0000", "number": "2026/1"}
        for number in range(31):
            Client().post("/ru/petitions/track/", wrong, REMOTE_ADDR=f"10.0.0.{number}")
        petition = walk.registered()
        right = {"code": walk.codes[petition.pk], "number": "2026/1"}
        assert Client().post("/ru/petitions/track/", right, REMOTE_ADDR="10.0.1.1").status_code == 422


def test_neither_code_nor_address_is_logged_or_stands_in_an_address(
    walk: Walk, petition: Petition, mailoutbox: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    client = holder(walk, petition)
    answer = client.post(f"{home(petition)}prove/send/", {"channel": "email"})
    code = code_in(mailoutbox)
    client.post(f"{home(petition)}prove/code/", {"typed": code})
    written = "".join(capsys.readouterr()) + answer["Location"] + str(list(Event.objects.values_list("body")))
    for secret in (code, EMAIL, walk.codes[petition.pk]):
        assert secret not in written
    kept = "".join(str(SessionStore().decode(data)) for data in Session.objects.values_list("session_data", flat=True))
    assert str(petition.public_id) in kept
    assert code not in kept


def returned_nameless(walk: Walk, **changes: str) -> Petition:
    """Return a returned petition of somebody without an account, reached as `changes` say."""
    petition = walk.returned(petitioner=person(**changes)) if changes else walk.returned()
    Petition.objects.filter(pk=petition.pk).update(account=None)
    petition.refresh_from_db()
    return petition
