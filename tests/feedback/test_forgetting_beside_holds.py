"""A report is due to be forgotten while somebody places a legal hold on it: the hold wins."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from courtcase.feedback.models import PageReport
from courtcase.feedback.operations import forget_reports
from courtcase.operations import NotAllowed
from courtcase.people.actors import Actor
from courtcase.register.operations import place_hold
from tests.cast import Cast
from tests.feedback.reported import a_report

pytestmark = pytest.mark.real_commits
LATER = timedelta(days=4_000)


def test_a_report_on_which_a_hold_is_being_placed_stays(real_commits: Any) -> None:
    held, free, chair = a_report(), a_report(), Cast().actor("chair")
    placed, looked = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            place_hold(subject=held.subject, reason="An order.", actor=chair, at=timezone.now())
            placed.set()
            looked.wait(60)
        connection.close()

    with ThreadPoolExecutor(1) as other:
        placing = other.submit(hold)
        assert placed.wait(60)
        try:
            forgotten = forget_reports(actor=Actor.system("tests"), at=timezone.now() + LATER)
        finally:
            looked.set()
        placing.result()
    assert forgotten == 1
    assert PageReport.objects.get() == held
    assert free != held
    assert forget_reports(actor=Actor.system("tests"), at=timezone.now() + LATER) == 0


def test_only_the_system_forgets(real_commits: Any) -> None:
    with pytest.raises(NotAllowed):
        forget_reports(actor=Cast().actor("administrator"), at=timezone.now())
