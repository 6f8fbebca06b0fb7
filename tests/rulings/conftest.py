from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """Return a walk through the house with the cast."""
    return Walk(cast)


@pytest.fixture
def desk(walk: Walk) -> Desk:
    """Return the desk on which tests draft, sign and publish."""
    return Desk(walk)
