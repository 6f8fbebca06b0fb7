"""Work that rulings owe to tasks. Each handler may be called any number of times."""

from __future__ import annotations

from django.utils import timezone

from courtcase.notices.models import Job
from courtcase.notices.registry import job_handler
from courtcase.notices.schedule import add, add_daily
from courtcase.people.actors import Actor
from petitions.proceedings.operations.tell_of_fallen_norm import FallenNorm, tell_of_fallen_norm
from rulings.access import published
from rulings.drafting.operations.correct_listed_act import INDEX_JOB, index_once_more
from rulings.execution.operations.remind_bodies import remind_bodies
from rulings.models import Ruling, RulingProvision
from rulings.models.kinds import LANGUAGES
from rulings.publication.operations.make_files import make_files
from rulings.publication.operations.make_open_data import (
    FILE_JOB,
    PART_JOB,
    begin_open_data,
    make_open_data_file,
    make_open_data_part,
)
from rulings.publication.operations.order_publication import publish_due
from rulings.publication.operations.publish_ruling import FALLEN_JOB, owe_letters
from rulings.publication.shown import shown_words
from rulings.statistics.operations.keep_year import keep_years
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


@job_handler(INDEX_JOB)
def index_after_correction(job: Job) -> None:
    """Let the search know a ruling by the corrected names of an act."""
    ruling = published().select_related("subject", "facts").filter(subject=job.subject_id).first()
    if ruling is not None:
        index_once_more(ruling=ruling, actor=Actor.system(INDEX_JOB), at=timezone.now())


@job_handler("rulings.open_data_daily")
def begin_open_data_of_the_night(job: Job) -> None:
    """Begin the files of everything published, and the snapshot of a quarter that has none."""
    begin_open_data(actor=Actor.system("rulings.open_data_daily"), at=timezone.now())


@job_handler(PART_JOB)
def read_part_of_open_data(job: Job) -> None:
    """Read the next rulings into the files of everything published."""
    files, number = int(job.body["files"]), int(job.body["number"])
    make_open_data_part(files_id=files, number=number, actor=Actor.system(PART_JOB), at=timezone.now())


@job_handler(FILE_JOB)
def make_next_open_data_file(job: Job) -> None:
    """Put the next file of everything published together."""
    files, name = int(job.body["files"]), str(job.body["name"])
    make_open_data_file(files_id=files, name=name, actor=Actor.system(FILE_JOB), at=timezone.now())


@job_handler("rulings.erase_unconfirmed")
def erase_what_was_not_confirmed(job: Job) -> None:
    """Erase the alerts whose link was not followed."""
    erase_unconfirmed(actor=Actor.system("rulings.erase_unconfirmed"), at=timezone.now())


@job_handler("rulings.count_figures")
def count_public_figures(job: Job) -> None:
    """Count the running year anew, and each year that has ended since."""
    keep_years(actor=Actor.system("rulings.count_figures"), at=timezone.now())


@job_handler("rulings.remind_bodies")
def remind_of_measures(job: Job) -> None:
    """Remind the bodies of the terms of their measures."""
    remind_bodies(actor=Actor.system("rulings.remind_bodies"), at=timezone.now())


add_daily("Remind the bodies of the terms of their measures", "rulings.remind_bodies")
add_daily("Count the public figures", "rulings.count_figures")
add_daily("Erase the alerts by e-mail that were not confirmed", "rulings.erase_unconfirmed")
add_daily("Make the files of everything published", "rulings.open_data_daily")


@job_handler(FALLEN_JOB)
def tell_of_fallen(job: Job) -> None:
    """Write to a hundred of those who once petitioned about a norm that fell, and owe the next hundred."""
    norms = RulingProvision.objects.select_related(
        "ruling__subject", "provision__act", "provision__parent__parent__parent"
    )
    norm = norms.get(ruling__subject=job.subject_id, provision=job.body["norm"])
    ruling = norm.ruling
    words = shown_words(ruling)
    fallen = FallenNorm(
        provision=norm.provision,
        outcome=norm.outcome,
        in_part=norm.in_part,
        ruling_uuid=ruling.subject.uuid,
        numbers={language: ruling.in_language("number", language) for language in LANGUAGES},
        day=ruling.adopted_on,
        public_path=ruling.public_path,
        plain_words=words.sentences if words else {},
    )
    actor = Actor.system(FALLEN_JOB)
    after = tell_of_fallen_norm(fallen=fallen, after=int(job.body["after"]), actor=actor, at=timezone.now())
    if after is not None:
        owe_letters(ruling=ruling, norm=norm.provision_id, after=after)


def publish_what_is_due() -> None:
    """Publish the rulings whose publication was ordered and is due."""
    publish_due(at=timezone.now())


add("Publish rulings whose time has come", "rulings.jobs.publish_what_is_due", 5)
