"""Every kind of answer tells the browser to run and fetch nothing but ours, and to stand in nobody's frame."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tests.cast import Cast

POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
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
