"""The whole load: refuse where it has no business, then cast, decisions, petitions, seal, each said with its seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import monotonic

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction

from courtcase.law.models import PetitionerKind
from courtcase.law.time import court_day
from courtcase.modes import holds_real_petition
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.cast import TEAMS, create_cast, team_of_cast
from courtcase.people.models import Account
from courtcase.register.sealing import BATCH, publish_root, seal
from petitions.intake.ladder import first_ladder
from petitions.intake.operations.change_routing import change_routing
from petitions.models import RoutingRule
from rulings.demo import court_steps, diary, intake_steps, stories
from rulings.demo.diary import LOADER, Diary
from rulings.demo.lapses import lapse_passed
from rulings.demo.outbox import settle_history
from rulings.demo.plan import Plan, Step, plan
from rulings.demo.times import instant
from rulings.demo.world import World
from rulings.stories import tell_stories

LOCK = 7_236_403  # any number, the same in every process: two loads at once would each tell half
OPENING = datetime(2022, 12, 1, tzinfo=UTC)  # the cast holds its roles from before the Court's first day
STEPS_AT_ONCE = 60  # steps a transaction: number series stay locked for about a second, a visitor hardly waits
STILL_OWED = timedelta(days=7)
# What a step raises when a visitor has meanwhile done something else with its petition, or holds it locked.
CANNOT = (OperationError, ObjectDoesNotExist, DatabaseError)
Handler = Callable[[World, Step], None]
Say = Callable[[str], None]
# Steps that leave the petition in the world as it stands after them.
KEEPERS = frozenset({"write", "submit", "confirm", "enter", "register", "begin", "pass_on"})

HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(court_steps.KINDS, court_steps.rule),
    "write": intake_steps.write,
    "submit": intake_steps.submit,
    "confirm": intake_steps.confirm,
    "enter": intake_steps.enter,
    "register": intake_steps.register,
    "begin": intake_steps.begin,
    "give_back": intake_steps.give_back,
    "cure": intake_steps.cure,
    "confirm_cure": intake_steps.confirm_cure,
    "demand": intake_steps.demand,
    "withdraw": intake_steps.withdraw,
    "forward": intake_steps.forward,
    "pass_on": intake_steps.pass_on,
    "name": court_steps.name,
    "report": court_steps.report,
    "call": court_steps.call,
    "hold": court_steps.hold,
    "rapporteurs": court_steps.rapporteurs,
    "terminate": court_steps.terminate,
    "draft": court_steps.draft,
    "answer": stories.answer,
}


class DemoRefused(Exception):
    """The load has no business here; the text says why."""


@dataclass
class Loaded:
    """What a load did: how many steps it took, and the keys whose planned way somebody else cut short."""

    steps: int = 0
    abandoned: int = 0


def load(*, password: str, count: int, today: date | None, at: datetime, say: Say, strict: bool = False) -> Loaded:
    """Load everything that is not here yet, counted back from `today` (default: the legal day of `at`), and say so.

    `at` is the instant of the run; `strict` raises where a step cannot be taken, for tests. A load begun before goes on
    as it was begun: from its day, with its count. Raises DemoRefused outside demo and test, on a database with a real
    petition, and while another load runs.
    """
    refuse()
    with alone():
        with stage(say, "People, institutions, teams, rules of routing"):
            cast = prepare(password)
        with stage(say, "Decisions of the Court and what became of them"):
            told = tell_stories(at)
        written = diary.read() or diary.begin(today=today or court_day(at), count=count, at=at)
        if written.ended:
            say("  ok Petitions: loaded before, nothing to do")
            return Loaded()
        world = World(cast=cast, plan=whole_plan(written), stories=told, strict=strict)
        loaded = take_steps(world, written, at=at, say=say)
        with stage(say, "Sealing the register"):
            seal_all(at=at)
    return loaded


def refuse() -> None:
    """Raise DemoRefused unless this is a demonstration or a test, on a database without a real petition."""
    if settings.MODE not in {"demo", "test"}:
        raise DemoRefused(f"Demonstration data are loaded in demo mode only; this is {settings.MODE}.")
    with connection.cursor() as cursor:
        if holds_real_petition(cursor):
            raise DemoRefused("This database holds a real petition: demonstration data are never mixed with it.")


@contextmanager
def alone() -> Iterator[None]:
    """Hold the loaders' lock, or raise DemoRefused while another loader holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise DemoRefused("Another load of demonstration data is running.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def stage(say: Say, text: str) -> Iterator[None]:
    """Say when the block ended, and how long it took."""
    began = monotonic()
    yield
    say(f"  ok {text}: {monotonic() - began:.1f} s")


@transaction.atomic
def prepare(password: str) -> dict[str, Account]:
    """Create the cast and put the first ladder of routing in use, unless somebody has put one in use."""
    cast = create_cast(password, OPENING)
    if not RoutingRule.objects.exists():
        teams = {code: team_of_cast(code) for code in TEAMS}
        change_routing(ladder=first_ladder(teams), actor=Actor.system("demo"), at=OPENING)
    return cast


def whole_plan(written: Diary) -> Plan:
    """Return the plan of a load: the stories of 2023 first, then the petitions up to its day."""
    spans = list(PetitionerKind.objects.values_list("code", "applies_from", "applies_to"))

    def kind_on(code: str, day: date) -> bool:
        return any(code == known and since <= day and (until is None or day <= until) for known, since, until in spans)

    drawn = plan(count=written.count, today=written.today, kind_on=kind_on)
    told = stories.story_petitions()
    by_key = {petition.key: petition for petition in told}
    return Plan(steps=sorted_steps(stories.story_steps(told)) + drawn.steps, petitions=by_key | drawn.petitions)


def sorted_steps(steps: list[Step]) -> list[Step]:
    """Return steps in the order of time."""
    return sorted(steps, key=lambda step: (step.at, step.key))


def take_steps(world: World, written: Diary, *, at: datetime, say: Say) -> Loaded:
    """Take what is left of the plan, some dozens of steps a transaction, and say how far it is every few seconds."""
    steps, began, said = world.plan.steps, monotonic(), monotonic()
    until = instant(written.today, 0) - STILL_OWED
    for first in range(written.done, len(steps), STEPS_AT_ONCE):
        done = min(first + STEPS_AT_ONCE, len(steps))
        with transaction.atomic():
            take_some(world, steps[first:done])
            day = written.today if done == len(steps) else court_day(steps[done - 1].at)
            world.touched.update(lapse_passed(day=day))
            settle_history(subjects=world.touched, until=until, actor=LOADER, at=at)
            diary.note(written, done=done, ended=done == len(steps), at=at)
        world.touched.clear()
        if monotonic() - said > 2.0:
            said = monotonic()
            say(f"  .. Petitions: {done} of {len(steps)} steps, {said - began:.0f} s")
    petitions = len(world.plan.petitions)
    say(f"  ok Petitions: {petitions}, {len(steps) - written.done} steps: {monotonic() - began:.1f} s")
    return Loaded(steps=len(steps) - written.done, abandoned=len(world.abandoned))


def take_some(world: World, steps: list[Step]) -> None:
    """Take steps all or none and, where one cannot be taken, each by itself."""
    try:
        with transaction.atomic(), without_savepoints():
            for step in steps:
                if step.key not in world.abandoned:
                    perform(world, step)
    except CANNOT:
        if world.strict:
            raise
        world.kept.clear()
        for step in steps:
            take(world, step)


def take(world: World, step: Step) -> None:
    """Take one step. Where a visitor has meanwhile moved the thing on, its planned way ends there."""
    if step.key in world.abandoned:
        return
    try:
        with transaction.atomic():
            perform(world, step)
    except CANNOT:
        world.forget(step.key)
        world.abandoned.add(step.key)


def perform(world: World, step: Step) -> None:
    """Take a step by its operations; what they do not return is read anew by the next one."""
    HANDLERS[step.name](world, step)
    if step.name not in KEEPERS:
        world.forget(step.key)


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Let the operations within run in the transaction that is open: a third of all statements are savepoints.

    An error within then undoes all of it, which is what the caller wants; Django keeps account of that by itself.
    """
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        connection.features.uses_savepoints = True


def seal_all(*, at: datetime) -> None:
    """Seal everything that was recorded, and publish the day's root."""
    while seal(at=at) == BATCH:
        pass
    publish_root(day=court_day(at), at=at)
