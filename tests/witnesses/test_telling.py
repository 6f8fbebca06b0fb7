"""Each day's root goes to its witnesses and to the time stamping authority, once."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from courtcase.notices.models import Job, Notice
from courtcase.notices.texts import as_letter, render
from courtcase.operations import NotAllowed
from courtcase.people.actors import Actor
from courtcase.register.models import DailyRoot, Event, RootStamp
from courtcase.register.stamps import StampRefused
from courtcase.register.witness import line_of
from courtcase.witnesses.checks import witnesses_usable
from courtcase.witnesses.jobs import STAMP, TELL, have_root_stamped, owe_newest_roots, tell_of_root
from courtcase.witnesses.operations import stamp_root, tell_witnesses
from tests.cast import Cast
from tests.register.conftest import NOON
from tests.witnesses.authority import Authority, running

SYSTEM = Actor.system("witnesses.tell")


def told() -> set[str]:
    """Return to whom roots are owed: accounts by their e-mail, others by a star."""
    found = Notice.objects.filter(event="register.root_told").select_related("recipient")
    return {(one.recipient.email or "") if one.recipient else "*" for one in found}


class TestTelling:
    def test_the_auditor_and_the_institutions_named_are_told_once(
        self, cast: Cast, root: DailyRoot, settings: Any
    ) -> None:
        settings.ROOT_WITNESSES = ["auditor", "commissioner", "prosecutor_general", "archive@example.kz"]
        people = {cast.auditor.email, cast.commissioner_officer.email, cast.prosecutor_officer.email, "*"}
        cast.clerk  # noqa: B018 - a member who is no witness
        assert tell_witnesses(root=root, actor=SYSTEM, at=NOON) >= 4
        assert people <= told()
        assert cast.clerk.email not in told()
        count = Notice.objects.count()
        tell_witnesses(root=root, actor=SYSTEM, at=NOON)
        assert Notice.objects.count() == count
        assert Event.objects.filter(name="register.root_told").count() == 1

    def test_the_message_holds_the_root_as_it_was_published(self, cast: Cast, root: DailyRoot, settings: Any) -> None:
        settings.ROOT_WITNESSES = ["auditor"]
        cast.auditor  # noqa: B018 - made by being named
        tell_witnesses(root=root, actor=SYSTEM, at=NOON)
        notice = Notice.objects.get(event="register.root_told")
        for language in ("kk", "ru", "en"):
            notice.language = language
            plain, html = as_letter(render(notice), language)
            assert line_of(root) in plain
            assert line_of(root) in html
            assert f"/{language}/register/witness/" in plain

    def test_nobody_but_the_system_tells(self, cast: Cast, root: DailyRoot) -> None:
        for operation in (tell_witnesses, stamp_root):
            with pytest.raises(NotAllowed):
                operation(root=root, actor=cast.actor("administrator"), at=NOON)

    def test_new_roots_are_owed_once_and_their_work_can_be_done_again(
        self, root: DailyRoot, stamping: Authority
    ) -> None:
        owe_newest_roots()
        owe_newest_roots()
        jobs = list(Job.objects.filter(kind__in=[TELL, STAMP]).order_by("kind"))
        assert [job.kind for job in jobs] == [STAMP, TELL]
        for _again in range(2):
            have_root_stamped(jobs[0])
            tell_of_root(jobs[1])
        assert RootStamp.objects.count() == 1
        assert Event.objects.filter(name__startswith="register.root").count() == 2

    @pytest.mark.parametrize("word", ["a b", "@", "x@"])
    def test_what_is_no_witness_is_named_at_the_start(self, word: str, settings: Any) -> None:
        settings.ROOT_WITNESSES = [word]
        assert [one.id for one in witnesses_usable(None)] == ["witnesses.E001"]
        settings.ROOT_WITNESSES, settings.TIMESTAMP_URL = [], "http://127.0.0.1:9/"
        assert [one.id for one in witnesses_usable(None)] == ["witnesses.E002"]


class TestStamps:
    def test_openssl_finds_the_published_stamp_true(
        self, root: DailyRoot, stamping: Authority, client: Client, tmp_path: Path
    ) -> None:
        assert stamp_root(root=root, actor=SYSTEM, at=NOON)
        assert "/register/roots/2026-03-02.tsr" in client.get("/en/register/roots/").content.decode()
        for name in ("2026-03-02.txt", "2026-03-02.tsr"):
            (tmp_path / name).write_bytes(client.get(f"/register/roots/{name}").content)
        command = ["openssl", "ts", "-verify", "-data", "2026-03-02.txt", "-in", "2026-03-02.tsr", "-CAfile"]
        done = subprocess.run([*command, stamping.certificates], cwd=tmp_path, capture_output=True, check=False)
        assert b"Verification: OK" in done.stdout
        for name in ("2026-03-03.txt", "2026-03-03.tsr", "2026-13-01.txt", "x.tsr"):
            assert client.get(f"/register/roots/{name}").status_code == 404

    def test_a_stamp_of_another_authority_is_not_kept(
        self, root: DailyRoot, stamping: Authority, settings: Any, tmp_path: Path
    ) -> None:
        with running(tmp_path / "other") as other:
            settings.TIMESTAMP_URL = other.url
            with pytest.raises(StampRefused):
                stamp_root(root=root, actor=SYSTEM, at=NOON)
        assert not RootStamp.objects.exists()

    def test_an_authority_that_is_away_is_asked_again_by_the_outbox(
        self, root: DailyRoot, stamping: Authority, settings: Any
    ) -> None:
        settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
        with pytest.raises(OSError, match="unreachable"):
            stamp_root(root=root, actor=SYSTEM, at=NOON)
        assert not RootStamp.objects.exists()

    def test_without_an_authority_nothing_is_asked(self, root: DailyRoot, settings: Any) -> None:
        settings.TIMESTAMP_URL = ""
        assert stamp_root(root=root, actor=SYSTEM, at=NOON) is None
        owe_newest_roots()
        assert not Job.objects.filter(kind=STAMP).exists()

    def test_a_stored_stamp_that_was_exchanged_is_found(self, root: DailyRoot, stamping: Authority) -> None:
        stamp = stamp_root(root=root, actor=SYSTEM, at=NOON)
        assert stamp is not None
        RootStamp.objects.create(root=root, authority="other.example", stamped_at=NOON, response=b"0\x03\x02\x01\x00")
        with pytest.raises(CommandError, match="not a time stamp"):
            call_command("verify_register")
