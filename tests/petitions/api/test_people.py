"""Who petitions, who represents and who writes: programs of a portal name them as the guided form does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from petitions.models import Petition
from tests.documents.files import pdf
from tests.petitions.api.conftest import WORDS, Program, program_of
from tests.petitions.api.test_portal import ASKED, CITIZEN, PORTAL, begun, portal, signed
from tests.petitions.signing import trusted
from tests.petitions.walk import Walk

__all__ = ["portal"]
pytestmark = pytest.mark.django_db
SECOND = {**CITIZEN, "full_name": "Екінші Мысал", "iin": "900101300017"}
ADVOCATE = {"kind": "advocate", "full_name": "Адвокат Мысал", "iin": "900101300017", "proof": "№ 7, 01.11.2026"}
ACTS = [
    {
        "court": "Жоғарғы Сот",
        "number": "3",
        "adopted_on": "2026-06-01",
        "in_force_on": "2026-06-01",
        "applied": "named",
    },
    {"court": "Астана қалалық соты", "number": "2", "adopted_on": "2026-03-01"},
    {},
]


def test_everybody_of_a_petition_is_named_and_told(portal: Program) -> None:
    words = begun(portal, writer="myself", others=[SECOND], court_acts=ACTS)["words"]
    assert words["writer"] == "myself"
    assert [one["full_name"] for one in words["others"]] == [SECOND["full_name"]]
    assert [act["number"] for act in words["court_acts"]] == ["3", "2"]
    petition = Petition.objects.get()
    assert (petition.further_petitioners, petition.writer, str(petition.year_ends_on)) == (1, "myself", "2027-06-01")


def test_who_was_named_stays_the_same_person(portal: Program) -> None:
    told = begun(portal, others=[SECOND])
    known = told["words"]["others"][0]
    sent = {"version": told["version"], "others": [{**known, "phone": "+7 701 123 45 67"}, SECOND]}
    others = portal.ask("patch", f"{PORTAL}{told['public_id']}/", sent).json()["words"]["others"]
    assert (others[0]["key"], others[0]["phone"]) == (known["key"], "+77011234567")
    assert others[1]["key"] not in {known["key"], ""}


def test_the_same_key_begins_one_with_all_its_people(portal: Program) -> None:
    asked = {**ASKED, "others": [SECOND], "representatives": [ADVOCATE]}
    first, second = (portal.ask("post", PORTAL, asked, HTTP_IDEMPOTENCY_KEY="p-1") for _turn in range(2))
    assert (first.status_code, second.status_code) == (201, 201), second.content
    assert first.json()["words"] == second.json()["words"]


def test_a_representative_signs_for_all_once_the_proof_is_there(portal: Program, tmp_path: Path, settings: Any) -> None:
    court = trusted(tmp_path, settings)
    told = begun(portal, writer="advocate", representatives=[ADVOCATE])
    address = f"{PORTAL}{told['public_id']}/"
    paper = {"purpose": "proof", "file": SimpleUploadedFile("notice.pdf", pdf())}
    assert portal.upload(f"{address}attachments/", paper).status_code == 201
    waiting = portal.ask("post", f"{address}submit/", {"version": told["version"]}).json()
    answer = signed(portal, waiting, court.signer(iin=ADVOCATE["iin"]))
    assert (answer.status_code, answer.json()["state"]) == (200, "filed"), answer.content


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"others": [{**SECOND, "iin": "850101300019"}]}, "others.0.iin", "invalid"),
        ({"others": [SECOND, {**SECOND, "iin": ""}]}, "others.1.iin", "blank"),
        ({"others": [{**SECOND, "key": "aa11"}] * 2}, "others", "invalid"),
        ({"others": [{**SECOND, "key": "first!"}]}, "others.0.key", "invalid"),
        ({"representatives": [{**ADVOCATE, "kind": "friend"}]}, "representatives.0.kind", "invalid_choice"),
        ({"representatives": [{**ADVOCATE, "phone": "7"}]}, "representatives.0.phone", "invalid"),
        ({"representatives": [ADVOCATE] * 3}, "representatives", "max_length"),
        ({"writer": "somebody"}, "writer", "invalid_choice"),
        ({"court_acts": [{}, {"adopted_on": "2099-01-01"}]}, "court_acts.1.adopted_on", "invalid"),
        ({"court_acts": [{}] * 9}, "court_acts", "max_length"),
    ],
)
def test_what_is_wrong_points_at_its_field(portal: Program, changes: dict[str, Any], field: str, code: str) -> None:
    for language in ("kk", "ru"):
        answer = portal.ask("post", PORTAL, {**ASKED, **changes}, HTTP_ACCEPT_LANGUAGE=language)
        errors = answer.json()["errors"]
        assert (answer.status_code, [(one["field"], one["code"]) for one in errors]) == (400, [(field, code)]), errors
        assert any("а" <= letter <= "я" for letter in errors[0]["detail"])


def test_an_institution_petitions_alone_with_all_the_acts_of_its_case(walk: Walk) -> None:
    program = program_of(walk.cast, "commissioner_head")
    answer = program.ask(
        "post", "/api/v1/petitions/", {"language": "ru", **WORDS, "others": [SECOND], "court_acts": ACTS}
    )
    assert "others" not in answer.json()["words"]
    assert [act["number"] for act in answer.json()["words"]["court_acts"]] == ["3", "2"]
