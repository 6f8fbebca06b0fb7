"""Work that codes by text message owe to tasks."""

from __future__ import annotations

from django.utils import timezone

from courtcase.notices.models import Job
from courtcase.notices.registry import job_handler
from courtcase.notices.schedule import add_daily
from courtcase.notices.sms_costs import forget_sent
from courtcase.people.actors import Actor
from courtcase.telephone.operations import JOB, forget_codes, send_code


@job_handler(JOB)
def send_owed_code(job: Job) -> None:
    """Make a code somebody asked for and send it to the telephone of the account."""
    send_code(code_id=int(job.body["code"]), actor=Actor.system(JOB), at=timezone.now())


@job_handler("telephone.forget_codes")
def forget_old_codes(job: Job) -> None:
    """Delete codes that were asked for long ago."""
    forget_codes(actor=Actor.system("telephone.forget_codes"), at=timezone.now())
    forget_sent()


add_daily("Forget codes by text message that are a month old", "telephone.forget_codes")
