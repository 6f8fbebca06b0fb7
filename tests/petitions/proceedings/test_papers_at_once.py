"""Papers that are filed at the same moment: a file of its own, for the cases of other files are kept in a transaction."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tests.cast import Cast
from tests.petitions.proceedings.test_docket import request_at
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk


@pytest.mark.usefixtures("real_commits")
def test_papers_filed_at_once_leave_no_gap() -> None:
    walk = Walk(Cast())
    case = Desk(walk).case()
    before = case.docket.count()
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _one: closing(lambda: request_at(walk, case).status_code), range(4)))
    assert answers == [302] * 4
    assert list(case.docket.order_by("number").values_list("number", flat=True)) == list(range(1, before + 5))


def closing(act: Any) -> Any:
    """Call `act` and close the thread's connection."""
    try:
        return act()
    finally:
        connection.close()
