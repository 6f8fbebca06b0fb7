"""What was given out before the register held checksums is recorded later, by a long work, and called so."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from courtcase.documents.models import Document
from courtcase.long_work.models import Progress
from courtcase.register import verify_receipt
from courtcase.register.models import Event
from courtcase.register.sealing import publish_root, seal
from rulings.models import CountedYear, OpenDataFile, OpenDataKind, OpenDataSet
from rulings.publication.operations import make_open_data
from rulings.statistics.queries import years_kept
from tests.rulings.desk import Desk
from tests.rulings.open_data import make_files, taken
from tests.rulings.statistics.counted import brought_over
from tests.rulings.test_recorded_data import judged

pytestmark = pytest.mark.django_db
KEPT = ("published",)


def run(work: str) -> str:
    """Do a long work to its end; returns what it said."""
    Progress.objects.filter(name=work).delete()
    said = StringIO()
    call_command("long_work", work, stdout=said)
    return said.getvalue()


@pytest.fixture
def snapshot(desk: Desk) -> OpenDataSet:
    """Return a snapshot of which the register holds nothing, as on an installation of before."""
    desk.published()
    make_open_data.begin_open_data(actor=desk.publisher, at=desk.walk.tick())
    make_files()
    OpenDataSet.objects.update(subject=None)
    return OpenDataSet.objects.get(kind=OpenDataKind.SNAPSHOT)


def test_an_earlier_snapshot_is_recorded_later_and_the_verifier_shows_it(
    snapshot: OpenDataSet, client: Client, tmp_path: Path
) -> None:
    address = f"{snapshot.quarter}.json"
    assert taken(client, address).status_code == 404
    page = client.get("/en/open-data/")
    run("rulings.snapshots")
    event = Event.objects.get(name="open_data.snapshot_recorded_later")
    archive = taken(client, f"{snapshot.quarter}.zip").body
    assert (event.body["made_on"], event.body["state"]) == (snapshot.day.isoformat(), "ready")
    now = timezone.now()
    seal(at=now)
    publish_root(day=now.date() - timedelta(days=1), at=now)
    proof = taken(client, address).body
    assert json.loads(proof)["event"] == "open_data.snapshot_recorded_later"
    assert judged(tmp_path, proof, "one.zip", archive, client) == verify_receipt.TRUE
    assert judged(tmp_path, proof, "two.zip", archive + b" ", client) == verify_receipt.FALSE
    again = client.get("/en/open-data/", headers={"if-none-match": page.headers["ETag"]})
    assert (again.status_code, "recorded later" in again.content.decode()) == (200, True)
    run("rulings.snapshots")
    assert Event.objects.filter(name="open_data.snapshot_recorded_later").count() == 1


@pytest.mark.parametrize("is_lost", [False, True])
def test_an_archive_that_is_not_what_its_checksum_says_is_not_recorded(snapshot: OpenDataSet, is_lost: bool) -> None:
    archive = OpenDataFile.objects.filter(files=snapshot, name=f"{snapshot.quarter}.zip")
    if is_lost:
        Document.objects.filter(pk__in=archive.values("document")).update(storage_key="lost")
    else:
        archive.update(sha256="0" * 64)
    run("rulings.snapshots")
    assert not Event.objects.filter(name="open_data.snapshot_recorded_later").exists()
    assert Progress.objects.get(name="rulings.snapshots").failed == 1


def test_a_snapshot_recorded_at_once_is_not_told_twice(desk: Desk, client: Client) -> None:
    desk.published()
    make_open_data.begin_open_data(actor=desk.publisher, at=desk.walk.tick())
    make_files()
    run("rulings.snapshots")
    assert not Event.objects.filter(name="open_data.snapshot_recorded_later").exists()
    assert "recorded later" not in client.get("/en/open-data/").content.decode()


def test_the_figures_of_an_earlier_year_are_recorded_later_too(client: Client, tmp_path: Path) -> None:
    year = brought_over()
    CountedYear.objects.update(subject=None)
    assert client.get(f"/ru/statistics/{year}.json").status_code == 404
    page = client.get(f"/en/statistics/{year}/")
    run("rulings.figures")
    event = Event.objects.get(name="figures.recorded_later")
    assert event.body["kept_at"] == CountedYear.objects.get(year=year).counted_at.isoformat()
    now = timezone.now()
    seal(at=now)
    publish_root(day=now.date() - timedelta(days=1), at=now)
    proof, file = client.get(f"/ru/statistics/{year}.json").content, client.get(f"/kk/statistics/{year}.csv").content
    assert judged(tmp_path, proof, "year.csv", file, client) == verify_receipt.TRUE
    again = client.get(f"/en/statistics/{year}/", headers={"if-none-match": page.headers["ETag"]})
    assert (again.status_code, "recorded later" in again.content.decode()) == (200, True)
    brought_over()
    assert [vars(one)["recorded_later_at"] for one in years_kept()] == [None]
