from __future__ import annotations

from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "tests.notices.workshop"
    label = "workshop"

    def ready(self) -> None:
        """Make the handlers and notices of the tests known to a worker process."""
        from courtcase.notices.registry import context_builders, job_handlers, quick_kinds
        from tests.notices.workshop import jobs

        job_handlers.update(jobs.HANDLERS)
        quick_kinds.update(jobs.QUICK)
        context_builders.update(jobs.CONTEXTS)
