"""How fast a real worker routes filed petitions: beside a task that does nothing, and a piece of owed work that does nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import redis
from django.db import connection

from courtcase.celery import app
from courtcase.notices.heartbeat import client, is_alive
from courtcase.notices.models import Job
from courtcase.notices.wake import WAKE_QUEUE, publish_wake
from courtcase.notices.working import work_off
from tests.bench.figures import Figure, Target, ratio_of_rounds
from tests.bench.filed import like, owe, settle_in
from tests.bench.floor import EMPTY_JOB, empty, wait_for_gate
from tests.bench.house import House
from tests.workers import until

OPEN = 20_000
MOST_STATEMENTS = 12
ROUTE = "petitions.route"
SECONDS = 300.0


def run(house: House) -> Iterable[Figure]:
    """Measure routing, owed work that does nothing and empty tasks, in turns, through one worker."""
    rounds, each, opened = (2, 20, 200) if house.options.quick else (7, 400, OPEN)
    name = house.copy("bench_routing")
    with house.django_on(name):
        sorts, clerks = settle_in()
        like(sorts, opened, clerks=clerks)
        waiting = [like(sorts, each) for _round in range(rounds + 1)]
        one_by_one = like(sorts, 3)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        with house.worker(name) as pid:
            if not until(lambda: is_alive("worker"), seconds=60):
                raise RuntimeError("The worker did not start.")
            routed, nothing, tasks = [], [], []
            memory = []
            for part in waiting:
                tasks.append(per_second(each * 3, empty_tasks))
                routed.append(per_second(each, lambda part=part: owed(ROUTE, part)))  # type: ignore[misc]
                nothing.append(per_second(each, lambda part=part: owed(EMPTY_JOB, part)))  # type: ignore[misc]
                memory.append(resident(pid))
        statements = [statements_of(petition) for petition in one_by_one]
    ...
