"""/healthz says that the process lives; /readyz names what is missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from courtcase import health, modes


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Forget what earlier tests found settled."""
    health._settled.clear()
    yield
    health._settled.clear()


@pytest.fixture
def beating() -> Iterator[None]:
    """Worker and beat give signs of life."""
    with redis.Redis.from_url(settings.REDIS_URL) as connected:
        keys = [health.HEARTBEAT_KEY.format(name) for name in ("worker", "beat")]
        for key in keys:
            connected.set(key, "now", ex=30)
        yield
        connected.delete(*keys)


def test_healthz_touches_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "checks", lambda: pytest.fail("healthz must not check anything"))
    answer = client.get("/healthz")  # no database mark: a query would fail the test
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.django_db
def test_readyz_is_green_when_everything_is_there(client: Client, beating: None) -> None:
    answer = client.get("/readyz")
    assert answer.json() == {"status": "ready", "checks": dict.fromkeys(health.checks(), "ok")}
    assert answer.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["worker", "beat"])
def test_readyz_misses_a_heartbeat(name: str, client: Client, beating: None) -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as connected:
        connected.delete(health.HEARTBEAT_KEY.format(name))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"][name] == "no sign of life"


@pytest.mark.django_db
def test_readyz_without_redis(client: Client, settings: object) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    found = client.get("/readyz").json()["checks"]
    assert found["redis"] == "unreachable (ConnectionError)"
    assert found["database"] == "ok"


@pytest.mark.django_db
def test_readyz_refuses_letters_that_cannot_be_folded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "letters_problem", lambda: "The database's encoding is SQL_ASCII; it must be UTF8.")
    assert "SQL_ASCII" in client.get("/readyz").json()["checks"]["letters"]


@pytest.mark.django_db
def test_readyz_refuses_another_modes_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modes, "database_mode", lambda cursor: "production")
    assert "made in mode production" in client.get("/readyz").json()["checks"]["mode"]


@pytest.mark.django_db
def test_readyz_counts_missing_migrations(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [1, 2])
    assert client.get("/readyz").json()["checks"]["migrations"].startswith("2 migrations are not applied")


@pytest.mark.django_db
def test_error_of_the_database_shows_no_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down() -> str:
        raise OperationalError("connection to server at secret-host failed: password of courtcase_app")

    monkeypatch.setattr(health, "check_database", down)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "unreachable (OperationalError)"


def test_other_methods_are_refused(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405
