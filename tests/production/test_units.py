"""The units, the environment, the site and the runbook agree with the process list, the settings and each other."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from courtcase import probe, processes
from courtcase.modes import NEEDED_IN_PRODUCTION
from tests.embedded.test_readme import documented

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
RUNBOOK = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
PYTHON = "/srv/courtcase/current/.venv/bin/python"


def lines_of(path: Path) -> dict[str, list[str]]:
    """Return the values of a unit by their names."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def environment() -> dict[str, str]:
    """Return the variables of deploy/environment."""
    text = (ROOT / "deploy/environment").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Z0-9_]+)=(.*)$", text, re.MULTILINE))


def test_there_is_a_unit_for_each_process_one_that_migrates_and_one_that_backs_up() -> None:
    kinds = [f"courtcase-{process.name}@" for process in processes.PROCESSES]
    assert [path.stem for path in UNITS] == sorted([*kinds, "courtcase-migrate", "courtcase-backup"])


@pytest.mark.parametrize("process", processes.PROCESSES, ids=lambda process: process.name)
def test_a_unit_runs_its_process_and_lets_it_finish(process: processes.ProcessKind) -> None:
    unit = lines_of(ROOT / f"deploy/systemd/courtcase-{process.name}@.service")
    assert unit["ExecStart"] == [f"{PYTHON} -m courtcase.processes {process.name}"]
    assert unit["Restart"] == ["always"]
    assert unit["KillMode"] == ["mixed"]
    assert "KillSignal" not in unit
    if process.name == "web":
        words = processes.command(process, {})
        longest = int(words[words.index("--workers-kill-timeout") + 1])
        assert unit["Environment"] == ["COURTCASE_LISTEN_PORT=%i"]
    else:
        longest = settings.CELERY_TASK_TIME_LIMIT if process.name == "worker" else 0
    assert int(unit["TimeoutStopSec"][0]) > longest


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_is_no_root_and_writes_its_own_folder_alone(path: Path) -> None:
    unit = lines_of(path)
    assert unit["User"] == ["courtcase"]
    assert unit["NoNewPrivileges"] == ["yes"]
    assert unit["ProtectSystem"] == ["strict"]
    own = "COURTCASE_BACKUP_DIR" if path.stem == "courtcase-backup" else "COURTCASE_DATA_DIR"
    assert unit["ReadWritePaths"] == [environment()[own]]
    assert unit["EnvironmentFile"] == ["/etc/courtcase/environment"]


def test_only_the_migration_is_given_the_owner() -> None:
    given = [path.stem for path in UNITS if "database_owner_url" in path.read_text(encoding="utf-8")]
    assert given == ["courtcase-migrate"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    paths = [shutil.copy(path, tmp_path) for path in (ROOT / "deploy/systemd").iterdir()]
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, timeout=60)
    complaints = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert [line for line in complaints if "courtcase" in line] == []


def test_the_environment_names_what_production_needs_and_nothing_unknown() -> None:
    named = {name if name in documented() else name.removesuffix("_FILE") for name in environment()}
    assert set(NEEDED_IN_PRODUCTION) <= named
    assert named <= documented()


def test_every_file_the_environment_names_is_made(tmp_path: Path) -> None:
    made = tmp_path / "secrets"
    subprocess.run([str(ROOT / "bin/make-secrets"), str(made), "127.0.0.1"], check=True, capture_output=True)
    named = re.findall(r"/etc/courtcase/secrets/(\w+)", "\n".join(environment().values()))
    assert named
    assert {name for name in named if not (made / name).exists()} == set()


def test_the_proxy_takes_what_the_application_takes_and_hides_what_is_asked_from_inside() -> None:
    site = (ROOT / "deploy/nginx/courtcase.conf").read_text(encoding="utf-8")
    most = int(re.findall(r"client_max_body_size (\d+)m;", site)[0]) * 1024**2
    assert most > settings.DATA_UPLOAD_MAX_MEMORY_SIZE > settings.UPLOAD_LIMIT_BYTES
    hidden = re.findall(r"location ~ \^/\(([a-z|]+)\)\$", site)[0].split("|")
    assert {f"^{name}$" for name in hidden} == set(settings.SECURE_REDIRECT_EXEMPT)
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in site
    assert "non_idempotent" not in re.sub(r"#.*", "", site)


def test_the_proxy_and_compose_name_the_same_ports() -> None:
    upstream = (ROOT / "deploy/nginx/courtcase-upstream.conf").read_text(encoding="utf-8")
    ports = re.findall(r"server 127\.0\.0\.1:(\d+) ", upstream)
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert ports == re.findall(r'"127\.0\.0\.1:(\d+):8000"', compose)
    assert all(f"courtcase-web@{port}" in RUNBOOK for port in ports)


def commands_of_the_runbook() -> str:
    """Return the runbook's indented lines: what is typed."""
    return "\n".join(line.strip() for line in RUNBOOK.splitlines() if line.startswith("    "))


def test_the_runbook_names_files_that_exist() -> None:
    named = set(re.findall(r"(?<![/\w])(?:deploy|bin)/[\w./@-]+\w", RUNBOOK))
    assert {"deploy/environment", "deploy/bin/rolling-restart", "bin/make-secrets"} <= named
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_the_runbook_runs_commands_that_exist() -> None:
    typed = commands_of_the_runbook()
    run = set(re.findall(r"(?:manage\.py|run --rm manage|(?<!/)courtcase-manage(?: --owner)?) ([a-z_]+)", typed))
    assert {"name_administrator", "doctor", "backup", "calendar_days", "check"} <= run
    assert run - set(get_commands()) == set()


def test_the_runbook_names_variables_that_are_read() -> None:
    named = set(re.findall(r"\b((?:COURTCASE|DATABASE|REDIS)_[A-Z0-9_]+)\b", RUNBOOK))
    known = documented() | {"COURTCASE_VERSION", "COURTCASE_WORKERS", "COURTCASE_BEATS"}
    assert {name for name in named if name.removesuffix("_FILE") not in known and name not in known} == set()


def test_the_runbook_asks_the_probes_there_are() -> None:
    asked = set(re.findall(r"courtcase\.probe (\w+)", RUNBOOK))
    assert asked <= set(probe.PROBES)


def test_the_runbook_ends_at_a_working_address() -> None:
    assert "/readyz" in commands_of_the_runbook()
    assert "https://court.example/" in RUNBOOK
