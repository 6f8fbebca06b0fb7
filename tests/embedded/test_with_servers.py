"""Tests run beside throwaway servers that leave nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHOW = """
import os, psycopg2, redis
opened = psycopg2.connect(os.environ["DATABASE_URL"]); cursor = opened.cursor()
cursor.execute("SHOW fsync"); print("fsync", cursor.fetchone()[0])
print("redis", redis.Redis.from_url(os.environ["REDIS_URL"]).ping()); print(os.environ["DATABASE_URL"])
raise SystemExit(7)
"""


def run(*command: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher as `make test` does, in an environment that names no server."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COURTCASE_", "DATABASE_", "REDIS_"))}
    words = [sys.executable, "-m", "courtcase.embedded.with_servers", *command]
    return subprocess.run(words, cwd=ROOT, env=kept | changes, capture_output=True, text=True, timeout=60)


def test_command_finds_the_servers_and_its_exit_code_is_ours() -> None:
    done = run("--", sys.executable, "-c", SHOW, LC_ALL="C")
    assert done.returncode == 7, done.stdout + done.stderr
    assert "fsync off" in done.stdout
    assert "redis True" in done.stdout
    sockets = done.stdout.rsplit("@", 1)[1].split(":")[0].replace("%2F", "/")
    assert sockets.startswith("/")
    assert not Path(sockets).exists()


def test_named_servers_are_used_as_they_are() -> None:
    words = ["--", "sh", "-c", "echo $DATABASE_URL $REDIS_URL"]
    done = run(*words, DATABASE_URL="postgres://mine", REDIS_URL="redis://mine")
    assert "postgres://mine redis://mine" in done.stdout


def test_no_command_is_a_usage_error() -> None:
    assert run("--").returncode == 2
