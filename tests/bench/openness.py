"""Open data: how long a real worker takes to make the files of ten thousand rulings, and how much memory that needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter

from tests.bench.figures import Figure, Target
from tests.bench.house import House
from tests.bench.searching import make_rulings
from tests.workers import until

RULINGS, FEW = 10_000, 60
MOST_SECONDS, MOST_MB, PATIENCE = 60, 300, 600.0
NAME = "bench_openness"


def run(house: House) -> Iterable[Figure]:
    """Make up rulings, let a worker make the files of a night, and yield what that took."""
    from courtcase.notices.heartbeat import is_alive
    from courtcase.notices.models import Job

    name = house.copy(NAME)
    count = FEW if house.options.quick else RULINGS
    with house.django_on(name):
        make_rulings(count)
        Job.objects.all().delete()
        with house.worker(name) as pid:
            if not until(lambda: is_alive("worker"), seconds=60):
                raise RuntimeError("the worker did not start")
            yield from files_of(count, pid=pid)


def files_of(count: int, *, pid: int) -> Iterator[Figure]:
    """Begin the files as the daily job does, wait until they are given out, and yield seconds and memory."""
    from django.utils import timezone

    from courtcase.law.time import court_day
    from courtcase.notices.wake import publish_wake
    from courtcase.people.actors import Actor
    from rulings.models import OpenDataSet
    from rulings.publication.operations.make_open_data import begin_open_data, quarter_of
    from tests.bench.routing import megabytes

    at, memory = timezone.now(), [megabytes(pid)]
    # A quarter that has had its snapshot: what is measured is one night.
    known = {"kind": "snapshot", "state": "withdrawn", "quarter": quarter_of(court_day(at))}
    OpenDataSet.objects.create(**known, day=court_day(at), begun_at=at)

    def are_ready() -> bool:
        # There is no beat here, whose sweeper would call the second process within seconds.
        publish_wake()
        memory.append(megabytes(pid))
        return OpenDataSet.objects.filter(kind="nightly", state="ready").exists()

    began = perf_counter()
    begin_open_data(actor=Actor.system("bench"), at=at)
    if not until(are_ready, seconds=PATIENCE, every=0.25):
        raise RuntimeError("the files were not made")
    seconds = perf_counter() - began
    files = OpenDataSet.objects.get(kind="nightly")
    made = {one.name: one for one in files.made.all()}
    if made["rulings.jsonl"].rows != count:
        raise RuntimeError(f"{made['rulings.jsonl'].rows} rulings in the files, not {count}")
    sizes = ", ".join(f"{one.name} {one.size / 1024**2:.1f} MB" for one in made.values())
    yield Figure(
        f"bulk files of {count:,} rulings",
        seconds,
        "s",
        targets=(Target("at most", MOST_SECONDS),),
        note=f"{files.parts.count()} parts; {sizes}",
    )
    most = max(memory) - memory[0]
    yield Figure("memory of the worker's processes meanwhile", most, "MB more", targets=(Target("at most", MOST_MB),))
