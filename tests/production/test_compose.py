"""docker-compose.yml, read by Compose itself: the same processes as by hand, sheltered, probed, with secrets in files."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from courtcase import probe, processes
from courtcase.modes import NEEDED_IN_PRODUCTION

ROOT = Path(__file__).resolve().parents[2]
NAMED = {"COURTCASE_HOSTS": "court.example", "COURTCASE_PUBLIC_ADDRESS": "https://court.example"}
PROFILES = ("clamav", "s3", "mail", "manage")
PROCESS = ["python", "-m", "courtcase.processes"]
OURS = {"web-a": "web", "web-b": "web", "worker": "worker", "beat": "beat"}
# Their images begin as root, and their entry scripts drop to an account of their own.
BEGIN_AS_ROOT = {"clamav", "s3"}
SEE_THE_OWNER = {"migrate", "manage"}


def composed(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run docker-compose with `words` over the project's file. It needs no engine to read a file."""
    program = shutil.which("docker-compose")
    if program is None and os.environ.get("CI") != "true":
        pytest.skip("docker-compose is not installed (Debian: apt install docker-compose)")
    assert program, "docker-compose is not installed, and this is CI: see .ci/run"
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [program, "--file", "docker-compose.yml", *words],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture(scope="module")
def file() -> dict[str, Any]:
    """docker-compose.yml as YAML."""
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def services(file: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The services, with what they share merged into each."""
    return dict(file["services"])


@pytest.mark.parametrize("profile", [None, *PROFILES])
def test_compose_itself_accepts_the_file(profile: str | None) -> None:
    words = ["--profile", profile] if profile else []
    done = composed(*words, "config", **NAMED)
    assert done.returncode == 0, done.stderr
    read = yaml.safe_load(done.stdout)["services"]
    assert read["web-a"]["environment"]["COURTCASE_HOSTS"] == "court.example"
    assert read["worker"]["command"] == [*PROCESS, "worker"]


@pytest.mark.parametrize("missing", NAMED)
def test_compose_says_what_is_not_set(missing: str) -> None:
    done = composed("config", **{name: value for name, value in NAMED.items() if name != missing})
    assert done.returncode != 0
    assert missing in done.stderr


def test_it_runs_exactly_the_processes_of_the_list(services: dict[str, dict[str, Any]]) -> None:
    run = {name: service["command"] for name, service in services.items() if service.get("command", [])[:3] == PROCESS}
    assert run == {name: [*PROCESS, kind] for name, kind in OURS.items()}
    assert set(OURS.values()) == {process.name for process in processes.PROCESSES}
    assert services["migrate"]["command"] == ["python", "manage.py", "prepare_database"]


def test_two_web_three_workers_two_beats(services: dict[str, dict[str, Any]]) -> None:
    assert services["worker"]["deploy"]["replicas"] == 3
    assert services["beat"]["deploy"]["replicas"] == 2
    assert [services[name]["ports"] for name in ("web-a", "web-b")] == [
        ["127.0.0.1:8001:8000"],
        ["127.0.0.1:8002:8000"],
    ]


@pytest.mark.parametrize("name", OURS)
def test_each_process_is_probed_by_a_probe_that_exists(name: str, services: dict[str, dict[str, Any]]) -> None:
    assert services[name]["healthcheck"]["test"] == ["CMD", "python", "-m", "courtcase.probe", OURS[name]]
    assert OURS[name] in probe.PROBES


def test_everything_that_stays_up_is_probed_restarted_sheltered_and_its_log_bounded(
    services: dict[str, dict[str, Any]],
) -> None:
    for name, service in services.items():
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["logging"]["options"] == {"max-size": "20m", "max-file": "10"}, name
        assert service["read_only"] is (name != "clamav"), name
        if name in SEE_THE_OWNER:
            assert service["restart"] == "no", name
        else:
            assert service["restart"] == "unless-stopped", name
            assert service["healthcheck"]["test"][0] == "CMD", name


def test_nothing_runs_as_root(services: dict[str, dict[str, Any]]) -> None:
    assert "\nUSER courtcase\n" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    foreign = {name for name, service in services.items() if "build" not in service}
    assert {name for name in foreign if "user" not in services[name]} == BEGIN_AS_ROOT
    assert {name for name, service in services.items() if "cap_add" in service} == BEGIN_AS_ROOT


def test_an_image_that_could_verify_no_receiver_of_webhooks_is_not_built() -> None:
    steps = (ROOT / "Dockerfile").read_text(encoding="utf-8").split("\nFROM ")[-1]
    assert "\nRUN test -s /etc/ssl/certs/ca-certificates.crt || " in steps


def test_only_our_own_work_on_the_tables_knows_their_owner(services: dict[str, dict[str, Any]]) -> None:
    knowing = {name for name, service in services.items() if "database_owner_url" in service.get("secrets", [])}
    assert knowing == SEE_THE_OWNER


def test_a_command_starts_nothing_beside_it(services: dict[str, dict[str, Any]]) -> None:
    assert services["manage"]["depends_on"] == {}


def test_what_production_needs_is_named(file: dict[str, Any]) -> None:
    named = set(file["x-application"]["environment"])
    assert {name for name in NEEDED_IN_PRODUCTION if name not in named and f"{name}_FILE" not in named} == set()


def test_secrets_are_read_from_files_and_each_is_made(file: dict[str, Any], tmp_path: Path) -> None:
    used = {secret for service in file["services"].values() for secret in service.get("secrets", [])}
    assert used == set(file["secrets"])
    made = tmp_path / "secrets"
    subprocess.run([str(ROOT / "bin/make-secrets"), str(made), "postgres"], check=True, capture_output=True)
    assert {path.name for path in made.iterdir()} == used
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    environment = file["services"]["migrate"]["environment"]
    paths = {found for value in environment.values() for found in re.findall(r"/run/secrets/\w+", value)}
    assert "/run/secrets/key_encryption_key" in paths
    assert paths <= {f"/run/secrets/{name}" for name in file["services"]["migrate"]["secrets"]}


def test_secrets_that_are_there_are_kept(tmp_path: Path) -> None:
    command = [str(ROOT / "bin/make-secrets"), str(tmp_path / "made"), "db.internal:5433", "cache.internal"]
    subprocess.run(command, check=True, capture_output=True)
    before = {path.name: path.read_text() for path in (tmp_path / "made").iterdir()}
    subprocess.run(command, check=True, capture_output=True)
    assert before == {path.name: path.read_text() for path in (tmp_path / "made").iterdir()}
    assert before["database_url"].strip().endswith("@db.internal:5433/courtcase")
    assert before["redis_url"].strip() == "redis://cache.internal/0"


def test_time_to_stop_is_longer_than_what_is_waited_for(services: dict[str, dict[str, Any]]) -> None:
    from django.conf import settings

    words = processes.command(processes.kind("web"), {})
    waits = int(words[words.index("--workers-kill-timeout") + 1])
    assert int(services["web-a"]["stop_grace_period"].removesuffix("s")) > waits
    assert int(services["worker"]["stop_grace_period"].removesuffix("s")) > settings.CELERY_TASK_TIME_LIMIT


def test_the_server_is_of_the_major_version_of_our_client_programs(services: dict[str, dict[str, Any]]) -> None:
    from courtcase.embedded.binaries import POSTGRES_MAJOR

    assert services["postgres"]["image"] == f"postgres:{POSTGRES_MAJOR}-bookworm"


@pytest.mark.parametrize("profile", ["clamav", "s3", "mail"])
def test_what_comes_from_elsewhere_names_its_version(profile: str, services: dict[str, dict[str, Any]]) -> None:
    service = services[profile]
    assert service["profiles"] == [profile]
    tag = service["image"].rpartition(":")[2]
    assert tag.lstrip("v")[0].isdigit()
