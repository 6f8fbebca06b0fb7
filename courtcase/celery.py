"""The Celery application. The database, not the broker, is the truth of work owed."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging, task_postrun, worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courtcase.settings")


class TracedTask(Task):
    """A task that carries the request id of whoever sent it into its logs and into what it owes in turn."""

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        """Run the task with the id of its message's headers bound; without one, the task's own id stands in."""
        from courtcase.observability.request_ids import accepted_request_id, bound_request_id

        sent = (self.request.headers or {}).get("request_id") or getattr(self.request, "request_id", None)
        with bound_request_id(accepted_request_id(sent or self.request.id)):
            return super().__call__(*arguments, **keywords)


app = Celery("courtcase", task_cls=TracedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_keywords: Any) -> None:
    """Leave logging as the settings made it; connecting is what stops Celery from replacing it."""


@worker_process_init.connect
def collect_less(**_keywords: Any) -> None:
    """Let a process of a worker leave out of its collections what it was born with, and collect between its tasks."""
    from courtcase.collecting import between, leave_out_what_stays

    leave_out_what_stays()
    task_postrun.connect(between)


@app.on_after_configure.connect
def add_heartbeats(sender: Celery, **_keywords: Any) -> None:
    """Let every worker of this application say that it lives."""
    from courtcase.notices.heartbeat import WorkerHeartbeat

    sender.steps["consumer"].add(WorkerHeartbeat)
