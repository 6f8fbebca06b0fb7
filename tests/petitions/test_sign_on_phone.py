from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from courtcase.people.actors import Actor
from courtcase.register.models import Event
from courtcase.signatures.models import PhoneSigning, Signature
from courtcase.signatures.verdicts import WORDS
from petitions.filing import phone
from petitions.filing.operations.follow_up import withdraw_petition
from petitions.filing.signers import REFUSALS
from petitions.models import Petition
from petitions.workflow import State
from tests.cast import Cast
from tests.petitions.signing import PERSON, Trusted, trusted
from tests.petitions.telephone import Telephone
from tests.petitions.walk import Walk
from tests.signatures.authority import container

BIN = "990140000385"


@pytest.fixture
def court(tmp_path: Path, settings: Any) -> Trusted:
    """Return the authority that is trusted here; the Court is known to eGov Mobile."""
    settings.EGOV_MOBILE_BIN = BIN
    return trusted(tmp_path, settings)


def signed_in(walk: Walk, member: str = "petitioner") -> Client:
    """Return a browser of a member of the cast."""
    client = Client(raise_request_exception=False)
    client.force_login(getattr(walk.cast, member))
    return client


def address(petition: Petition, page: str = "sign/phone/") -> str:
    """Return the address of a page of the petition."""
    return f"/ru/petitions/{petition.public_id}/{page}"


def opened(client: Client, petition: Petition) -> PhoneSigning:
    """Open a turn as the page does."""
    answer = client.post(address(petition))
    assert (answer.status_code, answer["Location"]) == (302, address(petition)), answer.content
    return PhoneSigning.objects.latest("pk")


def ready(walk: Walk, court: Trusted, **wishes: Any) -> tuple[Petition, Client, Telephone]:
    """Return a petition with a browser that waits, and a telephone that has its document."""
    petition, client = walk.submitted(petitioner=PERSON), signed_in(walk)
    telephone = Telephone(court.signer(**wishes))
    assert telephone.scan(phone.qr_text(opened(client, petition))).status_code == 200
    assert telephone.fetch().status_code == 200
    return petition, client, telephone


def state_of(petition: Petition) -> str:
    """Return the state of the petition now."""
    petition.refresh_from_db()
    return petition.state


@pytest.mark.django_db
class TestTheProtocol:
    def test_a_petition_is_filed_from_the_telephone(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(petitioner=PERSON), signed_in(walk)
        turn = opened(client, petition)
        waiting = client.get(address(petition, "sign/phone/state/")).json()
        assert (waiting["state"], waiting["next"]) == ("waiting", "")
        telephone = Telephone(court.signer())
        told = telephone.scan(phone.qr_text(turn)).json()
        assert told["organisation"] == {
            "nameRu": "Конституционный Суд Республики Казахстан",
            "nameKz": "Қазақстан Республикасының Конституциялық Соты",
            "nameEn": "Constitutional Court of the Republic of Kazakhstan",
            "bin": BIN,
        }
        assert told["description"] == "Подписание обращения в Конституционный Суд"
        until = datetime.fromisoformat(told["expiry_date"])
        assert until.utcoffset() is not None
        assert timedelta(minutes=20) <= until - timezone.now() <= timedelta(minutes=31)
        assert told["document"]["auth_type"] == "Token"
        asked = telephone.fetch().json()
        (one,) = asked["documentsToSign"]
        assert (asked["signMethod"], one["document"]["file"]["mime"]) == ("CMS_SIGN_ONLY", "@file/pdf")
        assert {"id", "nameRu", "nameKz", "nameEn", "meta"} < set(one)
        assert client.get(address(petition, "sign/phone/state/")).json()["state"] == "fetched"
        assert telephone.bring(telephone.sign()).status_code == 200
        assert state_of(petition) == State.FILED
        assert Signature.objects.get().outcome == "valid"
        filed = Event.objects.get(subject=petition.subject, name="petition.filed")
        assert (filed.actor, filed.body["signature"]) == (walk.cast.petitioner, "electronic")
        assert client.get(address(petition, "sign/phone/state/")).json()["next"] == address(petition)
        assert client.get(address(petition))["Location"] == address(petition, "")

    def test_whoever_filed_without_an_account_signs_too(self, court: Trusted, walk: Walk) -> None:
        client = Client()
        begun = client.post("/ru/petitions/new/", {"petitioner_kind": "citizen", "language": "ru"})["Location"]
        base = begun.removesuffix("who/")
        client.post(f"{base}you/", {"version": 1, **PERSON})
        client.post(f"{base}situation/", {"version": 2, "situation": "The court left me without counsel. " * 5})
        assert client.post(f"{base}check/", {"version": 3}).status_code == 302
        petition, telephone = Petition.objects.latest("pk"), Telephone(court.signer())
        telephone.scan(phone.qr_text(opened(client, petition)))
        telephone.fetch()
        assert telephone.bring(telephone.sign()).status_code == 200
        assert state_of(petition) == State.FILED

    def test_the_page_shows_a_code_and_a_link_that_lead_to_the_same_address(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(petitioner=PERSON), signed_in(walk)
        turn = opened(client, petition)
        assert phone.qr_text(turn) == f"mobileSign:{configured.PUBLIC_ADDRESS}/egov-mobile/{turn.public_id}/"
        link = urlsplit(phone.deep_link(turn))
        assert (link.netloc, link.path) == ("m.egov.kz", "/mobileSign")
        assert parse_qs(link.query) == {
            "link": [phone.about_address(turn)],
            "isi": ["1476128386"],
            "ibi": ["kz.egov.mobile"],
            "apn": ["kz.mobile.mgov"],
        }
        shown = client.get(address(petition)).content.decode()
        assert phone.deep_link(turn).replace("&", "&amp;") in shown
        picture = client.get(address(petition, "sign/phone/code.png"))
        assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
        assert picture["Cache-Control"] == "private, no-store"

    def test_lines_may_be_broken_as_in_mails(self, walk: Walk, court: Trusted) -> None:
        petition, _client, telephone = ready(walk, court)
        telephone.asked["documentsToSign"][0]["document"]["file"]["data"] = base64.encodebytes(
            telephone.sign()
        ).decode()
        assert telephone.send(telephone.asked).status_code == 200
        assert state_of(petition) == State.FILED


@pytest.mark.django_db
class TestRefused:
    @pytest.mark.parametrize("shown", ["", "Bearer", "Bearer wrong", "Basic {token}", "Bearer {token}x"])
    def test_without_the_token_there_is_no_document(self, walk: Walk, court: Trusted, shown: str) -> None:
        petition, _client, telephone = ready(walk, court)
        wrong = shown.format(token=telephone.about["document"]["auth_token"])
        assert telephone.fetch(authorization=wrong).status_code == 403
        assert telephone.bring(telephone.sign(), authorization=wrong).status_code == 403
        assert state_of(petition) == State.AWAITING_SIGNATURE

    def test_a_second_scan_makes_the_first_token_worthless(self, walk: Walk, court: Trusted) -> None:
        petition, client, first = ready(walk, court)
        second = Telephone(first.owner)
        second.scan(phone.qr_text(PhoneSigning.objects.get()))
        assert first.fetch().status_code == 403
        assert second.fetch().status_code == 200
        assert [second.scan(phone.qr_text(PhoneSigning.objects.get())).status_code for _ in range(9)][-1] == 403

    def test_what_has_run_out_gives_nothing_and_takes_nothing(self, walk: Walk, court: Trusted) -> None:
        petition, client, telephone = ready(walk, court)
        turn = PhoneSigning.objects.get()
        PhoneSigning.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert telephone.bring(telephone.sign()).status_code == 403
        assert telephone.fetch().status_code == 403
        assert telephone.scan(phone.qr_text(turn)).status_code == 403
        assert state_of(petition) == State.AWAITING_SIGNATURE
        assert client.get(address(petition, "sign/phone/state/")).json()["state"] == "over"
        assert "watch.js" not in client.get(address(petition)).content.decode()

    @pytest.mark.parametrize(
        ("wishes", "code"),
        [
            ({"iin": "900101300017"}, "other_person"),
            ({"iin": ""}, "other_person"),
            ({"until": timezone.now() - timedelta(days=1)}, "expired"),
            ({"purposes": ("1.3.6.1.5.5.7.3.2",)}, "not_for_signing"),
        ],
    )
    def test_another_certificate_is_refused_and_the_page_says_why(
        self, walk: Walk, court: Trusted, wishes: dict[str, Any], code: str
    ) -> None:
        petition, client, telephone = ready(walk, court, **wishes)
        answer = telephone.bring(telephone.sign())
        assert (answer.status_code, answer.json()["code"]) == (403, code)
        assert state_of(petition) == State.AWAITING_SIGNATURE
        assert not Signature.objects.exists()
        told = client.get(address(petition, "sign/phone/state/")).json()
        with translation.override("ru"):
            assert told["words"] == str((WORDS | REFUSALS)[code])
        # The turn goes on: the right person's telephone may still sign.
        assert telephone.bring(container_of(telephone, court)).status_code == 200
        assert state_of(petition) == State.FILED

    def test_changed_bytes_and_revoked_certificates_are_refused(self, walk: Walk, court: Trusted) -> None:
        petition, _client, telephone = ready(walk, court)
        changed = telephone.sign(lambda content: container(content + b" ", telephone.owner))
        assert telephone.bring(changed).json()["code"] == "other_content"
        court.publish(telephone.owner)
        assert telephone.bring(telephone.sign()).json()["code"] == "revoked"
        assert state_of(petition) == State.AWAITING_SIGNATURE

    def test_what_is_not_the_protocol_is_refused(self, walk: Walk, court: Trusted) -> None:
        petition, _client, telephone = ready(walk, court)
        good = telephone.asked
        twice = {**good, "documentsToSign": good["documentsToSign"] * 2}
        another = {**good, "documentsToSign": [{**good["documentsToSign"][0], "id": 2}]}
        for told in (
            b"",
            b"{",
            b"[1]",
            b"\xff",
            b"[" * 90_000,
            {},
            {**good, "signMethod": "XML"},
            twice,
            another,
            good,
        ):
            assert telephone.send(told).status_code == 403, told
        assert state_of(petition) == State.AWAITING_SIGNATURE

    def test_after_withdrawal_nothing_is_taken(self, walk: Walk, court: Trusted) -> None:
        petition, client, telephone = ready(walk, court)
        withdraw_petition(petition=petition, actor=Actor.of(walk.cast.petitioner), at=timezone.now())
        assert telephone.bring(telephone.sign()).status_code == 403
        assert state_of(petition) == State.WITHDRAWN
        assert client.get(address(petition, "sign/phone/state/")).json()["words"] == "Обращение больше не ждёт подписи."

    def test_words_that_were_changed_need_a_new_turn(self, walk: Walk, court: Trusted) -> None:
        petition, client, telephone = ready(walk, court)
        client.post(address(petition, "reopen/"), {"version": petition.version})
        petition.refresh_from_db()
        walk.now = timezone.now()
        walk.submit(walk.changed(petition, petitioner=PERSON, request="Something else is asked of the Court."))
        assert telephone.bring(telephone.sign()).status_code == 403
        assert state_of(petition) == State.AWAITING_SIGNATURE

    def test_who_may_no_longer_sign_does_not_by_telephone_either(self, walk: Walk, court: Trusted) -> None:
        petition, _client, telephone = ready(walk, court)
        walk.cast.petitioner.is_active = False
        walk.cast.petitioner.save()
        assert telephone.bring(telephone.sign()).status_code == 403
        assert state_of(petition) == State.AWAITING_SIGNATURE


def container_of(telephone: Telephone, court: Trusted) -> bytes:
    """Return a signature by the petitioner's own key."""
    return telephone.sign(lambda content: container(content, court.signer()))


@pytest.mark.django_db
class TestTwice:
    def test_the_same_signature_again_is_good_and_another_is_late(self, walk: Walk, court: Trusted) -> None:
        petition, _client, telephone = ready(walk, court)
        signature = telephone.sign()
        assert [telephone.bring(signature).status_code for _ in range(2)] == [200, 200]
        assert telephone.bring(signature + b"0").status_code == 403
        assert Signature.objects.count() == 1
        assert Event.objects.filter(subject=petition.subject, name="petition.filed").count() == 1

    def test_in_doubt_it_waits_for_a_clerk(self, walk: Walk, court: Trusted) -> None:
        petition, client, telephone = ready(walk, court)
        court.publish(days=-1)
        assert telephone.bring(telephone.sign()).status_code == 200
        assert state_of(petition) == State.AWAITING_SIGNATURE
        assert client.get(address(petition, "sign/phone/state/")).json()["state"] == "signed"
        assert Event.objects.filter(subject=petition.subject, name="petition.signature_in_doubt").count() == 1


@pytest.mark.usefixtures("real_commits")
def test_two_telephones_at_once_file_once(tmp_path: Path, settings: Any) -> None:
    settings.EGOV_MOBILE_BIN = BIN
    walk, court = Walk(Cast()), trusted(tmp_path, settings)
    petition, _client, first = ready(walk, court)
    second = Telephone(first.owner)
    second.scan(phone.qr_text(opened(signed_in(walk), petition)))
    second.fetch()

    def bring(telephone: Telephone) -> int:
        try:
            return int(telephone.bring(telephone.sign()).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(bring, (first, second))) == [200, 403]
    assert state_of(petition) == State.FILED
    assert Signature.objects.count() == 1


@pytest.mark.django_db
class TestTheRoom:
    def test_nobody_else_opens_a_turn(self, walk: Walk, court: Trusted) -> None:
        petition = walk.submitted(petitioner=PERSON)
        for member in ("stranger", "registrar", "judge1", "administrator"):
            client = signed_in(walk, member)
            for page in ("sign/phone/", "sign/phone/state/", "sign/phone/code.png"):
                assert client.get(address(petition, page)).status_code == 404, (member, page)
            assert client.post(address(petition)).status_code == 404
        assert not PhoneSigning.objects.exists()

    def test_a_new_code_ends_the_old_one(self, walk: Walk, court: Trusted) -> None:
        petition, client, telephone = ready(walk, court)
        opened(client, petition)
        assert telephone.bring(telephone.sign()).status_code == 403

    def test_another_browser_sees_no_code_of_this_one(self, walk: Walk, court: Trusted) -> None:
        petition, _client, _telephone = ready(walk, court)
        other = signed_in(walk)
        assert other.get(address(petition))["Location"] == address(petition, "sign/")
        assert other.get(address(petition, "sign/phone/code.png")).status_code == 404

    def test_where_the_court_is_not_known_to_the_app_it_is_not_offered(
        self, walk: Walk, court: Trusted, settings: Any
    ) -> None:
        settings.EGOV_MOBILE_BIN = ""
        petition, client = walk.submitted(petitioner=PERSON), signed_in(walk)
        assert "sign/phone/" not in client.get(address(petition, "sign/")).content.decode()
        assert client.post(address(petition)).status_code == 422
        assert not PhoneSigning.objects.exists()

    def test_whoever_has_no_iin_is_told_before_a_code_is_made(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(), signed_in(walk)
        answer = client.post(address(petition))
        assert answer.status_code == 422
        with translation.override("ru"):
            assert str(REFUSALS["no_iin"]) in answer.content.decode()
        assert not PhoneSigning.objects.exists()

    def test_an_address_nobody_made_is_not_there(self, court: Trusted) -> None:
        for page in ("", "document/"):
            assert Client().get(f"/egov-mobile/{uuid4()}/{page}").status_code == 404

    def test_the_road_that_fits_the_device_comes_first_and_none_is_hidden(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(petitioner=PERSON), signed_in(walk)
        on_phone = client.get(address(petition, "sign/"), headers={"Sec-CH-UA-Mobile": "?1"}).context["roads"]
        at_desk = client.get(address(petition, "sign/"), headers={"User-Agent": "Mozilla/5.0 (Windows)"}).context[
            "roads"
        ]
        assert sorted(on_phone) == sorted(at_desk)
        assert (on_phone[0], at_desk[0]) == ("filing/sign_road_phone.html", "filing/sign_road_ncalayer.html")
        assert len(on_phone) == 4
