"""What tests of the outbox share: a subject, an account, handlers and texts of the workshop, real processes."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from courtcase.notices import leases, wake
from courtcase.notices.registry import context_builders, job_handlers
from courtcase.people.models import Account
from courtcase.register.models import Subject
from courtcase.register.operations import open_subject
from tests.notices.workshop.jobs import CONTEXTS, HANDLERS, QUICK
from tests.real_commits import RealDatabase, real_commits
from tests.workers import Broker, CeleryProcess

__all__ = ["real_commits"]
TEMPLATES = Path(__file__).parent / "workshop" / "templates"
LEASE_SECONDS = "2"


@pytest.fixture
def workshop(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Let this process know the workshop's handlers, notices and texts, for the length of one test."""
    for kind, handler in HANDLERS.items():
        monkeypatch.setitem(job_handlers, kind, handler)
    monkeypatch.setattr(leases, "quick_kinds", leases.quick_kinds | QUICK)
    for event, builder in CONTEXTS.items():
        monkeypatch.setitem(context_builders, event, builder)
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], TEMPLATES]
    settings.TEMPLATES = templates


@pytest.fixture(autouse=True)
def closed_breaker() -> Iterator[None]:
    """Begin and end each test with a breaker that lets wakes through."""
    wake.breaker["open_until"] = 0.0
    yield
    wake.breaker["open_until"] = 0.0


@pytest.fixture
def subject(db: None) -> Subject:
    """Return something that notices can be about."""
    return open_subject(kind="petition", at=timezone.now())


@pytest.fixture
def aigerim(db: None) -> Account:
    """Return a petitioner with an e-mail address and a telephone, who reads Russian."""
    return make_aigerim()


def make_aigerim() -> Account:
    """Make the petitioner."""
    return Account.objects.create(
        email="aigerim@example.org", phone="+77011234567", full_name="Айгерім Сағатова", language="ru", synthetic=True
    )


@pytest.fixture
def broker(tmp_path: Path, settings: Any) -> Iterator[Broker]:
    """Start a Redis of this test alone and point wakes and heartbeats at it."""
    redis = Broker(tmp_path)
    redis.start()
    settings.REDIS_URL = settings.CELERY_BROKER_URL = redis.url
    yield redis
    redis.stop()


@pytest.fixture
def worker_environment(real_commits: RealDatabase, broker: Broker) -> dict[str, str]:
    """Return the environment of worker and beat processes of this test."""
    return {
        "COURTCASE_MODE": "test",
        "DATABASE_URL": real_commits.database_url,
        "REDIS_URL": broker.url,
        "DJANGO_SETTINGS_MODULE": "tests.notices.worker_settings",
        "COURTCASE_LEASE_SECONDS": LEASE_SECONDS,
        "PYTHONUNBUFFERED": "1",
    }


@pytest.fixture
def celery_worker_process(worker_environment: dict[str, str], tmp_path: Path) -> Iterator[CeleryProcess]:
    """Return a real worker, not yet started; it is killed at the end."""
    words = ["worker", "--concurrency", "1", "--without-gossip", "--without-mingle"]
    process = CeleryProcess(words, environment=worker_environment, log=tmp_path / "worker.log")
    yield process
    process.kill()


@pytest.fixture
def celery_beat_process(worker_environment: dict[str, str], tmp_path: Path) -> Iterator[CeleryProcess]:
    """Return a real beat, not yet started; it is killed at the end."""
    words = ["beat", "--schedule", str(tmp_path / "beat-schedule")]
    process = CeleryProcess(words, environment=worker_environment, log=tmp_path / "beat.log")
    yield process
    process.kill()
