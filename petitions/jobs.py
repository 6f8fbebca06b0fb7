"""Work that petitions owe to tasks. Each handler may be called any number of times."""

from __future__ import annotations

from django.utils import timezone

from courtcase.notices.models import Job
from courtcase.notices.registry import job_handler
from courtcase.notices.schedule import add_daily
from courtcase.people.actors import Actor
from petitions.intake.operations.assign import route_owed
from petitions.intake.operations.lapse_cures import lapse_cures
from petitions.intake.operations.remind import remind_of_terms


@job_handler("petitions.route", quick=True)
def route_filed_petition(job: Job) -> None:
    """Send a filed petition to the clerk the rules choose."""
    route_owed(subject_id=job.subject_id, actor=Actor.system("petitions.route"), at=timezone.now())


@job_handler("petitions.remind")
def remind_of_terms_that_end(job: Job) -> None:
    """Close the terms for corrections that have passed, and remind whoever has to act of those that end soon."""
    lapse_cures(actor=Actor.system("petitions.remind"), at=timezone.now())
    remind_of_terms(actor=Actor.system("petitions.remind"), at=timezone.now())


add_daily("Remind of terms that end soon", "petitions.remind")
