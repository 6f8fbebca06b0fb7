"""A set restored into an empty machine is the same Court: the same root, files that open, words that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import psycopg2
import pytest
from django.core.management import call_command
from django.test import Client

from courtcase.backup.sets import read_manifest
from courtcase.documents.models import Document
from courtcase.documents.queries import open_document
from courtcase.long_work.models import Progress
from courtcase.register.sealing import seal
from petitions.content import open_content
from petitions.intake.operations.mark_petitions import WORK as MARKING
from petitions.models import Petition, PetitionWords
from tests.backup.conftest import AT, Court, Machine, empty_machine, restored, serve_from
from tests.petitions.walk import words


@dataclass
class Again:
    """The restored machine and what the restore said."""

    machine: Machine
    said: str


@pytest.fixture(scope="module")
def again(court: Court, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Again]:
    """Return the set restored into an empty machine, used as the application's own role, as the web server does."""
    with empty_machine(court.database, tmp_path_factory.mktemp("жаңа машина")) as machine:
        said = restored(court.set)
        serve_from(machine)
        yield Again(machine, said)


def test_the_root_is_the_same(court: Court, again: Again) -> None:
    register = read_manifest(court.set).register
    assert f"Root: {register.root}" in again.said
    assert "Start web, worker and beat" in again.said
    verified = StringIO()
    call_command("verify_register", stdout=verified)
    assert f"{register.entries} entries, {register.waiting} events waiting" in verified.getvalue()
    assert register.root in verified.getvalue()


def test_documents_open(court: Court, again: Again) -> None:
    with open_document(Document.objects.get(public_id=court.document.public_id)) as file:
        assert file.read() == court.content
    kept = [path for path in (again.machine.folder / "documents").rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}


def test_words_can_be_read(court: Court, again: Again) -> None:
    petition = Petition.objects.get(public_id=court.petition.public_id)
    assert open_content(petition, petition.versions.get())["situation"] == words()["situation"]


def test_a_long_change_of_data_goes_on_where_the_set_was_taken(again: Again) -> None:
    half = Progress.objects.get(name=MARKING)
    assert (half.looked_at, half.finished_at, PetitionWords.objects.count()) == (1, None, 1)
    assert half.total > 1
    said = StringIO()
    call_command("long_work", MARKING, stdout=said)
    assert f"{half.total} of {half.total}, 0 failed, finished" in said.getvalue()
    assert PetitionWords.objects.count() == half.total


def test_pages_open(court: Court, again: Again) -> None:
    assert Client().get(f"/ru{court.ruling.public_path}").status_code == 200
    page = Client()
    page.force_login(court.walk.cast.petitioner)
    assert page.get(f"/ru/petitions/{court.petition.public_id}/").status_code == 200


def test_the_record_is_as_well_guarded_as_before(again: Again) -> None:
    for address, refused in (
        (again.machine.database_url, psycopg2.errors.InsufficientPrivilege),
        (again.machine.owner_url, psycopg2.errors.RaiseException),
    ):
        session = psycopg2.connect(address)
        for statement in (
            "UPDATE register_event SET name = 'x'",
            "DELETE FROM register_event",
            "TRUNCATE register_event CASCADE",
        ):
            with pytest.raises(refused):
                session.cursor().execute(statement.format("register_event"))
            session.rollback()
        session.close()


def test_whoever_was_signed_in_signs_in_anew(court: Court, again: Again) -> None:
    visitor = Client()
    visitor.cookies = court.visitor.cookies
    assert "_auth_user_id" not in visitor.session


def test_work_goes_on_with_new_numbers_and_a_longer_register(court: Court, again: Again) -> None:
    before = Petition.objects.count()
    court.walk.filed()
    assert Petition.objects.count() == before + 1
    assert seal(at=AT) > read_manifest(court.set).register.waiting
    call_command("verify_register", stdout=StringIO())
