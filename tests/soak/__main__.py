"""`python -m tests.soak`: run a soak, print its figures, write them as JSON; the exit code says whether all held."""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from courtcase.embedded.stages import say
from tests.soak.memory import FLAT_KB_A_MINUTE
from tests.soak.run import Plan, Told, soak, spread, summary, write
from tests.soak.workers import Killing, kill_workers

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 40
JUDGED_MINUTES = 5


def arguments(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--faults", type=int, default=200, help="how many faults (default 200)")
    parser.add_argument("--minutes", type=float, default=90, help="the most minutes for the faults (default 90)")
    parser.add_argument("--memory-minutes", type=float, default=10, help="minutes at peak without faults (default 10)")
    parser.add_argument("--seed", type=int, default=0, help="draw the same faults and load again (default: a new seed)")
    parser.add_argument("--size", choices=["small", "usual", "peak"], default="usual", help="how many people")
    parser.add_argument("--only", default="", help="only faults whose name holds this word")
    parser.add_argument("--json", type=Path, default=ROOT / "test-artefacts" / "soak.json", help="where figures go")
    parser.add_argument("--part", choices=["all", "faults", "workers"], default="all", help="faults, or killed workers")
    parser.add_argument("--petitions", type=int, default=5_000, help="of the workers' part (default 5000)")
    parser.add_argument("--kills", type=int, default=50, help="of the workers' part (default 50)")
    parser.add_argument("--logs", type=Path, help="keep the logs of every process in this folder")
    return parser.parse_args(words)


def report(told: Told) -> None:
    """Print the figures for a person."""
    say("\nRecovery, seconds from the cure until a petition is filed and routed")
    lines = {"without a fault": told.calm, "all": [seconds for _name, seconds in told.recoveries]}
    for name, _seconds in told.recoveries:
        lines.setdefault(name, [seconds for other, seconds in told.recoveries if other == name])
    for name, found in lines.items():
        say(f"  {name:34} " + "  ".join(f"{key} {value}" for key, value in spread(sorted(found)).items()))
    for name in told.not_arranged:
        say(f"  not arranged: {name}")
    if told.growths:
        say(f"\nMemory at peak, private kilobytes; flat up to {FLAT_KB_A_MINUTE:.0f} KB a minute")
    for one in told.growths:
        flat = (
            ("flat" if one.is_flat else "GROWS") if told.plan.memory_minutes >= JUDGED_MINUTES else "too short to judge"
        )
        say(f"  {one.role:34} {one.pid:8} {one.kilobytes:9} KB  {one.slope:+9.1f} KB/min  {flat}")
    say("\nFigures")
    for name, value in told.figures.items():
        say(f"  {name}: {value}")
    for check, broken in told.broken.items():
        say(f"\nBROKEN {check}: {len(broken)}")
        for line in broken[:MOST_LINES]:
            say(f"  {line}")


def faults(asked: argparse.Namespace, seed: int) -> dict[str, list[str]]:
    """Do the part of the faults and return what broke."""
    say(f"Soak with seed {seed}: {asked.faults} faults, at most {asked.minutes:.0f} min")
    plan = Plan(seed, asked.faults, asked.memory_minutes, asked.minutes, asked.size, asked.only, asked.logs)
    told = soak(plan)
    growing = [one.role for one in told.growths if not one.is_flat]
    if growing and asked.memory_minutes >= JUDGED_MINUTES:
        told.fail("memory is flat", *growing)
    report(told)
    write(summary(told), asked.json)
    return told.broken


def workers(asked: argparse.Namespace, seed: int) -> dict[str, list[str]]:
    """Do the part of the killed workers and return what broke; beside the other part its figures have a file of their own."""
    say(f"\nWorkers killed {asked.kills} times amid the work of {asked.petitions} petitions, seed {seed}")
    told = kill_workers(Killing(seed, asked.petitions, asked.kills, asked.logs))
    for check, lines in told.broken.items():
        say(f"\nBROKEN {check}: {len(lines)}\n  " + "\n  ".join(lines[:MOST_LINES]))
    write(told.as_json(), asked.json if asked.part == "workers" else asked.json.with_stem(f"{asked.json.stem}-workers"))
    return told.broken


def main() -> int:
    """Soak, report, and say by the exit code whether everything held."""
    asked = arguments(sys.argv[1:])
    seed = asked.seed or random.SystemRandom().randrange(1, 10**6)
    parts = [part for part in (faults, workers) if asked.part in {"all", part.__name__}]
    broken = [check for part in parts for check in part(asked, seed)]
    say(f"\nFigures are in {asked.json.parent}")
    say("Everything held." if not broken else f"Broken: {', '.join(broken)}. Repeat with --seed {seed}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
