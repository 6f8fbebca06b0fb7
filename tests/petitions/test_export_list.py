"""A list of petitions taken as a file: what the filters leave, made piece by piece, for whoever asked alone."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from courtcase.documents.queries import open_document
from courtcase.notices.models import Job
from courtcase.notices.registry import job_handlers
from courtcase.people.actors import Actor
from courtcase.register.models import Event, RecordedRead
from petitions.filing.operations.follow_up import withdraw_petition
from petitions.intake.exporting import text_cell
from petitions.intake.operations import export_list
from petitions.intake.operations.export_list import forget_list_exports, make_piece
from petitions.letters.operations.danger import raise_danger
from petitions.models import ListExport
from tests.petitions.test_receipt import reader
from tests.petitions.walk import Walk

MACHINE = Actor.system("tests")
NEW = "/en/intake/exports/new"


def work() -> None:
    """Do the pieces that are owed, as workers do, until none is."""
    done: set[int] = set()
    while todo := Job.objects.filter(kind=export_list.JOB).exclude(pk__in=done).order_by("pk").first():
        job_handlers[todo.kind](todo)
        done.add(todo.pk)


def asked(client: Client, source: str, query: str = "", **given: object) -> ListExport:
    """Ask for a list as a file and return it, unmade."""
    answer = client.post(f"{NEW}/{source}/?{query}", {"file_format": "csv", **given})
    assert answer.status_code == 302, answer.content.decode()
    return ListExport.objects.latest("pk")


def lines_of(client: Client, export: ListExport) -> list[list[str]]:
    """Return the lines of a CSV file as it is downloaded."""
    answer = client.post(f"/en/intake/exports/{export.public_id}/download/")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


@pytest.mark.django_db
class TestTheFile:
    def test_holds_what_the_filters_leave_in_the_order_of_the_list(
        self, walk: Walk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(export_list, "PIECE", 2)
        chosen = [walk.screening() for _number in range(5)]
        walk.screening(language="kk")
        client = reader(walk, "clerk")
        export = asked(client, "queue", "view=all&language=ru&order=newest&after=x")
        work()
        head, *lines = lines_of(client, export)
        assert head[:2] == ["Number", "Petitioner"]
        assert [line[0] for line in lines] == [one.register_number for one in reversed(chosen)]
        assert "Мысалқызы" not in str(lines)
        assert not export.parts.exists()
        assert Job.objects.filter(kind=export_list.JOB).count() == 4, "three pieces, and the end"

    def test_a_worker_that_dies_loses_one_piece(self, walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(export_list, "PIECE", 2)
        for _number in range(3):
            walk.screening()
        client = reader(walk, "clerk")
        export = asked(client, "queue", "view=all")
        make_piece(export_id=export.pk, number=1, actor=MACHINE, at=timezone.now())
        page = client.get(f"/en/intake/exports/{export.public_id}/").content.decode()
        assert "2 of 3 lines" in page
        assert client.get(f"/en/intake/exports/{export.public_id}/state/").json()["next"] is None
        assert client.post(f"/en/intake/exports/{export.public_id}/download/").status_code == 409
        make_piece(export_id=export.pk, number=1, actor=MACHINE, at=timezone.now())
        work()
        assert len(lines_of(client, export)) == 4
        assert client.get(f"/en/intake/exports/{export.public_id}/state/").json()["next"]

    def test_a_row_that_moves_while_the_list_is_read_stands_in_it_once(
        self, walk: Walk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(export_list, "PIECE", 2)
        chosen = [walk.screening() for _number in range(5)]
        client = reader(walk, "clerk")
        export = asked(client, "queue", "view=all")
        make_piece(export_id=export.pk, number=1, actor=MACHINE, at=timezone.now())
        raise_danger(petition=chosen[-1], actor=walk.cast.actor("clerk"), at=walk.tick())
        withdraw_petition(petition=chosen[2], actor=walk.cast.actor("petitioner"), at=walk.tick())
        work()
        _head, *lines = lines_of(client, export)
        assert [line[0] for line in lines] == [chosen[place].register_number for place in (0, 1, 3, 4)]
        page = client.get(f"/en/intake/exports/{export.public_id}/").content.decode()
        assert "4 of 5 lines" in page

    def test_of_the_archive_as_a_workbook_with_names(self, walk: Walk) -> None:
        gone = withdraw_petition(petition=walk.registered(), actor=walk.cast.actor("petitioner"), at=walk.tick())
        client = reader(walk, "secretary")
        export = asked(client, "archive", "state=withdrawn", file_format="xlsx", with_names="on")
        work()
        answer = client.post(f"/en/intake/exports/{export.public_id}/download/")
        rows = list(load_workbook(io.BytesIO(answer.getvalue())).active.values)
        assert rows[1][0] == gone.register_number
        assert rows[1][1].date() == gone.registered_on
        assert rows[0][-1] == "Petitioner's name"
        assert rows[1][-1] == "Үлгі Мысалқызы"
        assert RecordedRead.objects.filter(subject=gone.subject, place="list.export").count() == 1
        export.refresh_from_db()
        assert export.document is not None
        assert b"PK\x03\x04" not in open_document(export.document).read()

    @pytest.mark.parametrize("text", ["=1+1", "+7", "-1", "@a", "\t=1", "\r=1", "a\x00b"])
    def test_no_cell_is_a_formula(self, text: str) -> None:
        assert text_cell(None, text).data_type == "s"

    def test_is_recorded_with_who_asked_how_many_and_the_names_of_the_filters_alone(self, walk: Walk) -> None:
        number = walk.screening().register_number
        client = reader(walk, "clerk")
        export = asked(client, "queue", f"view=all&q={number}&language=ru")
        work()
        lines_of(client, export)
        told = {event.name: event for event in Event.objects.filter(name__startswith="list.")}
        body = told["list.export_asked"].body
        assert (body["narrowed_by"], body["rows"], body["view"]) == ("language,q", 1, "all")
        assert str(number) not in str([one.body for one in told.values()])
        assert told["list.export_taken"].subject == walk.cast.clerk.subject

    def test_three_days_later_it_is_gone(self, walk: Walk) -> None:
        walk.screening()
        client = reader(walk, "clerk")
        export = asked(client, "queue", "view=all")
        work()
        later = timezone.now() + timedelta(days=4)
        assert forget_list_exports(actor=MACHINE, at=timezone.now()) == 0
        assert forget_list_exports(actor=MACHINE, at=later) == 1
        assert client.post(f"/en/intake/exports/{export.public_id}/download/").status_code == 409
        assert "gone" in client.get("/en/intake/exports/").content.decode()


@pytest.mark.django_db
class TestWho:
    def test_another_s_file_is_not_found(self, walk: Walk) -> None:
        walk.screening()
        export = asked(reader(walk, "clerk"), "queue", "view=all")
        for member in ("second_clerk", "head_of_intake", "stranger"):
            assert reader(walk, member).get(f"/en/intake/exports/{export.public_id}/").status_code == 404
            assert reader(walk, member).post(f"/en/intake/exports/{export.public_id}/download/").status_code == 404

    def test_whoever_does_not_see_the_list_takes_none(self, walk: Walk) -> None:
        assert reader(walk, "secretary").get(f"{NEW}/queue/").status_code == 404
        assert reader(walk, "clerk").get(f"{NEW}/none/").status_code == 404
        assert reader(walk, "judge1").get(f"{NEW}/archive/").status_code == 404

    def test_an_empty_list_is_refused_in_words(self, walk: Walk) -> None:
        answer = reader(walk, "clerk").post(f"{NEW}/queue/?view=all", {"file_format": "csv"})
        assert answer.status_code == 422
        assert "nothing to take" in answer.content.decode()

    def test_whoever_lost_the_office_meanwhile_gets_nothing(self, walk: Walk) -> None:
        walk.screening()
        export = asked(reader(walk, "clerk"), "queue", "view=all")
        walk.cast.clerk.grants.update(revoked_at=timezone.now())
        work()
        export.refresh_from_db()
        assert (export.document, export.rows) == (None, 0)


@pytest.fixture
def walk(walk: Walk) -> Walk:
    """Return a walk with the rules of routing and the clerks in place."""
    walk.rules()
    _ = walk.cast.clerk, walk.cast.second_clerk
    return walk
