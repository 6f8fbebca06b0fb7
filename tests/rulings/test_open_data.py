"""Everything published as files: made by jobs part by part, given out under addresses that stay, without what was withdrawn."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courtcase.documents.models import Document
from courtcase.notices.models import Job
from courtcase.notices.working import work_off
from rulings.models import OpenDataPart, OpenDataSet, Ruling
from rulings.publication.operations import make_open_data
from rulings.publication.operations.mend_rendition import ask_mending, decide_mending
from tests.rulings.desk import Desk
from tests.rulings.open_data import FILES, make_files, taken

pytestmark = pytest.mark.django_db
KEPT = ("published",)
WORD = "сәйкес емес"


@pytest.fixture
def ruling(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Ruling:
    """Return a published ruling; each is a part of its own."""
    monkeypatch.setattr(make_open_data, "PART", 1)
    return desk.published()


def begin(desk: Desk) -> None:
    """Begin the files of the night, as the daily job does."""
    make_open_data.begin_open_data(actor=desk.publisher, at=desk.walk.tick())


def test_the_files_hold_what_the_pages_and_the_api_say(desk: Desk, ruling: Ruling, client: Client) -> None:
    begin(desk)
    make_files()
    rows = list(csv.DictReader(StringIO(taken(client, "rulings.csv").body.decode("utf-8-sig"))))
    assert [row["public_path"] for row in rows] == [ruling.public_path]
    assert rows[0]["languages"] == "kk ru"
    line = taken(client, "rulings.jsonl").body
    assert line == client.get(f"/api/v1/rulings/{ruling.public_id}/").content + b"\n"
    norm = next(csv.DictReader(StringIO(taken(client, "norms.csv").body.decode("utf-8-sig"))))
    assert (norm["ruling_id"], norm["outcome"]) == (rows[0]["id"], "does_not_conform")
    with ZipFile(BytesIO(taken(client, "rulings-akn.zip").body)) as archive:
        assert archive.testzip() is None
        assert archive.read(f"{ruling.slug}/kk.xml") == b"".join(client.get(f"/kk{ruling.public_path}.xml"))
        assert len(archive.namelist()) == 2


def test_a_file_answers_tag_time_and_range_to_any_site(desk: Desk, ruling: Ruling, client: Client) -> None:
    begin(desk)
    make_files()
    whole = taken(client, "rulings.jsonl")
    tag = whole["ETag"]
    assert tag == f'"{hashlib.sha256(whole.body).hexdigest()}"'
    assert taken(client, "rulings.jsonl", if_none_match=tag).status_code == 304
    assert taken(client, "rulings.jsonl", if_modified_since=whole["Last-Modified"]).status_code == 304
    part = taken(client, "rulings.jsonl", range="bytes=3-9", if_range=tag, accept_encoding="gzip")
    assert (part.status_code, part.body) == (206, whole.body[3:10])
    assert part["Content-Range"] == f"bytes 3-9/{len(whole.body)}"
    assert taken(client, "rulings.jsonl", range="bytes=-5").body == whole.body[-5:]
    assert taken(client, "rulings.jsonl", range="bytes=5-", if_range='"other"').status_code == 200
    assert taken(client, "rulings.jsonl", range=f"bytes={len(whole.body)}-").status_code == 416
    assert whole["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in whole
    asked = client.options("/open-data/rulings.csv")
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert taken(client, "passwords.csv").status_code == 404


def test_a_worker_that_dies_loses_one_part(
    desk: Desk, ruling: Ruling, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = desk.publish(desk.sign(desk.complete(desk.draft("refusal"))))
    begin(desk)
    Job.objects.exclude(kind="rulings.open_data_part").delete()
    written, read = make_open_data.write_part, []

    def dies(ids: list[int]) -> Any:
        read.append(ids)
        if read.count([second.pk]) == 1 and ids == [second.pk]:
            raise MemoryError
        return written(ids)

    monkeypatch.setattr(make_open_data, "write_part", dies)
    work_off()
    nightly = OpenDataSet.objects.get(kind="nightly")
    assert [part.document_id is None for part in nightly.parts.order_by("number")] == [False, True]
    page = client.get("/en/open-data/").content.decode()
    assert "1 of 2 rulings read." in page
    Job.objects.filter(state="owed").update(next_attempt_at=desk.walk.now)
    work_off()
    assert read.count([ruling.pk]) == 2, "once for the night, once for the quarter"
    assert taken(client, "rulings.jsonl").body.count(b"\n") == 2
    assert not OpenDataPart.objects.exclude(document=None).exists()


def test_the_files_of_a_night_take_the_place_of_the_last_ones(desk: Desk, ruling: Ruling, client: Client) -> None:
    for _night in range(2):
        begin(desk)
        make_files()
    assert OpenDataSet.objects.filter(kind="nightly").count() == 1
    assert OpenDataSet.objects.filter(kind="snapshot").count() == 1
    assert Document.objects.filter(kind="open_data").count() == 5
    assert not Document.objects.filter(kind="open_data_part").exists()


def test_a_snapshot_is_one_archive_that_explains_itself(desk: Desk, ruling: Ruling, client: Client) -> None:
    begin(desk)
    make_files()
    snapshot = OpenDataSet.objects.get(kind="snapshot")
    with ZipFile(BytesIO(taken(client, f"{snapshot.quarter}.zip").body)) as archive:
        assert archive.testzip() is None
        assert {*FILES, "README.kk.txt", "README.ru.txt", "README.en.txt", "codebook.csv"} < set(archive.namelist())
        for line in archive.read("SHA256SUMS").decode().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        assert snapshot.quarter in archive.read("README.ru.txt").decode()
        assert len(archive.read("codebook.csv").decode().splitlines()) > 30
    page = client.get("/ru/open-data/").content.decode()
    assert snapshot.made.get(name=f"{snapshot.quarter}.zip").sha256 in page


def withdraw(desk: Desk, ruling: Ruling) -> None:
    """Withdraw a passage of a ruling, by two persons."""
    asked = ask_mending(
        ruling=ruling,
        kind="withdrawal",
        passage=WORD,
        reason="Дербес дерек.",
        actor=desk.publisher,
        at=desk.walk.tick(),
    )
    decide_mending(mending=asked, agrees=True, actor=desk.secretary, at=desk.walk.tick())


class TestWithdrawal:
    def test_removes_the_files_at_once_and_makes_them_anew(self, desk: Desk, ruling: Ruling, client: Client) -> None:
        begin(desk)
        make_files()
        quarter = OpenDataSet.objects.get(kind="snapshot").quarter
        old = {name: taken(client, name) for name in (*FILES, f"{quarter}.zip")}
        assert WORD in old["rulings.jsonl"].body.decode()
        withdraw(desk, ruling)
        assert not Document.objects.filter(kind__startswith="open_data").exists()
        for name in old:
            assert taken(client, name).status_code == 503
        assert "The files are being made anew" in client.get("/en/open-data/").content.decode()
        make_files()
        for name in FILES:
            assert WORD not in taken(client, name).body.decode("utf-8", "ignore")
        with ZipFile(BytesIO(taken(client, f"{quarter}.zip").body)) as archive:
            assert WORD not in archive.read("rulings.jsonl").decode()
        page = client.get("/en/open-data/").content.decode()
        assert old[f"{quarter}.zip"]["ETag"].strip('"') in page, "the old checksum stays listed"
        assert "edition 2" in page
        answer = client.get("/api/v1/open-data/").json()["results"]
        assert [(one["state"], one["edition"]) for one in answer if one["quarter"]] == [("ready", 2), ("withdrawn", 1)]
        assert json.dumps(answer).count('"url": null') == 9

    def test_reaches_files_that_are_just_being_made(
        self, desk: Desk, ruling: Ruling, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The passage was read and not yet kept when two persons withdrew it: what was read is thrown away."""
        begin(desk)
        written = make_open_data.write_part

        def while_it_is_withdrawn(ids: list[int]) -> Any:
            part = written(ids)
            monkeypatch.setattr(make_open_data, "write_part", written)
            withdraw(desk, ruling)
            return part

        monkeypatch.setattr(make_open_data, "write_part", while_it_is_withdrawn)
        make_files()
        assert WORD not in taken(client, "rulings.jsonl").body.decode()
        assert OpenDataSet.objects.filter(kind="nightly").count() == 1


def test_the_page_asks_no_more_for_many_snapshots(
    desk: Desk, ruling: Ruling, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    begin(desk)
    make_files()
    for year in range(2000, 2012):
        OpenDataSet.objects.create(
            kind="snapshot", state="withdrawn", quarter=f"{year}-Q1", day=date(year, 1, 1), begun_at=desk.walk.now
        )
    for address in ("/ru/open-data/", "/api/v1/open-data/"):
        with django_assert_max_num_queries(5):
            assert client.get(address).status_code == 200
