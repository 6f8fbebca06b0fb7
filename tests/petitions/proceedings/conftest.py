from __future__ import annotations

import pytest

from petitions.models import Case
from tests.petitions.conftest import media, walk
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk

__all__ = ["media", "walk"]


@pytest.fixture
def case(walk: Walk) -> Case:
    """Return a case with the first judge as its rapporteur."""
    found = Desk(walk).case()
    found.refresh_from_db()
    return found
