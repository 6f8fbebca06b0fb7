"""A copy of everything held: asked for, made by a job, taken once, forgotten."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courtcase.documents.queries import open_document
from courtcase.keys.operations import SealBroken
from courtcase.notices.models import Job
from courtcase.notices.registry import job_handlers
from courtcase.people.actors import Actor
from petitions.content import Person, Representative
from petitions.events import STAFF_ONLY
from petitions.filing.desk import People
from petitions.filing.exporting import open_file
from petitions.filing.operations.attach import attach
from petitions.filing.operations.desk import keep_client
from petitions.filing.operations.export_data import forget_exports, make_export
from petitions.models import DataExport, Petition
from petitions.workflow import TABLE
from tests.documents.files import picture, upload
from tests.petitions.letters.returning import configured, prepared, signed
from tests.petitions.test_receipt import reader
from tests.petitions.together import SECOND, of_two
from tests.petitions.walk import WHY, Walk, words

MACHINE = Actor.system("tests")
# Steps that stand in no timeline, and in the copy: what the institution itself did, who had the petition, and that a judge
# reported. None of them tells how anything will end.
TOLD_IN_THE_COPY = {
    "petition.approval_asked",
    "petition.filing_approved",
    "petition.sent_back",
    "petition.assigned",
    "petition.handed_over",
    "petition.given_back",
    "petition.taken_back",
    "petition.report_filed",
    "petition.study_judge_replaced",
}


def make_owed() -> None:
    """Do the work that is owed, as a worker does."""
    for job in Job.objects.filter(kind="petitions.export"):
        job_handlers[job.kind](job)


def unzipped(answer: object) -> dict[str, bytes]:
    """Return the files of a ZIP by their names."""
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:  # type: ignore[attr-defined]
        return {name: archive.read(name) for name in archive.namelist()}


def asked(client: Client, petition: Petition) -> DataExport:
    """Ask for a copy of a petition's data and let it be made."""
    assert client.post(f"/en/petitions/{petition.public_id}/data/ask/").status_code == 302
    make_owed()
    return DataExport.objects.latest("pk")


@pytest.mark.django_db
class TestACopyOfAPetition:
    def test_it_holds_all_that_is_held(self, walk: Walk) -> None:
        petition = walk.returned()
        drawn = picture()
        owner = Actor.of(walk.cast.petitioner)
        attach(petition=petition, uploaded=upload("a.png", drawn), purpose="other", actor=owner, at=walk.tick())
        client = reader(walk)
        assert reader(walk, "clerk").get(f"/ru/intake/{petition.public_id}/").status_code == 200
        export = asked(client, petition)
        assert "Download it, once" in client.get(f"/en/petitions/{petition.public_id}/data/").content.decode()
        answer = client.post(f"/en/petitions/{petition.public_id}/data/{export.public_id}/download/")
        files = unzipped(answer)
        assert files["documents/01-a.png"] == drawn
        facts = json.loads(files["petition.json"])
        assert facts["register_number"] == petition.register_number
        assert facts["versions"][0]["content"]["petitioner"]["full_name"] == "Үлгі Мысалқызы"
        assert facts["returns"][0]["explanation"] == WHY
        assert {"petition.filed", "petition.returned"} <= {event["name"] for event in facts["events"]}
        assert facts["opened_by"][0]["times"] == 1
        assert json.loads(files["receipt.json"])["event"] == "petition.filed"
        assert "өтініш" in files["README.txt"].decode()

    def test_it_tells_nothing_of_a_return_that_has_not_left(self, walk: Walk) -> None:
        configured(walk)
        petition, client = signed(walk, prepared(walk)).petition, reader(walk)
        export = asked(client, petition)
        files = unzipped(client.post(f"/en/petitions/{petition.public_id}/data/{export.public_id}/download/"))
        names = {event["name"] for event in json.loads(files["petition.json"])["events"]}
        assert "petition.screening_begun" in names
        assert not names & STAFF_ONLY
        assert not [name for name in names if "return" in name or "letter" in name]

    def test_every_step_that_is_not_public_is_kept_back_or_named_here(self) -> None:
        inside = {row.event for row in TABLE if not row.public}
        assert inside - STAFF_ONLY == TOLD_IN_THE_COPY

    def test_it_is_given_out_once_and_then_forgotten(self, walk: Walk) -> None:
        petition, client = walk.filed(), reader(walk)
        export = asked(client, petition)
        address = f"/en/petitions/{petition.public_id}/data/{export.public_id}/download/"
        assert client.get(address).status_code == 405
        assert client.post(address).status_code == 200
        assert client.post(address).status_code == 409
        assert forget_exports(actor=MACHINE, at=timezone.now()) == 0
        assert forget_exports(actor=MACHINE, at=timezone.now() + timedelta(hours=2)) == 1
        export.refresh_from_db()
        assert export.document is None
        assert not petition.subject.documents.filter(kind="export").exists()

    def test_after_three_days_it_is_gone(self, walk: Walk) -> None:
        petition, client = walk.filed(), reader(walk)
        export = asked(client, petition)
        DataExport.objects.update(ready_at=timezone.now() - timedelta(days=4))
        address = f"/en/petitions/{petition.public_id}/data/{export.public_id}/download/"
        assert client.post(address).status_code == 409
        assert forget_exports(actor=MACHINE, at=timezone.now()) == 1

    def test_before_it_is_made_it_is_said_so(self, walk: Walk) -> None:
        petition, client = walk.filed(), reader(walk)
        client.post(f"/en/petitions/{petition.public_id}/data/ask/")
        export = DataExport.objects.get()
        assert "being made" in client.get(f"/en/petitions/{petition.public_id}/data/").content.decode()
        address = f"/en/petitions/{petition.public_id}/data/{export.public_id}/download/"
        assert client.post(address).status_code == 409

    def test_a_fourth_one_in_a_day_is_refused_in_words(self, walk: Walk) -> None:
        petition, client = walk.filed(), reader(walk)
        address = f"/en/petitions/{petition.public_id}/data/ask/"
        assert [client.post(address).status_code for _time in range(4)] == [302, 302, 302, 422]

    def test_of_those_who_petition_together_the_names_alone(self, walk: Walk) -> None:
        petition, client = walk.confirm(of_two(walk)), reader(walk)
        export = asked(client, petition)
        files = unzipped(client.post(f"/en/petitions/{petition.public_id}/data/{export.public_id}/download/"))
        told = files["petition.json"].decode()
        assert SECOND["full_name"] in told
        assert SECOND["email"] not in told
        assert SECOND["residence"] not in told
        assert words()["petitioner"]["residence"] in told

    def test_making_it_twice_makes_one(self, walk: Walk) -> None:
        export = asked(reader(walk), walk.filed())
        again = make_export(export_id=export.pk, actor=MACHINE, at=walk.tick())
        assert again is not None
        assert again.document == export.document

    def test_no_word_lies_open_in_the_storage_and_a_cut_file_is_found(self, walk: Walk) -> None:
        export = asked(reader(walk), walk.filed())
        assert export.document is not None
        kept = open_document(export.document).read()
        assert b"PK\x03\x04" not in kept
        assert b"".join(open_file(io.BytesIO(kept), export)).startswith(b"PK\x03\x04")
        with pytest.raises(SealBroken):
            list(open_file(io.BytesIO(kept[:-1]), export))

    def test_it_is_nobody_else_s(self, walk: Walk) -> None:
        petition, client = walk.filed(), reader(walk)
        export = asked(client, petition)
        page = f"/en/petitions/{petition.public_id}/data/"
        for member in ("stranger", "clerk", "chair"):
            other = reader(walk, member)
            assert other.get(page).status_code == 404
            assert other.post(f"{page}ask/").status_code == 404
            assert other.post(f"{page}{export.public_id}/download/").status_code == 404
        holder = Client()
        holder.post("/en/petitions/track/", {"code": walk.codes[petition.pk], "number": ""})
        assert "/prove/" in holder.get(page)["Location"]
        draft = walk.drafted()
        assert client.post(f"/en/petitions/{draft.public_id}/data/ask/").status_code == 404


@pytest.mark.django_db
class TestACopyOfAnAccount:
    def test_it_holds_the_account_and_every_petition_of_it(self, walk: Walk) -> None:
        walk.filed()
        walk.drafted()
        client = reader(walk)
        person = Person(full_name="Мысал Клиент")
        kept: People = {"person": person, "representative": Representative(full_name="Өкіл")}
        keep_client(people=kept, actor=walk.cast.actor("petitioner"), at=walk.tick())
        assert client.post("/en/petitions/my-data/ask/").status_code == 302
        make_owed()
        export = DataExport.objects.get()
        files = unzipped(client.post(f"/en/petitions/my-data/{export.public_id}/download/"))
        assert json.loads(files["account.json"])["email"] == walk.cast.petitioner.email
        assert json.loads(files["account.json"])["clients"][0]["person"]["full_name"] == "Мысал Клиент"
        assert len([name for name in files if name.endswith("/petition.json")]) == 2
        assert reader(walk, "stranger").post(f"/en/petitions/my-data/{export.public_id}/download/").status_code == 404
        assert [client.post("/en/petitions/my-data/ask/").status_code for _time in range(3)] == [302, 302, 422]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_what_is_kept_and_why_is_public(client: Client, language: str) -> None:
    answer = client.get(f"/{language}/privacy/kept/")
    words = {
        "kk": "Сот шешкен өтініштер",
        "ru": "Обращения, по которым Суд вынес решение",
        "en": "Petitions the Court decided",
    }
    assert words[language] in answer.content.decode()
    assert not answer.cookies
