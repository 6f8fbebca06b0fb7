from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from rulings.models import Ruling
from rulings.stories import tell_stories
from tests.cast import Cast
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk

TOLD_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def stories_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Ruling]]:
    """Enter every decision and story once for a module: each test works inside this transaction and undoes its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield tell_stories(TOLD_AT)
        transaction.set_rollback(True)


@pytest.fixture
def stories(stories_of_module: dict[str, Ruling], db: None) -> dict[str, Ruling]:
    """Return the three stories by letter, with every decision of the sources beside them."""
    return stories_of_module


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """Return a walk through the house with the cast."""
    return Walk(cast)


@pytest.fixture
def desk(walk: Walk) -> Desk:
    """Return the desk on which tests draft, sign and publish."""
    return Desk(walk)
