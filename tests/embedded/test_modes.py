"""A start that would be unsafe is refused, for every reason there is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from courtcase import modes

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def complete(tmp_path: Path) -> dict[str, str]:
    """An environment in which production starts."""
    for name in ("key", "index"):
        (tmp_path / name).write_text("k")
    return {
        "DATABASE_URL": "postgres://courtcase_app@db.invalid/courtcase",
        "REDIS_URL": "redis://redis.invalid",
        "COURTCASE_SECRET_KEY": "s" * 50,
        "COURTCASE_KEY_FILES": str(tmp_path / "key"),
        "COURTCASE_INDEX_KEY_FILE": str(tmp_path / "index"),
        "COURTCASE_MAIL_URL": "smtp://mail.invalid",
        "COURTCASE_HOSTS": "court.example",
        "COURTCASE_PUBLIC_ADDRESS": "https://court.example",
    }


def test_production_is_what_nobody_chose() -> None:
    assert modes.current({}) == "production"
    assert modes.current({"COURTCASE_MODE": ""}) == "production"


def test_unknown_mode_is_refused() -> None:
    with pytest.raises(modes.UnsafeMode, match="staging"):
        modes.current({"COURTCASE_MODE": "staging"})


def test_production_starts_with_everything_it_needs(complete: dict[str, str]) -> None:
    modes.refuse_unsafe_settings(complete)


@pytest.mark.parametrize("missing", sorted(modes.NEEDED_IN_PRODUCTION))
def test_production_refuses_to_start_without(missing: str, complete: dict[str, str]) -> None:
    with pytest.raises(modes.UnsafeMode, match=missing):
        modes.refuse_unsafe_settings(complete | {missing: ""})


@pytest.mark.parametrize("secret", ["short", "not-secret-outside-production-demo-and-long-enough"])
def test_production_refuses_a_weak_secret(secret: str, complete: dict[str, str]) -> None:
    with pytest.raises(modes.UnsafeMode, match="COURTCASE_SECRET_KEY is too short or well known"):
        modes.refuse_unsafe_settings(complete | {"COURTCASE_SECRET_KEY": secret})


@pytest.mark.parametrize("name", ["COURTCASE_KEY_FILES", "COURTCASE_INDEX_KEY_FILE"])
def test_production_refuses_key_files_that_are_not_there(name: str, complete: dict[str, str]) -> None:
    with pytest.raises(modes.UnsafeMode, match="/gone, which is no file"):
        modes.refuse_unsafe_settings(complete | {name: "/gone"})


def test_key_files_may_be_named_with_their_ids(complete: dict[str, str]) -> None:
    path = complete["COURTCASE_KEY_FILES"]
    modes.refuse_unsafe_settings(complete | {"COURTCASE_KEY_FILES": f"kek-2027={path}, kek-2026={path}"})


def test_production_refuses_any_host(complete: dict[str, str]) -> None:
    with pytest.raises(modes.UnsafeMode, match="name the hosts"):
        modes.refuse_unsafe_settings(complete | {"COURTCASE_HOSTS": "*"})


def test_production_prints_no_address_without_tls(complete: dict[str, str]) -> None:
    with pytest.raises(modes.UnsafeMode, match="must begin with https"):
        modes.refuse_unsafe_settings(complete | {"COURTCASE_PUBLIC_ADDRESS": "http://court.example"})


def test_value_may_come_from_a_file(complete: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("f" * 60 + "\n")
    environment = complete | {"COURTCASE_SECRET_KEY": "", "COURTCASE_SECRET_KEY_FILE": str(tmp_path / "secret")}
    modes.refuse_unsafe_settings(environment)
    assert modes.value(environment, "COURTCASE_SECRET_KEY") == "f" * 60
    with pytest.raises(modes.UnsafeMode, match="cannot be read"):
        modes.value({"DATABASE_URL_FILE": str(tmp_path / "none")}, "DATABASE_URL")


def plain(**changes: str) -> dict[str, str]:
    """Return this process's environment without what the tests set, and with `changes`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COURTCASE_", "DATABASE_", "REDIS_"))}
    return kept | changes


@pytest.mark.parametrize("command", ["check", "serve", "prepare_database"])
def test_commands_of_an_empty_production_fail_and_name_everything(command: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), command],
        env=plain(COURTCASE_DATA_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    for name in modes.NEEDED_IN_PRODUCTION:
        assert name in done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("process", ["web", "worker", "beat"])
def test_processes_of_an_empty_production_refuse_in_plain_words(process: str) -> None:
    command = [sys.executable, "-m", "courtcase.processes", process]
    done = subprocess.run(command, cwd=ROOT, env=plain(), capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "Production refuses to start" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.7", "court.example"])  # noqa: S104 - that is the point
def test_demo_is_never_public_without_being_told(address: str) -> None:
    with pytest.raises(modes.UnsafeMode, match="COURTCASE_DEMO_PUBLIC=1"):
        modes.refuse_public_demo({"COURTCASE_MODE": "demo"}, address)
    modes.refuse_public_demo({"COURTCASE_MODE": "demo", "COURTCASE_DEMO_PUBLIC": "1"}, address)
    modes.refuse_public_demo({"COURTCASE_MODE": "production"}, address)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_demo_listens_on_this_machine(address: str) -> None:
    modes.refuse_public_demo({"COURTCASE_MODE": "demo"}, address)


def test_serve_refuses_a_public_demo_before_it_starts_anything(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "serve", "--address", "0.0.0.0"],  # noqa: S104
        env=plain(COURTCASE_MODE="demo", COURTCASE_DATA_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "does not listen on 0.0.0.0" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def owner() -> Iterator[Any]:
    """The owner's cursor on the server's own database; everything done through it is undone."""
    opened = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    yield opened.cursor()
    opened.rollback()
    opened.close()


def test_database_remembers_its_mode_and_refuses_another(owner: Any) -> None:
    owner.execute(f"DROP TABLE IF EXISTS {modes.TABLE}")
    assert modes.database_mode(owner) is None
    modes.remember_mode(owner, "production")
    modes.remember_mode(owner, "production")
    assert modes.database_mode(owner) == "production"
    for other in ("demo", "test"):
        with pytest.raises(modes.UnsafeMode, match="made in mode production"):
            modes.remember_mode(owner, other)
    assert modes.database_mode(owner) == "production"


def test_demo_refuses_a_database_with_a_real_petition(owner: Any) -> None:
    owner.execute(f"DROP TABLE IF EXISTS {modes.TABLE}")
    owner.execute("CREATE TEMPORARY TABLE petitions_petition (synthetic boolean)")
    owner.execute("INSERT INTO petitions_petition VALUES (true), (true)")
    modes.refuse_other_database(owner, "demo")
    owner.execute("INSERT INTO petitions_petition VALUES (false)")
    with pytest.raises(modes.UnsafeMode, match="holds a real petition"):
        modes.refuse_other_database(owner, "demo")
    modes.refuse_other_database(owner, "production")


def test_every_process_asks_the_database_before_it_starts(owner: Any, complete: dict[str, str]) -> None:
    modes.refuse_unsafe_start(dict(os.environ) | {"COURTCASE_MODE": "test"})
    # One that is down is no reason to refuse: the process starts and says so.
    modes.refuse_unsafe_start(complete | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"})


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_every_petition_begun_in_a_demo_is_synthetic(demo: bool, settings: Any) -> None:
    from django.utils import timezone

    from courtcase.people.actors import Actor
    from petitions.filing.operations.start_draft import start_draft

    settings.IS_DEMO = demo
    started = start_draft(petitioner_kind="citizen", language="kk", actor=Actor.holder(), at=timezone.now())
    assert started.petition.synthetic is demo


def test_real_petition_column_is_the_models_own() -> None:
    from petitions.models import Petition

    assert Petition._meta.db_table == "petitions_petition"
    assert Petition._meta.get_field("synthetic")
