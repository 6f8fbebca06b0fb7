"""Two rulings signed at once, and one ruling signed twice at once: numbers are gapless and given once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import connection

from courtcase.operations import OperationError
from rulings.drafting.operations.sign_ruling import sign_ruling
from rulings.models import Ruling
from tests.cast import Cast
from tests.petitions.walk import Walk
from tests.real_commits import RealDatabase
from tests.rulings.desk import Desk


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts at once, each on a connection of its own; return what each gave or raised."""
    results: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int) -> None:
        try:
            start.wait(5)
            results[place] = acts[place]()
        except OperationError as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def signing(desk: Desk, ruling: Ruling) -> Callable[[], Ruling]:
    """Return the act of signing a complete draft."""
    day, at, actor = desk.walk.now.date(), desk.walk.now + timedelta(minutes=5), desk.secretary
    return lambda: sign_ruling(ruling=ruling, day=day, actor=actor, at=at)


def test_two_signed_at_once_get_two_numbers_without_a_gap(real_commits: RealDatabase) -> None:
    desk = Desk(Walk(Cast()))
    drafts = [desk.complete(desk.draft("refusal")) for _ in range(2)]
    signed = at_once(*(signing(desk, draft) for draft in drafts))
    numbers = sorted(ruling.number_value or 0 for ruling in signed if isinstance(ruling, Ruling))
    assert len(numbers) == 2
    assert numbers[1] == numbers[0] + 1


def test_one_signed_twice_at_once_gets_one_number(real_commits: RealDatabase) -> None:
    desk = Desk(Walk(Cast()))
    draft = desk.complete(desk.draft("refusal"))
    results = at_once(signing(desk, draft), signing(desk, draft))
    assert sum(isinstance(result, OperationError) for result in results) == 1
    assert Ruling.objects.filter(number_value__isnull=False).count() == 1
