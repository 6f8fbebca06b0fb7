"""Work owed, the record, the keys and the law: rows are broken as life breaks them, and the finding says the right words."""

from __future__ import annotations

import base64
import grp
import os
import stat
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from courtcase.doctor.checks import machine
from courtcase.doctor.findings import State
from courtcase.documents.models import Document, ScanState
from courtcase.keys.files import forget_keys
from courtcase.keys.operations import new_data_key
from courtcase.law.models import CalendarDay, Rule, Term
from courtcase.law.models.calendar import DayCertainty
from courtcase.law.time import court_day
from courtcase.notices.beat import SingleLock
from courtcase.notices.leases import MAX_ATTEMPTS
from courtcase.notices.models import Job, Notice
from courtcase.notices.schedule import DAILY, owe_daily_jobs
from courtcase.people.actors import Actor
from courtcase.register.models import DailyRoot
from courtcase.register.operations import open_subject, record
from courtcase.register.sealing import publish_root, seal
from tests.cast import Cast
from tests.doctor.patients import failed_job, late_notice, says
from tests.workers import ROOT

pytestmark = pytest.mark.django_db


class TestLeases:
    def test_none_is_well(self) -> None:
        assert says("work.leases") == (State.WELL, "No lease has run out; held now: 0. | ")

    def test_of_a_dead_worker_is_wrong(self) -> None:
        failed_job(state=Job.State.OWED, lease_until=timezone.now() - timedelta(minutes=9), attempts=1)
        late_notice(1, lease_until=timezone.now() - timedelta(minutes=9), attempts=1)
        state, words = says("work.leases")
        assert state == State.WRONG
        assert "Leases that ran out: 2" in words
        assert "worker and beat" in words

    def test_tried_as_often_as_allowed_is_wrong(self) -> None:
        failed_job(state=Job.State.OWED, attempts=MAX_ATTEMPTS)
        assert "tried as often as allowed: 1" in says("work.leases")[1]


class TestJobs:
    def test_given_up_is_to_look_at(self) -> None:
        failed_job()
        state, words = says("work.jobs")
        assert state == State.LOOK
        assert "Jobs given up: 1" in words
        assert "manage.py owed_work --again KIND" in words

    def test_due_for_long_is_wrong(self) -> None:
        failed_job(state=Job.State.OWED, not_before=timezone.now() - timedelta(minutes=47))
        state, words = says("work.jobs")
        assert (state, "the oldest for 47 min" in words) == (State.WRONG, True)

    def test_the_days_work_nobody_asked_for(self) -> None:
        assert says("work.daily")[0] == State.LOOK
        for back in (0, 1):
            owe_daily_jobs(at=timezone.now() - timedelta(days=back))
        assert f"left from yesterday: {len(DAILY)}" in says("work.daily")[1]
        Job.objects.filter(kind__in=DAILY.values()).update(state=Job.State.DONE)
        assert says("work.daily")[0] == State.WELL


class TestNotices:
    @pytest.mark.parametrize(
        ("values", "state", "words"),
        [
            ({}, State.WRONG, "Not sent in time: 1"),
            ({"state": Notice.State.UNDELIVERED}, State.LOOK, "not delivered: 1"),
            ({"state": Notice.State.PERHAPS_SENT}, State.LOOK, "perhaps sent: 1"),
            ({"channel": Notice.Channel.POST, "minutes": 60 * 24 * 4}, State.LOOK, "letters to print: 1"),
            ({"minutes": 2}, State.WELL, "Not sent in time: 0"),
            ({"state": Notice.State.SENT}, State.WELL, "Not sent in time: 0"),
        ],
    )
    def test_each_that_waits_is_counted(self, values: dict[str, Any], state: State, words: str) -> None:
        late_notice(**values)
        found = says("work.notices")
        assert found[0] == state
        assert words in found[1]


class TestBeatsLock:
    def test_held_by_nobody(self) -> None:
        assert says("processes.beat_lock")[0] == State.LOOK

    def test_held_by_one(self) -> None:
        lock = SingleLock()
        try:
            assert lock.hold()
            state, words = says("processes.beat_lock")
        finally:
            lock.release()
        assert state == State.WELL
        assert words.startswith("One beat holds the lock (session ")


class TestRegister:
    def test_event_without_a_place(self) -> None:
        self.event(minutes=5)
        assert says("register.seals")[0] == State.LOOK
        self.event(minutes=60)
        state, words = says("register.seals")
        assert (state, "for 60 min" in words) == (State.WRONG, True)
        assert "manage.py seal_register" in words
        seal(at=timezone.now())
        assert says("register.seals")[0] == State.WELL

    def test_root_of_yesterday_missing(self) -> None:
        now = timezone.now()
        self.event(minutes=60)
        seal(at=now)
        assert publish_root(day=court_day(now) - timedelta(days=3), at=now)
        state, words = says("register.roots")
        assert (state, "yesterday's is missing" in words) == (State.WRONG, True)
        assert publish_root(day=court_day(now), at=now)
        assert says("register.roots")[0] == State.WELL

    def test_witnesses_who_are_missing(self, cast: Cast, settings: Any) -> None:
        settings.ROOT_WITNESSES, settings.TIMESTAMP_URL = ["auditor", "commissioner"], ""
        assert says("register.witnesses")[0] == State.LOOK
        cast.auditor  # noqa: B018 - made by being named
        state, words = says("register.witnesses")
        assert (state, "answers to: commissioner" in words) == (State.LOOK, True)
        cast.commissioner_officer  # noqa: B018
        assert says("register.witnesses")[0] == State.WELL
        self.event(minutes=200)
        now = timezone.now()
        assert publish_root(day=court_day(now), at=now - timedelta(hours=2))
        settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
        assert "has no time stamp" in says("register.witnesses")[1]

    def test_register_that_was_never_published(self) -> None:
        assert says("register.roots")[0] == State.NOT_SET_UP
        self.event(minutes=200)
        seal(at=timezone.now() - timedelta(hours=3))
        assert DailyRoot.objects.count() == 0
        assert says("register.roots")[0] == State.WRONG

    def event(self, *, minutes: int) -> None:
        """Record something that happened some minutes ago."""
        at = timezone.now() - timedelta(minutes=minutes)
        record(subject=open_subject(kind="rule", at=at), event="rule.confirmed", actor=Actor.system("tests"), at=at,
               body={"rule": "x", "row": 1, "on": "2026-01-01"})  # fmt: skip


class TestKeys:
    @pytest.fixture
    def key_files(self, tmp_path: Path, settings: Any) -> Iterator[list[Path]]:
        """Name two key files of this test's own."""
        paths = [tmp_path / "new.key", tmp_path / "old.key", tmp_path / "index.key"]
        for path in paths:
            path.write_bytes(base64.b64encode(os.urandom(32)))
            path.chmod(0o600)
        settings.KEY_FILES, settings.INDEX_KEY_FILE = [str(path) for path in paths[:2]], str(paths[2])
        forget_keys()
        yield paths
        forget_keys()

    def test_files_that_are_well(self, key_files: list[Path]) -> None:
        assert says("keys.files")[0] == State.WELL

    def test_missing_file_is_wrong(self, key_files: list[Path]) -> None:
        key_files[1].unlink()
        state, words = says("keys.files")
        assert state == State.WRONG
        assert "manage.py check" in words
        assert str(key_files[1].parent) not in words

    def test_file_others_may_read(self, key_files: list[Path]) -> None:
        key_files[0].chmod(0o644)
        state, words = says("keys.files")
        assert (state, "chmod o=" in words) == (State.LOOK, True)

    def test_files_as_the_runbook_makes_them(self, key_files: list[Path], tmp_path: Path) -> None:
        subprocess.run(
            [ROOT / "bin/make-secrets", tmp_path / "secrets", "db", "cache", grp.getgrgid(os.getgid()).gr_name],
            check=True,
            capture_output=True,
        )
        made = stat.S_IMODE((tmp_path / "secrets" / "key_encryption_key").stat().st_mode)
        for path in key_files:
            path.chmod(made)
        assert says("keys.files")[0] == State.WELL

    def test_secrets_a_container_mounts(self, key_files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
        for path in key_files:
            path.chmod(0o444)
        assert says("keys.files")[0] == State.LOOK
        monkeypatch.setattr(machine, "MOUNTED", key_files[0].parent)
        assert says("keys.files")[0] == State.WELL

    def test_old_key(self, key_files: list[Path]) -> None:
        os.utime(key_files[0], (0, 1_600_000_000))
        state, words = says("keys.files")
        assert (state, "rotate_keys" in words) == (State.LOOK, True)

    def test_rows_under_an_older_key_and_under_none(self, key_files: list[Path], settings: Any) -> None:
        settings.KEY_FILES = settings.KEY_FILES[::-1]
        forget_keys()
        new_data_key()
        assert says("keys.rows")[0] == State.WELL
        settings.KEY_FILES = settings.KEY_FILES[::-1]
        forget_keys()
        state, words = says("keys.rows")
        assert (state, "older keys: old" in words) == (State.LOOK, True)
        settings.KEY_FILES = settings.KEY_FILES[:1]
        forget_keys()
        state, words = says("keys.rows")
        assert (state, "no file holds: old" in words) == (State.WRONG, True)


class TestLaw:
    def test_day_that_is_estimated(self) -> None:
        CalendarDay.objects.update(certainty=DayCertainty.CONFIRMED)
        assert says("law.calendar")[0] == State.WELL
        CalendarDay.objects.filter(day=court_day(timezone.now()) + timedelta(days=3)).update(
            certainty=DayCertainty.ESTIMATED
        )
        state, words = says("law.calendar")
        assert (state, "coming days estimated: 1" in words) == (State.LOOK, True)
        assert "calendar_days" in words

    def test_years_that_are_missing(self) -> None:
        year = court_day(timezone.now()).year
        CalendarDay.objects.filter(day__year__gt=year).delete()
        state, words = says("law.calendar")
        assert (state, f"ends on 31.12.{year}" in words) == (State.LOOK, True)
        CalendarDay.objects.filter(day__year=year, day__month=12).delete()
        state, words = says("law.calendar")
        assert (state, "lacks days of this year: 31" in words) == (State.WRONG, True)
        assert "manage.py sync_law" in words

    def test_rules_nobody_confirmed(self) -> None:
        for model in (Rule, Term):
            assert model.objects.current().filter(confirmed_on=None).exists()
        state, words = says("law.rules")
        terms = Term.objects.current().filter(confirmed_on=None).count()
        assert (state, f"terms {terms}" in words) == (State.LOOK, True)


def test_nobody_is_administrator(cast: Cast) -> None:
    assert says("people.administrator")[0] == State.WRONG
    assert cast.administrator
    assert says("people.administrator") == (State.WELL, "Administrators: 1. | ")


def test_files_that_wait_for_the_scan() -> None:
    at = timezone.now() - timedelta(hours=2)
    Document.objects.create(
        kind="attachment", storage_key="k" * 40, filename="a.pdf", content_type="application/pdf", size=1,
        sha256="0" * 64, scan_state=ScanState.WAITING, created_at=at,
    )  # fmt: skip
    state, words = says("scans")
    assert (state, "more than an hour: 1" in words) == (State.LOOK, True)


def test_application_that_could_alter_the_record(settings: Any) -> None:
    assert says("database.role")[0] == State.WELL
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'register_event', 'UPDATE')")
        assert cursor.fetchone() == (False,)
