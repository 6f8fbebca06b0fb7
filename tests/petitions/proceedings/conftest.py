from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from petitions.models import Case
from tests.cast import Cast
from tests.kept import Kept, kept_once
from tests.petitions.conftest import media
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk

__all__ = ["media"]


def opened() -> tuple[Walk, Case]:
    """Return a case with the first judge as its rapporteur, and the walk on which it was opened."""
    walk = Walk(Cast())
    case = Desk(walk).case()
    case.refresh_from_db()
    return walk, case


@pytest.fixture(scope="module")
def case_of_module(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kept[tuple[Walk, Case]]]:
    """A case opened once for the tests of a module, which each work on it as if it were theirs."""
    with kept_once(opened, tmp_path_factory.mktemp("kept"), django_db_blocker) as kept:
        yield kept


@pytest.fixture
def walk_and_case(case_of_module: Kept[tuple[Walk, Case]], db: None, media: Path) -> tuple[Walk, Case]:
    """Return this test's copies of the walk and of the case."""
    return case_of_module.own()


@pytest.fixture
def walk(request: pytest.FixtureRequest, db: None) -> Walk:
    """Return a walk through the house with the cast: where a test takes the case, the one on which it was opened."""
    if "case" in request.fixturenames:
        found: Walk = request.getfixturevalue("walk_and_case")[0]
        return found
    return Walk(Cast())


@pytest.fixture
def case(walk_and_case: tuple[Walk, Case]) -> Case:
    """Return a case with the first judge as its rapporteur."""
    return walk_and_case[1]
