from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from rulings.models import Ruling
from rulings.stories import tell_stories
from tests.cast import Cast
from tests.kept import Kept, kept_once
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


@pytest.fixture(scope="module")
def desk_of_module(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Kept[Desk] | None]:
    """A desk on whose shelf lies what the module names in KEPT, made once; none where it names nothing."""
    names = getattr(request.module, "KEPT", ())
    if not names:
        yield None
        return

    def laid() -> Desk:
        desk = Desk(Walk(Cast()))
        # A later one is not to be made of an earlier one, which would then lie there used.
        return Desk(desk.walk, {name: getattr(desk, name)() for name in names})

    with kept_once(laid, tmp_path_factory.mktemp("kept"), django_db_blocker) as kept:
        yield kept


@pytest.fixture
def desk(desk_of_module: Kept[Desk] | None, db: None) -> Desk:
    """Return the desk on which tests draft, sign and publish."""
    return desk_of_module.own() if desk_of_module else Desk(Walk(Cast()))


@pytest.fixture
def walk(desk: Desk) -> Walk:
    """Return a walk through the house with the cast."""
    return desk.walk
