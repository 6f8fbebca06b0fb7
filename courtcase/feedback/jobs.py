"""The daily work on reports about pages."""

from __future__ import annotations

from django.utils import timezone

from courtcase.feedback.operations import BATCH, forget_reports
from courtcase.notices.models import Job
from courtcase.notices.registry import job_handler
from courtcase.notices.schedule import add_daily
from courtcase.people.actors import Actor


@job_handler("feedback.forget")
def forget_old_reports(job: Job) -> None:
    """Erase reports whose term of keeping is over."""
    while forget_reports(actor=Actor.system("feedback.forget"), at=timezone.now()) == BATCH:
        pass


add_daily("Erase reports about pages whose term of keeping is over", "feedback.forget")
