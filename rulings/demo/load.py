"""The whole load: refuse where it has no business, then cast, decisions, petitions, seal, each said with its seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from time import monotonic

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction

from courtcase.law.models import PetitionerKind
from courtcase.law.time import court_day
from courtcase.long_work.operations import begin_again
from courtcase.modes import holds_real_petition
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.cast import TEAMS, create_cast, team_of_cast
from courtcase.people.models import Account
from courtcase.register.sealing import BATCH, publish_root, seal
from petitions.intake.ladder import first_ladder
from petitions.intake.operations.change_routing import change_routing
from petitions.intake.operations.mark_petitions import WORK as MARKING
from petitions.models import RoutingRule
from rulings.demo import court_steps, diary, intake_steps, returns, stories, story_rulings
from rulings.demo.bulk.crowd import TOLD, Drawing
from rulings.demo.bulk.load import load_in_bulk
from rulings.demo.bulk.maintenance import beside, maintenance, put_up, tidy
from rulings.demo.bulk.work import unhurried
from rulings.demo.diary import LOADER, Diary
from rulings.demo.lapses import lapse_passed
from rulings.demo.outbox import STILL_OWED, settle_history
from rulings.demo.plan import Plan, Step, plan
from rulings.demo.times import instant
from rulings.demo.world import World
from rulings.publication.operations.make_open_data import begin_open_data
from rulings.statistics.counting import years_here
from rulings.statistics.operations.keep_year import keep_year
from rulings.stories import tell_stories

LOCK = 7_236_403  # any number, the same in every process: two loads at once would each tell half
OPENING = datetime(2022, 12, 1, tzinfo=UTC)  # the cast holds its roles from before the Court's first day
STEPS_AT_ONCE = 60  # steps a transaction: number series stay locked for about a second, a visitor hardly waits
SEALED_AT_ONCE = 100_000
PETITIONS = 300
MOST_BY_OPERATIONS = 999
# What a step raises when a visitor has meanwhile done something else with its petition, or holds it locked.
CANNOT = (OperationError, ObjectDoesNotExist, DatabaseError)
Handler = Callable[[World, Step], None]
Say = Callable[[str], None]
# Steps that leave the petition in the world as it stands after them.
KEEPERS = frozenset({"write", "submit", "confirm", "enter", "register", "begin", "pass_on"})

HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(court_steps.KINDS, court_steps.rule),
    "write": intake_steps.write,
    "ask": intake_steps.ask,
    "submit": intake_steps.submit,
    "confirm": intake_steps.confirm,
    "enter": intake_steps.enter,
    "register": intake_steps.register,
    "begin": intake_steps.begin,
    "give_back": intake_steps.give_back,
    "prepare_return": returns.prepare,
    "send_back": returns.send_back,
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


def load(
    *,
    password: str,
    count: int | None = None,
    today: date | None,
    at: datetime,
    say: Say,
    strict: bool = False,
    bulk: bool | None = None,
    open_count: int | None = None,
) -> Loaded:
    """Load everything that is not here yet, counted back from `today` (default: the legal day of `at`), and say so.

    `at` is the instant of the run; `strict` raises where a step cannot be taken, for tests. `bulk` chooses the way
    (default: by operations up to MOST_BY_OPERATIONS petitions), `open_count` how many the bulk way leaves in the queue.
    A load begun before goes on as it was begun: from its day, with its count. Raises DemoRefused outside demo and test,
    on a database with a real petition, while another load runs, where one was begun with another count, and where a
    bulk load was cut short.
    """
    refuse()
    with alone():
        put_up(say=say)
        refuse_other(diary.read(), count=count)
        with stage(say, "People, institutions, teams, rules of routing"):
            cast = prepare(password)
        with stage(say, "Decisions of the Court and what became of them"):
            told = tell_stories(at, printed=story_rulings.PRINTED)
            stories.explain(told, cast, at=at)
            stories.name_body(told, cast, at=at)
        written = diary.read()
        if written is not None and written.ended:
            say("  ok Petitions: loaded before, nothing to do")
            return Loaded()
        written = written or begin(
            count=count or PETITIONS, today=today or court_day(at), at=at, bulk=bulk, left=open_count
        )
        world = World(cast=cast, plan=whole_plan(written), stories=told, strict=strict)
        if not written.bulk:
            loaded = take_steps(world, written, world.plan.steps[written.done :], at=at, say=say)
            do_the_nights_work(at=at, say=say)
            return loaded
    return load_bulk(world, written, at=at, say=say)


def refuse_other(written: Diary | None, *, count: int | None) -> None:
    """Raise DemoRefused where a load stands that is not the one asked for, or that cannot go on."""
    if written is None:
        return
    if count is not None and count != written.count:
        raise DemoRefused(
            f"A load of {written.count} petitions was begun here; another count needs an empty database of its own."
        )
    if written.bulk and not written.ended:
        raise DemoRefused(
            f"A load of {written.count} petitions was cut short here. It went the bulk way, which cannot be taken up "
            "again: begin with an empty database."
        )


def begin(*, count: int, today: date, at: datetime, bulk: bool | None, left: int | None) -> Diary:
    """Write down that a load begins, and by which way. Raises DemoRefused for a number of open petitions that cannot be."""
    by_bulk = count > MOST_BY_OPERATIONS if bulk is None else bulk
    open_count = 0
    if by_bulk:
        told = plan(count=min(count, TOLD), today=today, kind_on=kinds())
        try:
            open_count = Drawing.of(count=count, open_count=left, today=today, told=told).open
        except ValueError as error:
            raise DemoRefused(f"This cannot be loaded: {error}.") from error
    return diary.begin(today=today, count=count, at=at, bulk=by_bulk, open_count=open_count)


def load_bulk(world: World, written: Diary, *, at: datetime, say: Say) -> Loaded:
    """Load the bulk way: the stories, then all petitions at once, then what the Court does with some of them."""
    told = plan(count=min(written.count, TOLD), today=written.today, kind_on=kinds())
    drawing = Drawing.of(count=written.count, open_count=written.open, today=written.today, told=told)
    with alone():
        take_steps(world, written, story_steps(), at=at, say=say, more=True)
    with maintenance(written.count, say=say):
        world.ids.update(load_in_bulk(world=world, drawing=drawing, at=at, say=say, alone=alone))
    with alone():
        unhurried()
        loaded = take_steps(world, written, list(drawing.left()), at=at, say=say)
        with stage(say, "Sealing the register"), beside(say=say):
            seal_all(at=at, limit=SEALED_AT_ONCE)
    tidy(say=say)
    do_the_nights_work(at=at, say=say)
    return loaded


def do_the_nights_work(*, at: datetime, say: Say) -> None:
    """Keep the public figures of every year, owe the files of everything published, seal it all and publish the day's root.

    The night's tasks of before found nothing yet.
    """
    with stage(say, "Counting the public figures"):
        for year in years_here(at):
            keep_year(year=year, actor=LOADER, at=at)
    with stage(say, "Owing the files of open data"):
        begin_open_data(actor=LOADER, at=at)
    with stage(say, "Owing the marks by which petitions are found"):
        begin_again(name=MARKING, actor=LOADER, at=at)
    with stage(say, "Publishing the register's root"):
        seal_all(at=at)
        publish_root(day=court_day(at), at=at)


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


def kinds() -> Callable[[str, date], bool]:
    """Return the function that says whether the law knows a kind of petitioner on a day."""
    spans = list(PetitionerKind.objects.values_list("code", "applies_from", "applies_to"))

    def kind_on(code: str, day: date) -> bool:
        return any(code == known and since <= day and (until is None or day <= until) for known, since, until in spans)

    return kind_on


def whole_plan(written: Diary) -> Plan:
    """Return the plan of a load: the stories of 2023 first, then the petitions up to its day; of the bulk way, the told ones."""
    count = min(written.count, TOLD) if written.bulk else written.count
    drawn = plan(count=count, today=written.today, kind_on=kinds())
    told = stories.story_petitions()
    by_key = {petition.key: petition for petition in told}
    return Plan(steps=story_steps() + drawn.steps, petitions=by_key | drawn.petitions)


def story_steps() -> list[Step]:
    """Return the steps of the stories in the order of time."""
    return sorted(stories.story_steps(stories.story_petitions()), key=lambda step: (step.at, step.key))


def take_steps(
    world: World, written: Diary, steps: list[Step], *, at: datetime, say: Say, more: bool = False
) -> Loaded:
    """Take steps, some dozens a transaction, and say how far it is every few seconds; `more` come after them."""
    began, said = monotonic(), monotonic()
    until = instant(written.today, 0) - STILL_OWED
    for first in range(0, len(steps), STEPS_AT_ONCE):
        done = min(first + STEPS_AT_ONCE, len(steps))
        with transaction.atomic():
            take_some(world, steps[first:done])
            day = written.today if done == len(steps) else court_day(steps[done - 1].at)
            world.touched.update(lapse_passed(day=day))
            settle_history(subjects=world.touched, until=until, actor=LOADER, at=at)
            diary.note(written, done=written.done + done, ended=done == len(steps) and not more, at=at)
        world.touched.clear()
        if monotonic() - said > 2.0:
            said = monotonic()
            say(f"  .. Steps by operations: {done} of {len(steps)}, {said - began:.0f} s")
    say(f"  ok Steps by operations: {len(steps)}: {monotonic() - began:.1f} s")
    return Loaded(steps=len(steps), abandoned=len(world.abandoned))


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


def seal_all(*, at: datetime, limit: int = BATCH) -> None:
    """Seal everything that was recorded, `limit` events a transaction."""
    while seal(at=at, limit=limit) == limit:
        pass
