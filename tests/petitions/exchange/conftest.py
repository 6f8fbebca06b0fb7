from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.petitions.api.test_portal import portal
from tests.petitions.signing import Trusted, trusted

__all__ = ["portal"]


@pytest.fixture
def court(tmp_path: Path, settings: Any) -> Trusted:
    """Let this installation trust an authority of the tests."""
    return trusted(tmp_path, settings)
