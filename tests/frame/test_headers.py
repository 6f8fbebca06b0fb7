"""Every kind of answer tells the browser to run and fetch nothing but ours, and to stand in nobody's frame."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from courtcase.doctor.checks.machine import https
from courtcase.doctor.findings import State
from tests.cast import Cast

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


def directives(answer: Any) -> set[str]:
    """Return the directives of an answer's policy."""
    return {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/healthz",
        "/readyz",
        "/",
        "/ru/",
        "/kk/account/login/",
        "/en/no-such-page/",
        "/api/schema/",
        "/api/v1/no-such-thing/",
        "/register/roots.json",
        "/ru/register/roots/",
        "/ru/petitions/mine/",
    ],
)
def test_pages_redirects_errors_and_machines_answers_carry_the_policy(address: str) -> None:
    answer = Client(raise_request_exception=False).get(address)
    assert directives(answer) == POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "Set-Cookie" not in answer.headers or "login" in address


def test_a_desk_page_carries_the_policy(cast: Cast, client: Client) -> None:
    client.force_login(cast.clerk)
    assert directives(client.get("/ru/intake/")) == POLICY


@pytest.mark.django_db
def test_a_form_without_its_token_carries_the_policy() -> None:
    answer = Client(enforce_csrf_checks=True).post("/ru/account/login/", {"login": "a@b.kz"})
    assert answer.status_code == 403
    assert directives(answer) == POLICY


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError("gone"), ValueError("broken")])
def test_a_failed_page_carries_the_policy(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any, **keywords: Any) -> None:
        raise error

    monkeypatch.setattr("courtcase.register.views.render", fail)
    answer = Client(raise_request_exception=False).get("/ru/register/roots/")
    assert answer.status_code in {500, 503}
    assert directives(answer) == POLICY


def test_no_page_has_script_or_style_of_its_own() -> None:
    """Inline script and style, handlers and addresses that are script: the policy would not run them, so none is written."""
    handlers = r"\son(?:click|change|submit|load|error|input|key\w+|mouse\w+|focus|blur)="
    script = r"<script(?![^>]*(?:\bsrc=|type=[\"']application/json))"
    inline = re.compile(rf"{script}|<style|\bstyle=|{handlers}|javascript:", re.IGNORECASE)
    for template in (settings.BASE_DIR / "templates").rglob("*.html"):
        found = inline.search(template.read_text(encoding="utf-8"))
        assert found is None, f"{template}: {found.group(0)}"


def test_production_takes_cookies_from_this_very_host_alone(tmp_path: Path) -> None:
    """Read the settings as production does, in a process of its own."""
    told = settings_in_production("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", folder=tmp_path)
    told += settings_in_production("MESSAGES", folder=tmp_path, code=MESSAGE_COOKIE)
    assert all(name.startswith("__Host-") for name in told)
    flags = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY")
    assert settings_in_production(*flags, "LANGUAGE_COOKIE_SECURE", folder=tmp_path) == ["True"] * 5
    paths = ("SESSION_COOKIE_PATH", "CSRF_COOKIE_PATH", "LANGUAGE_COOKIE_PATH")
    assert settings_in_production(*paths, folder=tmp_path) == ["/"] * 3
    domains = ("SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN", "LANGUAGE_COOKIE_DOMAIN")
    assert settings_in_production(*domains, folder=tmp_path) == ["None"] * 3


# The cookie of messages is named by a class and not by a setting: its flags and its name.
MESSAGE_COOKIE = """
import django
django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.module_loading import import_string
kept = import_string(settings.MESSAGE_STORAGE).storage_classes[0](RequestFactory().get("/"))
kept.add(20, "Saved.")
answer = HttpResponse()
kept.update(answer)
(cookie,) = answer.cookies.values()
assert cookie["secure"] and cookie["httponly"] and cookie["path"] == "/" and not cookie["domain"], cookie
print(cookie.key)
"""


def test_hosts_under_the_name_are_bound_where_their_owner_says_so(tmp_path: Path) -> None:
    name = "SECURE_HSTS_INCLUDE_SUBDOMAINS"
    assert settings_in_production(name, folder=tmp_path) == ["False"]
    assert settings_in_production(name, folder=tmp_path, COURTCASE_HSTS_SUBDOMAINS="true") == ["True"]


def test_the_doctor_says_which_hosts_are_bound(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 365 * 86_400, True
    assert https().state == State.WELL
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = False
    assert https().state == State.NOT_SET_UP


def settings_in_production(*names: str, folder: Path, code: str = "", **others: str) -> list[str]:
    """Return what settings are in a production whose servers nobody asks, or what `code` prints there."""
    key = folder / "one.key"
    key.write_text(base64.b64encode(b"k" * 32).decode())
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COURTCASE_")} | {
        "COURTCASE_MODE": "production",
        "DATABASE_URL": "postgres://app:app@127.0.0.1/nowhere",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "COURTCASE_SECRET_KEY": "x" * 60,
        "COURTCASE_KEY_FILES": str(key),
        "COURTCASE_INDEX_KEY_FILE": str(key),
        "COURTCASE_MAIL_URL": "smtp+tls://a:b@127.0.0.1:587",
        "COURTCASE_HOSTS": "court.example",
        "COURTCASE_PUBLIC_ADDRESS": "https://court.example",
        "DJANGO_SETTINGS_MODULE": "courtcase.settings",
        **others,
    }
    code = code or f"from django.conf import settings\nfor name in {names!r}: print(getattr(settings, name))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment, cwd=settings.BASE_DIR
    )
    return done.stdout.split()
