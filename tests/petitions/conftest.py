from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.petitions.walk import Walk


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """Return a walk through the house with the cast."""
    return Walk(cast)
