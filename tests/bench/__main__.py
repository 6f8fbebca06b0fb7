"""`make bench`: measure, print a table, write test-artefacts/bench.json. See docs/benchmarks.md.

A module is a file of this folder with `run(house: House) -> Iterable[Figure]`, named in MODULES.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from tests.bench.figures import Figure, table, write_json
from tests.bench.house import House, Options, opened
from tests.bench.load import readers

ROOT = Path(__file__).resolve().parents[2]
MODULES = (
    "filing",
    "register",
    "routing",
    "queue",
    "finding",
    "opening",
    "triage",
    "uploads",
    "searching",
    "importing",
    "published",
    "openness",
    "counted",
)


def arguments(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure, and print figures.")
    parser.add_argument(
        "modules", nargs="*", metavar="MODULE", help=f"which of {', '.join(MODULES)}; all when left out"
    )
    parser.add_argument("--petitions", default="", help="sizes of databases, such as 1000,10000,100000,1000000")
    parser.add_argument("--lives", type=int, default=0, help="load so many; what is more are rows of the lists alone")
    parser.add_argument("--clients", type=int, default=4, choices=range(1, 17), help="readers at once (default 4)")
    parser.add_argument("--quick", action="store_true", help="few rounds: shows that it runs, its figures mean nothing")
    parser.add_argument("--data", type=Path, default=ROOT / ".data" / "bench", help="where databases are kept")
    parser.add_argument("--json", type=Path, default=ROOT / "test-artefacts" / "bench.json", help="where to write")
    found = parser.parse_args(words)
    if unknown := set(found.modules) - set(MODULES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(MODULES)}")
    return found


def options_of(found: argparse.Namespace) -> Options:
    """Return the options as the modules see them."""
    chosen = tuple(found.modules) or MODULES
    sizes = tuple(int(word) for word in found.petitions.replace("_", "").split(",") if word)
    given = {"petitions": sizes} if sizes else {}
    return Options(modules=chosen, clients=found.clients, quick=found.quick, lives=found.lives, **given)


def measured(house: House) -> Iterable[Figure]:
    """Run each module in its turn and print its figures at once, so that a long run shows how far it is."""
    for name in house.options.modules:
        print(f"\n{name}", flush=True)
        figures = list(import_module(f"tests.bench.{name}").run(house))
        print(table(figures), flush=True)
        yield from figures


def main() -> int:
    """Measure; return 0 whether targets are met or not: the table says so."""
    found = arguments(sys.argv[1:])
    options = options_of(found)
    with readers(options.clients) as pool, opened(options, found.data.resolve(), pool) as house:
        from tests.bench import machine

        facts = machine.facts(house.servers.place.folder)
        print(machine.sentence(facts), flush=True)
        figures = list(measured(house))
    write_json(found.json, figures, facts)
    missed = [figure.name for figure in figures if figure.met is False]
    print(
        f"\n{len(missed)} of {len(figures)} targets missed: {', '.join(missed)}" if missed else "\nNo target is missed."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
