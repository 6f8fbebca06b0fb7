"""Snapshots of open data and years kept stand in the register: the verifier shows that a file is the one given out."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courtcase.doctor.findings import State
from courtcase.register import verify_receipt
from courtcase.register.models import Event
from courtcase.register.sealing import publish_root, seal
from rulings.models import OpenDataKind, OpenDataSet
from rulings.publication.examining import open_data_files
from rulings.publication.operations import make_open_data
from rulings.publication.operations.mend_rendition import ask_mending, decide_mending
from tests.rulings.desk import Desk
from tests.rulings.open_data import make_files, taken
from tests.rulings.statistics.counted import COUNTED_AT, brought_over

pytestmark = pytest.mark.django_db
KEPT = ("published",)


def judged(folder: Path, proof: Any, name: str, file: bytes, client: Client) -> int:
    """Seal the register and let the script anyone may run judge a file by its proof; return the script's exit code."""
    (folder / "proof.json").write_bytes(proof)
    (folder / name).write_bytes(file)
    (folder / "roots.json").write_bytes(client.get("/register/roots.json").content)
    words = [str(folder / "proof.json"), "--roots", str(folder / "roots.json"), "--file", str(folder / name)]
    return verify_receipt.main(words)


def test_a_snapshot_is_shown_unchanged_by_the_verifier(desk: Desk, client: Client, tmp_path: Path) -> None:
    desk.published()
    make_open_data.begin_open_data(actor=desk.publisher, at=desk.walk.tick())
    make_files()
    quarter = OpenDataSet.objects.get(kind=OpenDataKind.SNAPSHOT).quarter
    assert Event.objects.get(name="open_data.snapshot_made").body["quarter"] == quarter
    archive = taken(client, f"{quarter}.zip").body
    now = timezone.now()
    seal(at=now)
    early = taken(client, f"{quarter}.json").body
    assert judged(tmp_path, early, "one.zip", archive, client) == verify_receipt.NOT_YET
    publish_root(day=now.date() - timedelta(days=1), at=now)
    proof = taken(client, f"{quarter}.json").body
    assert judged(tmp_path, proof, "one.zip", archive, client) == verify_receipt.TRUE
    assert judged(tmp_path, proof, "two.zip", archive + b" ", client) == verify_receipt.FALSE
    assert f"/open-data/{quarter}.json" in client.get("/kk/open-data/").content.decode()
    assert taken(client, "2001-Q1.json").status_code == 404


def test_a_withdrawn_snapshot_is_recorded_and_its_new_edition_too(desk: Desk) -> None:
    ruling = desk.published()
    make_open_data.begin_open_data(actor=desk.publisher, at=desk.walk.tick())
    make_files()
    mend(desk, ruling, "withdrawal")
    make_files()
    facts = [
        (event.name, event.body["edition"])
        for event in Event.objects.filter(name__startswith="open_data.").order_by("pk")
    ]
    assert facts == [
        ("open_data.snapshot_made", 1), ("open_data.snapshot_withdrawn", 1), ("open_data.snapshot_made", 2),
    ]  # fmt: skip


def mend(desk: Desk, ruling: Any, kind: str) -> None:
    """Let two persons mend a word of the ruling."""
    keywords = {"language": "ru", "instead": "Первый довод"} if kind == "correction" else {}
    asked = ask_mending(
        ruling=ruling, kind=kind, passage="Первое положение", reason="Описка.", actor=desk.publisher,
        at=desk.walk.tick(), **keywords,
    )  # fmt: skip
    decide_mending(mending=asked, agrees=True, actor=desk.secretary, at=desk.walk.tick())


def test_a_correction_owes_new_files_at_once_and_the_old_ones_are_given_out_until_then(
    desk: Desk, client: Client
) -> None:
    ruling = desk.published()
    make_open_data.begin_open_data(actor=desk.publisher, at=desk.walk.tick())
    make_files()
    snapshot = OpenDataSet.objects.get(kind=OpenDataKind.SNAPSHOT)
    mend(desk, ruling, "correction")
    assert "Первое положение" in taken(client, "rulings.jsonl").body.decode()
    make_files()
    words = taken(client, "rulings.jsonl").body.decode()
    assert ("Первый довод" in words, "Первое положение" in words) == (True, False)
    assert OpenDataSet.objects.filter(kind=OpenDataKind.NIGHTLY).count() == 1
    snapshot.refresh_from_db()
    assert (snapshot.state, snapshot.edition) == ("ready", 1)


def test_the_file_of_a_year_is_shown_unchanged_and_a_year_brought_again_has_two_entries(
    client: Client, tmp_path: Path
) -> None:
    year = brought_over()
    file = client.get(f"/kk/statistics/{year}.csv").content
    assert file == client.get(f"/en/statistics/{year}.csv").content
    seal(at=COUNTED_AT)
    publish_root(day=COUNTED_AT.date(), at=COUNTED_AT)
    proof = client.get(f"/ru/statistics/{year}.json").content
    assert judged(tmp_path, proof, "year.csv", file, client) == verify_receipt.TRUE
    assert judged(tmp_path, proof, "other.csv", file.replace(b"4321", b"4322"), client) == verify_receipt.FALSE
    brought_over()
    assert len(json.loads(client.get(f"/ru/statistics/{year}.json").content)["also"]) == 1
    assert client.get("/ru/statistics/2001.json").status_code == 404


def test_the_doctor_says_that_the_files_are_stale(desk: Desk) -> None:
    desk.published()
    assert open_data_files().state == State.LOOK
    make_open_data.begin_open_data(actor=desk.publisher, at=timezone.now())
    make_files()
    assert open_data_files().state == State.WELL
    OpenDataSet.objects.update(begun_at=timezone.now() - timedelta(hours=37))
    assert open_data_files().state == State.LOOK
