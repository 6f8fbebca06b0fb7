"""Work that rulings owe to tasks. Each handler may be called any number of times."""

from __future__ import annotations

from django.utils import timezone

from courtcase.notices.models import Job
from courtcase.notices.registry import job_handler
from courtcase.notices.schedule import add_daily
from courtcase.people.actors import Actor
from rulings.models import Ruling
from rulings.publication.operations.index_again import JOB as INDEX_JOB
from rulings.publication.operations.index_again import index_again, owe_indexing
from rulings.publication.operations.make_files import make_files
from rulings.watching.operations.keep_watch import erase_unconfirmed
from rulings.watching.operations.tell_watchers import JOB as TELL_JOB
from rulings.watching.operations.tell_watchers import tell_watchers


@job_handler("rulings.print")
def make_files_of_ruling(job: Job) -> None:
    """Write and store the files of a published ruling in one language."""
    ruling = Ruling.objects.select_related("subject").get(subject=job.subject_id)
    language = str(job.body["language"])
    make_files(ruling=ruling, language=language, actor=Actor.system("rulings.print"), at=timezone.now())


@job_handler(TELL_JOB)
def tell_who_waits(job: Job) -> None:
    """Tell by e-mail the next of those who wait for what was published."""
    ruling = Ruling.objects.select_related("subject").get(subject=job.subject_id)
    occasion = str(job.body.get("occasion", ""))
    actor = Actor.system(TELL_JOB)
    tell_watchers(ruling=ruling, after=int(job.body["after"]), occasion=occasion, actor=actor, at=timezone.now())


@job_handler("rulings.index_daily")
def see_that_all_is_indexed(job: Job) -> None:
    """Owe that the published rulings are indexed as this release does it; done once for each version of the index."""
    owe_indexing()


@job_handler(INDEX_JOB)
def index_next_rulings(job: Job) -> None:
    """Index the next published rulings anew."""
    index_again(after=int(job.body["after"]), actor=Actor.system(INDEX_JOB), at=timezone.now())


@job_handler("rulings.erase_unconfirmed")
def erase_what_was_not_confirmed(job: Job) -> None:
    """Erase the alerts whose link was not followed."""
    erase_unconfirmed(actor=Actor.system("rulings.erase_unconfirmed"), at=timezone.now())


add_daily("Erase the alerts by e-mail that were not confirmed", "rulings.erase_unconfirmed")
add_daily("Index the published rulings as this release does it", "rulings.index_daily")
