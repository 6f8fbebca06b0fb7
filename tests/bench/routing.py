"""How fast a real worker routes filed petitions: beside tasks that do nothing, and beside owed work that does nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from django.db import connection

from courtcase.notices.heartbeat import client, is_alive
from courtcase.notices.models import Job
from courtcase.notices.wake import publish_wake
from courtcase.notices.working import work_off
from courtcase.processes import DEFAULTS
from petitions.models import Assignment, Petition
from tests.bench.figures import Figure, Target, ratio_of_rounds
from tests.bench.filed import like, owe, settle_in
from tests.bench.floor import empty
from tests.bench.house import House
from tests.bench.middleware import Watch
from tests.bench.owed import EMPTY_JOB, GATE, PASSED, wait_at_gate
from tests.workers import until

ROUTE = "petitions.route"
OPEN = 20_000
MOST_STATEMENTS = 12
SECONDS = 300.0
QUEUE, UNACKNOWLEDGED = "celery", "unacked"


def run(house: House) -> Iterable[Figure]:
    """Measure routing, owed work that does nothing and empty tasks, in turns, through one worker."""
    rounds, each, opened = (1, 20, 200) if house.options.quick else (7, 500, OPEN)
    name = house.copy("bench_routing")
    with house.django_on(name):
        sorts, clerks = settle_in()
        like(sorts, opened, clerks=clerks)
        waiting = [like(sorts, each) for _round in range(rounds + 1)]
        statements = max(statements_of(one) for one in like(sorts, 3))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        with house.worker(name) as pid:
            if not until(lambda: is_alive("worker"), seconds=60):
                raise RuntimeError("the worker did not start")
            yield from in_turns(waiting, each=each, pid=pid, statements=statements)


def in_turns(waiting: list[list[Petition]], *, each: int, pid: int, statements: int) -> Iterator[Figure]:
    """Measure each of the three in each round; the first round warms the worker."""
    tasks, routed, nothing, memory = [], [], [], []
    for part in waiting:
        tasks.append(empty_tasks(each * 2))
        routed.append(owed(ROUTE, part))
        nothing.append(owed(EMPTY_JOB, part))
        memory.append(megabytes(pid))
    require_routed(waiting)
    tasks, routed, nothing = tasks[1:], routed[1:], nothing[1:]
    yield Figure("a task that does nothing", median(tasks), "a second")
    yield Figure(
        "owed work that does nothing",
        median(nothing),
        "a second",
        floor=median(tasks),
        ratio=ratio_of_rounds(nothing, tasks),
    )
    yield Figure(
        "routing a petition, beside a task that does nothing",
        median(routed),
        "a second",
        floor=median(tasks),
        ratio=ratio_of_rounds(routed, tasks),
        statements=statements,
        targets=(
            Target("at least", 100),
            Target("at least", 0.12, "ratio"),
            Target("at most", MOST_STATEMENTS, "statements"),
        ),
    )
    done = len(tasks) * each * 4
    yield Figure(f"memory of the worker's processes after {done:,} pieces of work", memory[-1] - memory[0], "MB more")


def empty_tasks(count: int) -> float:
    """Send `count` tasks that do nothing while the worker is held, let it go, and return how many it did a second."""
    with client() as redis:
        redis.delete(GATE, PASSED)
        processes = int(DEFAULTS["COURTCASE_WORKER_PROCESSES"])
        for _number in range(processes):
            wait_at_gate.delay()
        require(
            until(lambda: int(redis.get(PASSED) or 0) >= processes, seconds=30), "the worker did not come to the gate"
        )
        for _number in range(count):
            empty.delay()
        began = perf_counter()
        redis.set(GATE, 1)
        require(
            until(lambda: not redis.llen(QUEUE) and not redis.hlen(UNACKNOWLEDGED), seconds=SECONDS, every=0.005),
            "the tasks were not done",
        )
        return count / (perf_counter() - began)


def owed(kind: str, petitions: list[Petition]) -> float:
    """Owe a job about each petition, wake the worker, and return how many it did a second."""
    owe(kind, petitions)
    began = perf_counter()
    publish_wake()
    left = Job.objects.filter(kind=kind, state=Job.State.OWED)
    require(until(lambda: not left.exists(), seconds=SECONDS, every=0.005), f"{kind} was not done")
    seconds = perf_counter() - began
    failed = Job.objects.filter(kind=kind).exclude(state=Job.State.DONE)
    require(not failed.exists(), f"{kind} failed")
    return len(petitions) / seconds


class Count(Watch):
    """How many statements the database was asked, without BEGIN and COMMIT."""

    def __init__(self) -> None:
        self.statements = 0

    def statement(self, sql: str, parameters: object) -> None:
        """Count one."""
        self.statements += 1

    def committed(self) -> None:
        """Let commits be."""


def statements_of(petition: Petition) -> int:
    """Route one petition in this process; return all a worker asks for it, from its looking for work to finding none."""
    owe(ROUTE, [petition])
    count = Count()
    with count.watching():
        tried, _more = work_off()
    require(tried == 1, "one petition was not routed")
    return count.statements


def require_routed(parts: list[list[Petition]]) -> None:
    """Raise RuntimeError unless every petition got one clerk."""
    wanted = sum(map(len, parts))
    found = Assignment.objects.filter(petition__in=[one.pk for part in parts for one in part], assignee__isnull=False)
    require(found.count() == wanted, f"{found.count()} of {wanted} petitions got a clerk")


def require(holds: bool, words: str) -> None:
    """Raise RuntimeError with `words` unless `holds`."""
    if not holds:
        raise RuntimeError(words)


def megabytes(pid: int) -> float:
    """Return the memory that the worker and its children hold for themselves, in megabytes."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    rolls = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in (str(pid), *children)]
    kilobytes = [int(line.split()[1]) for roll in rolls for line in roll.splitlines() if line.startswith("Private_")]
    return sum(kilobytes) / 1024
