"""The files of open data, made by their own jobs, and what their addresses answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.test import Client

from courtcase.notices.models import Job
from courtcase.notices.registry import job_handlers

FILES = ("rulings.csv", "rulings.jsonl", "norms.csv", "rulings-akn.zip")


def owed() -> Iterator[Job]:
    """Yield the jobs of the files as they are owed, each done by its own handler before the next is asked for."""
    done: set[int] = set()
    while job := Job.objects.filter(kind__startswith="rulings.open_data_").exclude(pk__in=done).order_by("pk").first():
        done.add(job.pk)
        yield job


def make_files() -> int:
    """Do the jobs; return how many there were."""
    return sum(1 for job in owed() if job_handlers[job.kind](job) is None)


def taken(client: Client, name: str, **headers: str) -> Any:
    """Return the answer of a file's address with its `body`."""
    answer: Any = client.get(f"/open-data/{name}", headers=headers)
    answer.body = b"".join(answer) if answer.streaming else answer.content
    return answer
