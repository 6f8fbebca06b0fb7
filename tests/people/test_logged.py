"""Signing in, failing to, and being refused leave a line in the log that names no person."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.test import Client
from structlog.testing import capture_logs

from tests.cast import PASSWORD, Cast


def test_signing_in_is_logged_with_its_proofs_and_no_name(cast: Cast) -> None:
    cache.clear()
    sent = {"login": cast.clerk.email, "password": PASSWORD}
    with capture_logs() as lines:
        Client().post("/ru/account/login/", sent | {"password": "wrong wrong wrong"})
        Client().post("/ru/account/login/", sent)
    said: dict[str, Any] = {line["event"]: line for line in lines}
    assert said["sign_in_failed"]["method"] == "password"
    assert said["signed_in"]["account"] == str(cast.clerk.public_id)
    assert said["signed_in"]["methods"] == ["password"]
    assert str(cast.clerk.email) not in str(lines)


def test_being_refused_is_logged_with_the_action(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.clerk)
    with capture_logs() as lines:
        assert client.get("/ru/administration/roles/").status_code == 404
    assert {"action": "administration.roles", "kind": "account"}.items() <= next(
        line for line in lines if line["event"] == "not_allowed"
    ).items()
