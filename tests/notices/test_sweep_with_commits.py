"""The sweeper as a worker runs it: in no transaction but its own, which a test that is rolled back would hide."""

from __future__ import annotations

import pytest
from django.utils import timezone

from courtcase.notices.models import Notice
from courtcase.notices.operations import owe_notice
from courtcase.notices.working import sweep
from courtcase.register.operations import open_subject
from tests.notices.conftest import make_aigerim


@pytest.mark.usefixtures("real_commits", "workshop")
def test_notices_on_the_site_are_told_by_the_sweeper() -> None:
    subject = open_subject(kind="petition", at=timezone.now())
    notice = owe_notice(
        subject=subject, event="workshop.told", recipient=make_aigerim(), channel="inapp", language="ru"
    )
    sweep(at=timezone.now())
    assert Notice.objects.get(pk=notice.pk).state == Notice.State.SENT
