"""`python -m tests.soak`: run a soak, print its figures, write them as JSON; the exit code says whether all held."""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from pathlib import Path

from courtcase.embedded.stages import say
from tests.soak.meeting import Meeting, meet
from tests.soak.memory import FLAT_KB_A_MINUTE
from tests.soak.run import Plan, Told, soak, spread, summary, write
from tests.soak.workers import Killing, kill_workers

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 40
JUDGED_MINUTES = 5
DEFAULT_MEMORY, WHOLE_MEMORY = 10.0, 30.0


def arguments(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--faults", type=int, default=200, help="how many faults (default 200)")
    parser.add_argument("--minutes", type=float, default=90, help="the most minutes for the faults (default 90)")
    parser.add_argument(
        "--memory-minutes", type=float, default=DEFAULT_MEMORY, help="minutes at peak without faults (default 10)"
    )
    parser.add_argument("--seed", type=int, default=0, help="draw the same faults and load again (default: a new seed)")
    parser.add_argument("--first", type=int, default=1, help="go on with this fault of the seed's sequence")
    parser.add_argument("--size", choices=["small", "usual", "peak"], default="usual", help="how many people")
    parser.add_argument("--only", default="", help="only faults whose name holds this word")
    parser.add_argument("--json", type=Path, default=ROOT / "test-artefacts" / "soak.json", help="where figures go")
    parser.add_argument("--part", choices=["all", *PARTS], default="all", help="one part alone (default: all)")
    parser.add_argument("--petitions", type=int, default=5_000, help="of the workers' part (default 5000)")
    parser.add_argument("--kills", type=int, default=50, help="of the workers' part (default 50)")
    parser.add_argument("--pooled", action="store_true", help="web and workers reach PostgreSQL through PgBouncer")
    parser.add_argument(
        "--load-factor", type=int, default=2, help="of the memory part: times the peak load (default 2)"
    )
    parser.add_argument("--requests", type=int, default=10_000, help="of the malformed part (default 10000)")
    parser.add_argument("--citizens", type=int, default=200, help="of the crowd (default 200)")
    parser.add_argument("--clerks", type=int, default=20, help="of the crowd (default 20)")
    parser.add_argument(
        "--thinking", type=float, default=20, help="seconds between two petitions of one citizen (default 20)"
    )
    parser.add_argument("--crowd-minutes", type=float, default=10, help="of the crowd (default 10)")
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
    plan = Plan(
        seed,
        asked.faults,
        asked.memory_minutes,
        asked.minutes,
        asked.size,
        asked.only,
        asked.logs,
        first=asked.first,
        pooled=asked.pooled,
    )
    return judged(soak(plan), asked, asked.memory_minutes, asked.json)


def judged(told: Told, asked: argparse.Namespace, minutes: float, path: Path) -> dict[str, list[str]]:
    """Say whether memory was flat, report, write the figures, and return what broke."""
    growing = [one.role for one in told.growths if not one.is_flat]
    if growing and minutes >= JUDGED_MINUTES:
        told.fail("memory is flat", *growing)
    report(told)
    write(summary(told), path)
    return told.broken


def workers(asked: argparse.Namespace, seed: int) -> dict[str, list[str]]:
    """Do the part of the killed workers and return what broke; beside the other part its figures have a file of their own."""
    say(f"\nWorkers killed {asked.kills} times amid the work of {asked.petitions} petitions, seed {seed}")
    told = kill_workers(Killing(seed, asked.petitions, asked.kills, asked.logs))
    for check, lines in told.broken.items():
        say(f"\nBROKEN {check}: {len(lines)}\n  " + "\n  ".join(lines[:MOST_LINES]))
    write(told.as_json(), of_part(asked, "workers"))
    return told.broken


def memory(asked: argparse.Namespace, seed: int) -> dict[str, list[str]]:
    """Watch memory alone, at so many times the peak load, and return what grew."""
    minutes = asked.memory_minutes if asked.part == "all" or asked.memory_minutes != DEFAULT_MEMORY else WHOLE_MEMORY
    say(f"\nMemory for {minutes:g} min at {asked.load_factor} times the peak load, seed {seed}")
    plan = Plan(seed, 0, minutes, 0, asked.size, logs=asked.logs, load_factor=asked.load_factor, pooled=asked.pooled)
    return judged(soak(plan), asked, minutes, of_part(asked, "memory"))


def campaign(asked: argparse.Namespace, seed: int, part: str, name: str, count: int) -> dict[str, list[str]]:
    """Run one of the campaigns that ask the application in a process of the tests, and return what broke."""
    path = of_part(asked, part)
    path.parent.mkdir(parents=True, exist_ok=True)
    figures = {"COURTCASE_CAMPAIGN_COUNT": str(count), "COURTCASE_CAMPAIGN_SEED": str(seed)}
    own = {
        **os.environ,
        "COURTCASE_MODE": "test",
        "PYTHONUTF8": "1",
        "COURTCASE_CAMPAIGN_FIGURES": str(path),
        **figures,
    }
    servers = [sys.executable, "-m", "courtcase.embedded.with_servers", "--"]
    tests = [sys.executable, "-m", "pytest", "-q", "tests/soak/test_campaigns.py", "-k", name]
    failed = subprocess.run([*servers, *tests], cwd=ROOT, env=own).returncode
    broken = json.loads(path.read_text(encoding="utf-8"))["broken"] if path.exists() else []
    return {f"{name} requests": broken or ["see above"]} if failed else {}


def malformed(asked: argparse.Namespace, seed: int) -> dict[str, list[str]]:
    """Send malformed requests made from the schema, the forms and the addresses."""
    say(f"\n{asked.requests} malformed requests, seed {seed}")
    return campaign(asked, seed, "malformed", "malformed", asked.requests)


def addresses(asked: argparse.Namespace, seed: int) -> dict[str, list[str]]:
    """Ask every address as every role by every method."""
    say(f"\nEvery address, every role, every method, seed {seed}")
    return campaign(asked, seed, "addresses", "every_address", 1)


def crowd(asked: argparse.Namespace, seed: int) -> dict[str, list[str]]:
    """Let citizens and clerks come together and print how long each page took them."""
    say(f"\nA crowd, seed {seed}")
    about = Meeting(
        seed, asked.citizens, asked.clerks, asked.crowd_minutes, asked.thinking, logs=asked.logs, pooled=asked.pooled
    )
    figures = meet(about)
    for page, seconds in list(figures["seconds"].items())[:MOST_LINES]:
        say(f"  {page:60} " + "  ".join(f"{key} {value}" for key, value in seconds.items()))
    write(figures, of_part(asked, "crowd"))
    broken: dict[str, list[str]] = figures["broken"]
    for check, lines in broken.items():
        say(f"\nBROKEN {check}: {len(lines)}\n  " + "\n  ".join(lines[:MOST_LINES]))
    return broken


def of_part(asked: argparse.Namespace, name: str) -> Path:
    """Return where the figures of a part go: where the person said for a part alone, beside the others else."""
    path: Path = asked.json
    return path if asked.part == name else path.with_stem(f"{path.stem}-{name}")


PARTS = {part.__name__: part for part in (faults, workers, memory, malformed, addresses, crowd)}


def main() -> int:
    """Soak, report, and say by the exit code whether everything held."""
    asked = arguments(sys.argv[1:])
    seed = asked.seed or random.SystemRandom().randrange(1, 10**6)
    # Faults watch memory for their ten minutes themselves.
    parts = [part for name, part in PARTS.items() if asked.part == name or (asked.part == "all" and name != "memory")]
    broken = [check for part in parts for check in part(asked, seed)]
    say(f"\nFigures are in {asked.json.parent}")
    say("Everything held." if not broken else f"Broken: {', '.join(broken)}. Repeat with --seed {seed}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
