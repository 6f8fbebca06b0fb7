"""What production adds to every answer, asked of a process that runs with production's own settings."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Asks pages that need no database, as the proxy would and as somebody would who came past it.
ASK = """
import json, django
django.setup()
from django.test import Client
def ask(address, **headers):
    answer = Client(raise_request_exception=False).get(address, headers={"host": "court.example", **headers})
    return {"status": answer.status_code, **{name.lower(): value for name, value in answer.headers.items()}}
print(json.dumps({
    "plain": ask("/ru/account/login/"),
    "proxied": ask("/ru/account/login/", x_forwarded_proto="https"),
    "alive": ask("/healthz"),
    "foreign": ask("/ru/account/login/", x_forwarded_proto="https", host="elsewhere.example"),
}))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a production installation whose servers are not there."""
    folder = tmp_path_factory.mktemp("production")
    for name in ("kek-1.key", "index.key"):
        (folder / name).write_bytes(base64.b64encode(os.urandom(32)))
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COURTCASE_", "DATABASE_", "REDIS_", "DJANGO_"))}
    return kept | {
        "COURTCASE_DATA_DIR": str(folder / "data"),
        "COURTCASE_HOSTS": "court.example",
        "COURTCASE_INDEX_KEY_FILE": str(folder / "index.key"),
        "COURTCASE_KEY_FILES": f"kek-2026={folder / 'kek-1.key'}",
        "COURTCASE_MAIL_URL": "smtp://mail.invalid",
        "COURTCASE_PUBLIC_ADDRESS": "https://court.example/",
        "COURTCASE_SECRET_KEY": base64.b64encode(os.urandom(48)).decode(),
        "DATABASE_URL": "postgres://courtcase_app@db.invalid/courtcase",
        "DJANGO_SETTINGS_MODULE": "courtcase.settings",
        "REDIS_URL": "redis://redis.invalid",
    }


def test_the_deployment_check_finds_nothing(production: dict[str, str]) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=production, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.fixture(scope="module")
def answers(production: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What the pages of ASK answered."""
    collect = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--no-input"]
    subprocess.run(collect, env=production, capture_output=True, check=True, timeout=60)
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=production, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_plain_http_is_sent_to_https(answers: dict[str, dict[str, str]]) -> None:
    assert answers["plain"]["status"] == 301
    assert answers["plain"]["location"] == "https://court.example/ru/account/login/"


def test_behind_the_proxy_pages_answer_and_are_kept_to_https(answers: dict[str, dict[str, str]]) -> None:
    page = answers["proxied"]
    assert page["status"] == 200
    assert page["strict-transport-security"] == "max-age=31536000"
    assert "default-src 'none'" in page["content-security-policy"]
    assert page["x-frame-options"] == "DENY"
    assert page["x-content-type-options"] == "nosniff"
    assert page["referrer-policy"] == "same-origin"


def test_health_is_asked_past_the_proxy(answers: dict[str, dict[str, str]]) -> None:
    assert answers["alive"]["status"] == 200


def test_another_host_is_refused(answers: dict[str, dict[str, str]]) -> None:
    assert answers["foreign"]["status"] == 400


def test_a_database_that_vanishes_is_noticed_soon() -> None:
    from courtcase.settings import database

    options = database("postgres://app@db.invalid/court", lock_timeout_ms=1, statement_timeout_ms=2)["OPTIONS"]
    assert isinstance(options, dict)
    noticed = options["keepalives_idle"] + options["keepalives_interval"] * options["keepalives_count"]
    assert noticed <= 30
    assert options["tcp_user_timeout"] <= 30_000
    assert options["options"] == "-c lock_timeout=1 -c statement_timeout=2"
