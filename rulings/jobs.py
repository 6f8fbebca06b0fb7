"""Work that rulings owe to tasks. Each handler may be called any number of times."""

from __future__ import annotations

from django.utils import timezone

from courtcase.notices.models import Job
from courtcase.notices.registry import job_handler
from courtcase.people.actors import Actor
from rulings.models import Ruling
from rulings.publication.operations.make_files import make_files


@job_handler("rulings.print")
def make_files_of_ruling(job: Job) -> None:
    """Write and store the files of a published ruling in one language."""
    ruling = Ruling.objects.select_related("subject").get(subject=job.subject_id)
    language = str(job.body["language"])
    make_files(ruling=ruling, language=language, actor=Actor.system("rulings.print"), at=timezone.now())
