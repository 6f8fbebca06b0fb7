"""The few Celery tasks there are. Their messages carry no facts: what is owed stands in the database."""

from __future__ import annotations

from celery import shared_task
from django.utils.module_loading import import_string

from courtcase.notices.schedule import SCHEDULE
from courtcase.notices.wake import WAKE_TASK, publish_wake
from courtcase.notices.working import work_off


@shared_task(name=WAKE_TASK)
def do_owed_work() -> None:
    """Do what is due; when time runs out before the work does, wake the next worker."""
    _tried, more = work_off()
    if more:
        publish_wake()


@shared_task(name="courtcase.notices.do_periodic")
def do_periodic(name: str) -> None:
    """Do the line of the schedule called `name`; a line that a newer beat knows and this worker does not is skipped."""
    line = SCHEDULE.get(name)
    if line is not None:
        import_string(line.function)()
