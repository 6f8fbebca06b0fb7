"""deploy/bin/rolling-restart: its order, and what it does when a process does not get ready."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
# Stands where docker would: there is no engine in a test. It writes down what it is asked.
DOCKER = """#!/bin/sh
echo "$*" >>"$ASKED"
case "$*" in *"$FAILS"*) exit 1 ;; esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """A machine with our upstream file, a proxy that counts its reloads, and somebody who takes docker's orders."""
    (tmp_path / "docker").write_text(DOCKER)
    (tmp_path / "reload").write_text('#!/bin/sh\ngrep "server 127" "$UPSTREAM_FILE" >>"$ASKED"\n')
    (tmp_path / "sleep").write_text("#!/bin/sh\n")
    for name in ("docker", "reload", "sleep"):
        (tmp_path / name).chmod(0o755)
    upstream = tmp_path / "upstream.conf"
    upstream.write_text((ROOT / "deploy/nginx/courtcase-upstream.conf").read_text())
    return {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "ASKED": str(tmp_path / "asked"),
        "FAILS": "nothing fails",
        "UPSTREAM_FILE": str(upstream),
        "RELOAD_PROXY": str(tmp_path / "reload"),
    }


def restarted(machine: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Restart everything as on a machine with Compose."""
    script = str(ROOT / "deploy/bin/rolling-restart")
    return subprocess.run([script, "--compose"], env=machine, capture_output=True, text=True, timeout=60)


def asked(machine: dict[str, str]) -> list[str]:
    """Return what was asked of docker and of the proxy, in order: `down` stands for a proxy without one process."""
    lines = Path(machine["ASKED"]).read_text().splitlines()
    short = [re.sub(r"^compose (up|exec).*?(web-a|web-b|worker|beat).*$", r"\1 \2", line) for line in lines]
    return [re.sub(r"^\s*server 127\.0\.0\.1:(\d+).*?(?: (down))?;$", r"\1 \2", line).strip() for line in short]


def test_each_is_taken_out_restarted_waited_for_and_put_back(machine: dict[str, str]) -> None:
    done = restarted(machine)
    assert done.returncode == 0, done.stderr
    assert asked(machine) == [
        *("exec web-a", "exec web-b"),
        *("exec web-b", "8001 down", "8002", "up web-a", "exec web-a", "8001", "8002"),
        *("exec web-a", "8001", "8002 down", "up web-b", "exec web-b", "8001", "8002"),
        *("up worker", "up beat"),
    ]
    assert Path(machine["UPSTREAM_FILE"]).read_text() == (ROOT / "deploy/nginx/courtcase-upstream.conf").read_text()


def test_the_last_one_that_answers_is_never_taken_out(machine: dict[str, str]) -> None:
    machine["FAILS"] = "exec -T web-"
    done = restarted(machine)
    assert done.returncode == 1
    assert "port 8002 is not ready: without 8001 nobody would answer" in done.stderr
    assert not [line for line in asked(machine) if line.startswith("up")]


def test_one_that_was_left_behind_comes_first(machine: dict[str, str]) -> None:
    upstream = Path(machine["UPSTREAM_FILE"])
    upstream.write_text(upstream.read_text().replace(":8002 max_fails=1 fail_timeout=3s;", ":8002 max_fails=1 down;"))
    (Path(machine["ASKED"]).parent / "docker").write_text(
        DOCKER + 'case "$*" in *up*web-b) touch "$ASKED.up" ;; *exec*web-b*) [ -e "$ASKED.up" ] ;; esac\n'
    )
    done = restarted(machine)
    assert done.returncode == 0, done.stderr
    assert [line for line in asked(machine) if line.startswith("up")][:2] == ["up web-b", "up web-a"]
    assert "down" not in re.sub(r"#.*", "", upstream.read_text())


def test_it_stops_at_a_service_that_does_not_start(machine: dict[str, str]) -> None:
    machine["FAILS"] = "up --detach --no-deps --force-recreate --wait web-a"
    assert restarted(machine).returncode == 1
    assert asked(machine)[-1] == "up web-a"
    assert re.search(r":8001 .* down;", Path(machine["UPSTREAM_FILE"]).read_text())


def test_it_asks_for_services_that_exist() -> None:
    script = (ROOT / "deploy/bin/compose-unit").read_text()
    named = set(re.findall(r"echo (web-\w)", script)) | set(re.findall(r"service=(\w+)", script))
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert named == {"web-a", "web-b", "worker", "beat"}
    assert named <= set(services)
