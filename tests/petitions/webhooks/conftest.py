from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from courtcase.people.actors import Actor
from courtcase.people.models import Institution
from courtcase.register.sealing import seal
from petitions.webhooks.operations import Added, add_webhook, owe_deliveries
from tests.petitions.api.conftest import Program, program_of
from tests.petitions.walk import Walk
from tests.petitions.webhooks.receiver import Receiver, receiving


@pytest.fixture
def receiver(tmp_path: Path, settings: Any) -> Iterator[Receiver]:
    """Run a receiver on this machine."""
    cache.clear()
    with receiving(tmp_path, settings) as running:
        yield running


@pytest.fixture
def program(walk: Walk) -> Program:
    """Return a program of the Commissioner that may do everything."""
    return program_of(walk.cast, "commissioner_head")


def hooked(walk: Walk, address: str, *events: str) -> Added:
    """Have an address told of the Commissioner's petitions."""
    institution: Institution = walk.cast.institution("commissioner")
    head = Actor.of(walk.cast.commissioner_head)
    return add_webhook(institution=institution, address=address, events=events, actor=head, at=timezone.now())


def owed() -> int:
    """Seal what happened and owe it, as the system does every few seconds; return how many messages."""
    seal(at=timezone.now())
    return owe_deliveries(at=timezone.now())
