"""Who may sign electronically: said before anybody signs, and held to when they do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from courtcase.people.actors import Actor
from petitions.filing.operations.attach import attach
from petitions.filing.signers import REFUSALS
from petitions.models import Petition
from petitions.workflow import State
from tests.documents.files import picture
from tests.petitions.signing import PERSON, Trusted, signature_file, trusted
from tests.petitions.test_sign_electronically import address, document, petitioner, send
from tests.petitions.walk import Walk

ADVOCATE = {"kind": "advocate", "full_name": "Қорғаушы Үлгіұлы", "iin": "900101300017", "proof": "Notice"}


@pytest.fixture
def court(tmp_path: Path, settings: Any) -> Trusted:
    """Return the authority that is trusted here."""
    settings.EGOV_MOBILE_BIN = "990140000385"
    return trusted(tmp_path, settings)


def represented(walk: Walk, *, proven: bool, **changes: Any) -> Petition:
    """Return a petition an advocate wrote, with the paper that proves it or without."""
    draft = walk.drafted(petitioner=PERSON, representatives=[{**ADVOCATE, **changes}], writer="representative")
    if proven:
        paper, actor = SimpleUploadedFile("a.png", picture()), Actor.of(walk.cast.petitioner)
        attach(petition=draft, uploaded=paper, purpose="proof", actor=actor, at=walk.tick())
        draft.refresh_from_db()
    return walk.submit(draft)


def said(code: str) -> str:
    """Return the words of a refusal as a Russian page has them, whatever signs it writes as entities."""
    with translation.override("ru"):
        return str(REFUSALS[code])


@pytest.mark.django_db
class TestSaidBefore:
    def test_whose_certificate_will_be_asked_for(self, walk: Walk, court: Trusted) -> None:
        client = petitioner(walk)
        shown = client.get(address(walk.submitted(petitioner=PERSON)))
        text = shown.content.decode()
        assert PERSON["full_name"] in text
        assert "…0015" in text
        assert PERSON["iin"] not in text

    def test_without_an_iin_only_paper_is_offered_at_once(self, walk: Walk, court: Trusted) -> None:
        petition, client = walk.submitted(), petitioner(walk)
        shown = client.get(address(petition))
        assert said("no_iin") in shown.content.decode()
        assert shown.context["roads"] == ["filing/sign_road_paper.html"]
        assert not petition.subject.documents.filter(kind="to_sign").exists()

    def test_a_representative_without_proof_is_told_before_signing(self, walk: Walk, court: Trusted) -> None:
        client = petitioner(walk)
        assert said("no_proof") in client.get(address(represented(walk, proven=False))).content.decode()
        assert said("no_proof") not in client.get(address(represented(walk, proven=True))).content.decode()

    def test_the_page_of_the_person_says_what_the_iin_is_for(self, walk: Walk) -> None:
        shown = petitioner(walk).get(address(walk.drafted(), "write/you/")).content.decode()
        assert "ИИН в её сертификате" in shown


@pytest.mark.django_db
class TestHeldTo:
    def test_a_proven_representative_signs(self, walk: Walk, court: Trusted) -> None:
        petition, client = represented(walk, proven=True), petitioner(walk)
        signer = court.signer(iin=ADVOCATE["iin"])
        assert send(client, petition, signature_file(document(client, petition), signer)).status_code == 302
        petition.refresh_from_db()
        assert petition.state == State.FILED

    @pytest.mark.parametrize(
        ("proven", "changes", "signer", "code"),
        [
            (False, {}, ADVOCATE["iin"], "no_proof"),
            (True, {"iin": ""}, ADVOCATE["iin"], "other_person"),
            (True, {}, "750101300018", "other_person"),
        ],
    )
    def test_others_do_not(
        self, walk: Walk, court: Trusted, proven: bool, changes: dict[str, str], signer: str, code: str
    ) -> None:
        petition, client = represented(walk, proven=proven, **changes), petitioner(walk)
        file = signature_file(document(client, petition), court.signer(iin=signer))
        answer = send(client, petition, file)
        assert answer.status_code == 422
        assert answer.context["form"].errors["container"] == [said(code)]
        petition.refresh_from_db()
        assert petition.state == State.AWAITING_SIGNATURE

    def test_the_petitioner_signs_in_person_all_the_same(self, walk: Walk, court: Trusted) -> None:
        petition, client = represented(walk, proven=False), petitioner(walk)
        assert send(client, petition, signature_file(document(client, petition), court.signer())).status_code == 302
