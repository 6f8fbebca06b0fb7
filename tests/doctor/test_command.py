"""The command: worst first, exit codes, JSON; a database that is away, old tables, slow and raising checks; secrecy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.utils import timezone, translation

from courtcase import health
from courtcase.doctor import examination
from courtcase.doctor.checks.database import LEAST_VERSION
from courtcase.doctor.examination import examine
from courtcase.doctor.findings import CHECKS, Check, Outcome, State, finding, look, not_set_up, well, wrong
from courtcase.keys.operations import new_data_key, seal_json
from tests.cast import Cast
from tests.doctor.patients import failed_job, late_notice, says
from tests.real_commits import RealDatabase, drop_database, run_as_owner
from tests.workers import ROOT, free_port


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read what is found in English."""
    with translation.override("en"):
        yield


def ran(*arguments: str) -> tuple[int, str]:
    """Run the command here; return its exit code and what it printed."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", *arguments, stdout=out)
    return int(ended.value.code or 0), out.getvalue()


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what puts other checks in the place of all."""

    def put(**functions: Callable[[], Outcome]) -> None:
        checks = {
            code: Check(code, code.title(), "By looking.", "Do it.", code.startswith("database"), function)
            for code, function in functions.items()
        }
        monkeypatch.setattr(examination, "CHECKS", checks)

    return put


@pytest.mark.django_db
class TestExitCode:
    @pytest.mark.parametrize(
        ("outcomes", "code"),
        [
            ([well, not_set_up], 0),
            ([well, look], 1),
            ([wrong, well, look, not_set_up], 2),
        ],
    )
    def test_is_that_of_the_worst(self, outcomes: list[Callable[..., Outcome]], code: int, only: Callable) -> None:
        only(**{f"c{number}": lambda made=made: made("So it is.") for number, made in enumerate(outcomes)})
        assert ran()[0] == ran("--json")[0] == code

    def test_worst_stands_first(self, only: Callable) -> None:
        only(
            a=lambda: well("Fine."),
            b=lambda: look("Hm."),
            database_c=lambda: wrong("No.", do="Mend it."),
            d=lambda: not_set_up("None."),
        )
        printed = ran()[1]
        assert printed.splitlines()[:3] == [
            "[WRONG] Database_C: No.",
            "    What to do: Mend it.",
            "    How it was found out: By looking.",
        ]
        assert (
            printed.index("[WRONG]")
            < printed.index("[TO LOOK AT]")
            < printed.index("[NOT SET UP]")
            < printed.index("[WELL]")
        )
        assert printed.rstrip().endswith("wrong: 1, to look at: 1, not set up: 1, well: 1")

    def test_everything_is_asked(self) -> None:
        code, printed = ran("--json")
        found = json.loads(printed)
        assert [
            one["code"] for one in sorted(found["findings"], key=lambda one: list(CHECKS).index(one["code"]))
        ] == list(CHECKS)
        assert (code, found["state"]) == (2, "wrong")  # no worker runs here
        assert {one["state"] for one in found["findings"]} <= {"well", "not_set_up", "look", "wrong"}
        assert all(one["what"] and one["name"] and one["measured"] for one in found["findings"])
        assert all(one["do"] for one in found["findings"] if one["state"] in {"look", "wrong"})


@pytest.mark.django_db
class TestLimits:
    def test_what_raises_is_told_by_its_class_alone(self, only: Callable) -> None:
        def raises() -> Outcome:
            raise ValueError("postgres://court:hidden-word@inner-host/")

        only(a=raises, database_b=raises)
        code, printed = ran()
        assert code == 2
        assert "[WRONG] A, Database_B: This could not be found out (ValueError)." in printed
        assert "hidden-word" not in printed

    def test_what_is_slow_is_not_waited_for(self, only: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(examination, "LIMIT_SECONDS", 0.2)
        release, started = threading.Event(), []

        def hangs() -> Outcome:
            started.append(1)
            release.wait(20)
            return well("Late.")

        only(slow=hangs, quick=lambda: well("Here."))
        found = {one.code: one for one in examine()}
        assert examination._threads["slow"].is_alive()  # it was left while it still hung
        assert (found["slow"].state, found["quick"].state) == (State.WRONG, State.WELL)
        assert "no answer" in str(found["slow"].what)
        examine()
        assert len(started) == 1  # the one that hangs is not joined by another
        release.set()
        examination._threads["slow"].join(5)
        assert {one.code: one.state for one in examine()}["slow"] == State.WELL

    def test_statement_that_takes_too_long_is_ended(self, only: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(examination, "LIMIT_SECONDS", 0.3)

        def sleeps() -> Outcome:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(20)")
            return well("Rested.")

        only(database_slow=sleeps, database_next=lambda: well(str(health.check_database())))
        found = {one.code: one for one in examine()}
        assert (found["database_slow"].state, "(OperationalError)" in str(found["database_slow"].what)) == (
            State.WRONG,
            True,
        )
        assert found["database_next"].state == State.WELL

    def test_threads_touch_no_database(self) -> None:
        opened: list[str] = []

        def ask(check: Check) -> None:
            examination.answer(check)
            if connections["default"].connection is not None:
                opened.append(check.code)
                connections["default"].close()

        threads = [threading.Thread(target=ask, args=(one,)) for one in CHECKS.values() if not one.asks_database]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert opened == []


@pytest.fixture
def alone() -> dict[str, str]:
    """Return the environment of a command of its own, without what tests set up for themselves."""
    return {**os.environ, "COURTCASE_MODE": "test", "DJANGO_SETTINGS_MODULE": "courtcase.settings"}


def run_alone(environment: dict[str, str]) -> tuple[int, dict[str, dict[str, str]]]:
    """Run the command as its own process; return its exit code and its findings by code."""
    command = [sys.executable, "manage.py", "doctor", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.returncode, {one["code"]: one for one in json.loads(done.stdout)["findings"]}


class TestDatabase:
    def test_that_is_away(self, alone: dict[str, str]) -> None:
        alone["DATABASE_URL"] = f"postgres://courtcase_app:hidden-word@127.0.0.1:{free_port()}/courtcase"
        code, found = run_alone(alone)
        assert code == 2
        assert found["database.answers"]["what"] == "The database does not answer (OperationalError)."
        assert "DATABASE_URL" in found["database.answers"]["do"]
        assert {found[one.code]["state"] for one in CHECKS.values() if one.asks_database} == {"wrong", "look"}
        assert found["machine.load"]["what"].startswith("Load for each of")
        assert "hidden-word" not in json.dumps(found)

    def test_that_is_empty(self, alone: dict[str, str], real_commits: RealDatabase) -> None:
        """A database nobody has prepared hinders whatever asks its tables."""
        alone["DATABASE_URL"] = real_commits.database_url
        drop_database(real_commits.owner_url, real_commits.name)
        run_as_owner(real_commits.owner_url, f'CREATE DATABASE "{real_commits.name}"')
        code, found = run_alone(alone)
        assert (code, "manage.py prepare_database" in found["database.migrations"]["do"]) == (2, True)
        assert "tables are not those of the code" in found["work.jobs"]["what"]

    def test_whose_owner_serves(self, alone: dict[str, str], real_commits: RealDatabase) -> None:
        alone["DATABASE_URL"] = real_commits.owner_url
        every = run_alone(alone)[1]
        assert every["database.migrations"]["state"] == "well"
        found = every["database.role"]
        assert (found["state"], "could alter tables" in found["what"]) == ("look", True)
        assert "manage.py prepare_database" in found["do"]

    @pytest.mark.django_db
    def test_of_an_older_version_other_letters_another_mode(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("courtcase.doctor.checks.database.LEAST_VERSION", LEAST_VERSION + 900_000)
        monkeypatch.setattr(health, "letters_problem", lambda: "The database's encoding is SQL_ASCII; it must be UTF8.")
        monkeypatch.setattr(health.modes, "database_mode", lambda cursor: "production")
        monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [1, 2])
        for code, words in {
            "database.version": "too old",
            "database.letters": "cannot fold Kazakh letters",
            "database.mode": "does not belong to the mode “test”",
            "database.migrations": "migrations missing: 2",
        }.items():
            found = says(code)
            assert (found[0], words in found[1]) == (State.WRONG, True)

    @pytest.mark.django_db
    def test_that_is_slow_or_full(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("courtcase.doctor.checks.database.SLOW_MS", -1)
        monkeypatch.setattr("courtcase.doctor.checks.database.FULL_PERCENT", 0)
        assert says("database.answers")[0] == says("database.connections")[0] == State.LOOK
        assert says("database.size")[0] == says("clock.database")[0] == State.WELL


SECRETS = ("Менің әкем", "petitioner@example.org", "+77015554433", "850101300123", "Ерлан Пациент", "hidden-reason")


@pytest.mark.django_db
def test_neither_page_nor_json_tells_of_people_or_petitions(cast: Cast) -> None:
    key = new_data_key()
    late_notice(1, recipient=None, data_key=key, address=seal_json(key, {"email": SECRETS[1], "lines": [SECRETS[2], SECRETS[3]]}),
                context={"why": SECRETS[0]}, last_error="hidden-reason", attempts=20)  # fmt: skip
    late_notice(2, minutes=40)
    failed_job(body={"why": SECRETS[0]}, last_error="hidden-reason", kind="petitions.route")
    client = Client()
    client.force_login(cast.administrator)
    told = [ran()[1], ran("--json")[1]]
    told += [client.get(f"/{language}/administration/system/").content.decode() for language in ("kk", "ru", "en")]
    assert all("1" in text for text in told)
    assert [(secret, number) for number, text in enumerate(told) for secret in SECRETS if secret in text] == []
    assert "patient1@example.org" not in "".join(told)


def test_a_finding_is_told_in_the_language_that_is_read_not_found() -> None:
    with translation.override("kk"):
        one = finding(CHECKS["register.roots"], look("%(day)s %(size)s", day=timezone.now().date(), size=1.5))
    with translation.override("ru"):
        russian = str(one.what)
    with translation.override("kk"):
        assert str(one.what).split()[-1] == "1,5"
    with translation.override("en"):
        assert (russian.split()[-1], str(one.what).split()[-1]) == ("1,5", "1.5")
