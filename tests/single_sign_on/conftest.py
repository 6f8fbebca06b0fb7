"""One provider for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.single_sign_on.running import RunningProvider, running_provider

BACK = "http://testserver/single-sign-on/back/"


@pytest.fixture(scope="module")
def process() -> Iterator[RunningProvider]:
    """Run one provider for all tests of the module."""
    with running_provider(BACK) as provider:
        yield provider
