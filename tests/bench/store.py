"""Databases with many petitions, kept in the bench's cluster: made once for a schema, read by every module.

`make bench-data ARGS="1000000"` makes them beforehand (see docs/demo.md); `loaded` makes what is missing. Nothing may write to
them: take `house.copy(name, of=loaded(house, count))` for that.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from courtcase.embedded import postgres, stamps
from rulings.demo.bulk import VERSION
from tests.bench.house import ROOT, House, Options, ask, databases, manage, opened, ready_database
from tests.bench.load import readers
from tests.petitions.crowd import draw
from tests.real_commits import with_name

SIZES = (1_000, 10_000, 100_000, 1_000_000)
# What the rows of a load depend on, beside the loader's own version.
PATTERNS = (
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "courtcase/law/data/**/*",
    "rulings/data/*",
    "courtcase/database.py",
)
PREFIX, WIDE = "bench_loaded_", "bench_wide_"
# As the loader has it (docs/demo.md).
MOST_OPEN = 20_000
# A load writes gigabytes: no checkpoint every few seconds, each of which would write every page to the log anew.
WHILE_LOADING = {"max_wal_size": "8GB", "checkpoint_timeout": "30min"}


def loaded(house: House, count: int) -> str:
    """Return the name of a database with `count` petitions, made when missing. Only to be read.

    Where the command line says how many of them have lives, the others are rows of the lists alone.
    """
    lives = house.options.lives
    if lives and count > lives:
        return widened(house, count, lives)
    name = name_of(count)
    if name not in databases(house):
        make(house, count, name)
    return name


def widened(house: House, count: int, lives: int) -> str:
    """Return the name of a database of `count` petitions of which `lives` were loaded, made when missing.

    The others have their rows of petition, queue and archive, and no words or history: enough for lists and counts, and
    made in a few statements where a load of all would take too long.
    """
    name = name_of(count).replace(PREFIX, f"{WIDE}{lives}_")
    if name in databases(house):
        return name
    source, half = loaded(house, lives), f"{name}_half"
    house.drop(*(one for one in databases(house) if one.startswith(f"{WIDE}{lives}_{count}_")))
    house.as_owner(f'CREATE DATABASE "{half}" TEMPLATE "{source}"')
    began = monotonic()
    address = with_name(house.environment["DATABASE_OWNER_URL"], half)
    clerks = [row[0] for row in ask(address, "SELECT DISTINCT account_id FROM people_rolegrant WHERE role = 'clerk'")]
    opened_already = int(ask(address, "SELECT COUNT(*) FROM petitions_queueentry")[0][0])
    with patient(house):
        draw(
            address,
            petitions=count - lives,
            opened=max(0, min(MOST_OPEN, count - lives) - opened_already),
            numbers_after=lives,
            clerks=clerks,
        )
    house.as_owner(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
    print(f"  ok {count} petitions, {lives} of them with lives: {monotonic() - began:.0f} s, {size_of(house, name)}")
    return name


def name_of(count: int) -> str:
    """Return the name under which a load of this schema, law and loader is kept."""
    return f"{PREFIX}{count}_{stamps.digest(ROOT, PATTERNS, VERSION)[:12]}"


def make(house: House, count: int, name: str) -> None:
    """Load `count` petitions into a database that gets its name once it is whole; older ones of the size are dropped."""
    half = f"{name}_half"
    old = [one for one in databases(house) if one == half or one.startswith(f"{PREFIX}{count}_")]
    empty = ready_database(house)
    house.drop(*old)
    house.as_owner(f'CREATE DATABASE "{half}" TEMPLATE "{empty}"')
    began = monotonic()
    with patient(house):
        manage(house.environment_of(half), "demo", "--petitions", str(count), "--way", "bulk")
    house.as_owner(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
    print(f"  ok {count} petitions: {monotonic() - began:.0f} s, {size_of(house, name)}", flush=True)


def size_of(house: House, name: str) -> str:
    """Return in words how large a database is."""
    address = with_name(house.environment["DATABASE_OWNER_URL"], name)
    return str(ask(address, "SELECT pg_size_pretty(pg_database_size(current_database()))")[0][0])


@contextmanager
def patient(house: House) -> Iterator[None]:
    """Let PostgreSQL put checkpoints off for the block; fsync stays on."""
    session = postgres.connect(house.servers.place, house.servers.secrets)
    try:
        with session.cursor() as cursor:
            for setting, value in WHILE_LOADING.items():
                cursor.execute(f"ALTER SYSTEM SET {setting} = '{value}'")
            cursor.execute("SELECT pg_reload_conf()")
        yield
    finally:
        with session.cursor() as cursor:
            for setting in WHILE_LOADING:
                cursor.execute(f"ALTER SYSTEM RESET {setting}")
            cursor.execute("SELECT pg_reload_conf()")
            cursor.execute("CHECKPOINT")
        session.close()


def main(words: list[str]) -> int:
    """Make the databases of the sizes named (all when none is), and say which there are."""
    sizes = tuple(int(word.replace("_", "")) for word in words) or SIZES
    data = ROOT / ".data" / "bench"
    with readers(1) as pool, opened(Options(modules=(), petitions=sizes), Path(data).resolve(), pool) as house:
        for count in sizes:
            print(f"  ok {loaded(house, count)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
