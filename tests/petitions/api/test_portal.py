"""A portal files for citizens: the citizen signs, the portal keeps its own number, and learns every change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from courtcase.people.models import Institution
from courtcase.register.sealing import seal
from petitions.models import Petition
from tests.petitions.api.conftest import ADDRESS, WORDS, Program, program_of
from tests.petitions.signing import PERSON, signature_file, trusted
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
PORTAL = "/api/v1/portal/petitions/"
BIN = "990140000385"
CITIZEN = {name: PERSON[name] for name in ("full_name", "iin", "residence", "region")}
ASKED: dict[str, Any] = {**WORDS, "language": "ru", "petitioner": CITIZEN, "external_number": "P-2026/17"}


@pytest.fixture
def portal(walk: Walk) -> Program:
    """Return a program of the Prosecutor's office, which is made a portal."""
    Institution.objects.filter(pk=walk.cast.institution("prosecutor").pk).update(bin=BIN)
    call_command("name_portal", BIN)
    return program_of(walk.cast, "prosecutor_officer")


def begun(portal: Program, **changes: Any) -> dict[str, Any]:
    answer = portal.ask("post", PORTAL, {**ASKED, **changes})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def submitted(portal: Program, **changes: Any) -> dict[str, Any]:
    told = begun(portal, **changes)
    answer = portal.ask("post", f"{PORTAL}{told['public_id']}/submit/", {"version": told["version"]})
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def signed(portal: Program, waiting: dict[str, Any], *signers: Any) -> Any:
    """Fetch the document, have it signed, and bring the container."""
    address = f"{PORTAL}{waiting['public_id']}/"
    content = b"".join(portal.ask("get", f"{address}document.pdf/").streaming_content)
    file = signature_file(content, *signers)
    return portal.upload(f"{address}signature/", {"version": waiting["version"], "container": file})


def test_a_citizen_files_by_a_portal(portal: Program, tmp_path: Path, settings: Any) -> None:
    court = trusted(tmp_path, settings)
    waiting = submitted(portal)
    answer = signed(portal, waiting, court.signer(iin=PERSON["iin"]))
    assert (answer.status_code, answer.json()["state"]) == (200, "filed"), answer.content
    petition = Petition.objects.get()
    assert (petition.institution, petition.petitioner_kind, petition.external_number) == (None, "citizen", "P-2026/17")
    citizen = Client()
    assert citizen.post("/ru/petitions/track/", {"code": waiting["tracking_code"]}).status_code == 302


def test_nobody_but_the_citizen_signs(portal: Program, tmp_path: Path, settings: Any) -> None:
    court = trusted(tmp_path, settings)
    waiting = submitted(portal)
    for stranger in (court.signer(iin="900101300017"), court.signer(iin="900101300017", bin=BIN)):
        answer = signed(portal, waiting, stranger)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "other_person")


def test_its_own_number_is_found_and_stands_once(portal: Program) -> None:
    told = begun(portal)
    begun(portal, external_number="P-18")
    assert portal.ask("get", f"{PORTAL}?external_number=P%00").status_code == 200
    found = portal.ask("get", f"{PORTAL}?external_number=P-2026/17").json()["results"]
    assert [one["public_id"] for one in found] == [told["public_id"]]
    again = portal.ask("post", PORTAL, ASKED)
    assert (again.status_code, again.json()["errors"][0]["code"]) == (400, "external_number_taken")
    assert Petition.objects.count() == 2


def test_the_same_key_begins_one(portal: Program) -> None:
    first, second = (portal.ask("post", PORTAL, ASKED, HTTP_IDEMPOTENCY_KEY="p-1") for _turn in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["public_id"] == second.json()["public_id"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"petitioner": {**CITIZEN, "iin": "850101300019"}}, "petitioner"),
        ({"petitioner": {"full_name": "Үлгі"}}, "petitioner"),
        ({"external_number": "850101300015"}, "external_number"),
        ({"external_number": "номер"}, "external_number"),
        ({"language": "en"}, "language"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(portal: Program, changes: dict[str, Any], field: str) -> None:
    answer = portal.ask("post", PORTAL, {**ASKED, **changes})
    assert answer.status_code == 400
    assert any(error["field"].startswith(field) for error in answer.json()["errors"])
    assert Petition.objects.count() == 0


def test_each_kind_of_program_stays_with_its_own(portal: Program, walk: Walk) -> None:
    told, institution = begun(portal), program_of(walk.cast, "commissioner_head")
    assert institution.ask("get", PORTAL).status_code == 403
    assert portal.ask("get", ADDRESS).status_code == 403
    assert institution.ask("get", f"{ADDRESS}{told['public_id']}/").status_code == 404
    officer = Client()
    officer.force_login(walk.cast.prosecutor_officer)
    assert officer.get(f"/ru/petitions/{told['public_id']}/").status_code == 404


def test_changes_are_asked_for_from_where_one_was(portal: Program, walk: Walk) -> None:
    told = submitted(portal)
    walk.submitted()
    seal(at=timezone.now())
    first = portal.ask("get", "/api/v1/changes/").json()
    assert [(one["event"], one["external_number"]) for one in first["results"]] == [("petition.submitted", "P-2026/17")]
    again = portal.ask("get", f"/api/v1/changes/?changed_since={first['changed_since']}").json()
    assert (again["results"], again["has_more"]) == ([], False)
    assert first["results"][0]["petition"] == told["public_id"]
    assert portal.ask("get", "/api/v1/changes/?changed_since=x").status_code == 400


def test_attachments_are_the_portals_too(portal: Program) -> None:
    told = begun(portal)
    file = SimpleUploadedFile("a.pdf", b"no pdf", "application/pdf")
    answer = portal.upload(f"{PORTAL}{told['public_id']}/attachments/", {"purpose": "other", "file": file})
    assert answer.status_code == 400


def test_an_institution_with_programs_of_its_own_becomes_no_portal(walk: Walk) -> None:
    program_of(walk.cast, "commissioner_head")
    Institution.objects.filter(pk=walk.cast.institution("commissioner").pk).update(bin=BIN)
    for unfit in (BIN, "000000000000", ""):
        with pytest.raises(CommandError):
            call_command("name_portal", unfit)
