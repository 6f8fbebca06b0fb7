"""The whole demonstration as a list of steps in the order of time: drawn from one seed, counted back from one day. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from petitions.content import Person
from rulings.demo.people import person_of
from rulings.demo.roads import ACTS, FATES, Fate, fates_of, topics_of
from rulings.demo.times import backwards, instant, next_session_day, session_days

SEED = "courtcase-demo-1"
SESSIONS = 40
FILED_FIRST = 600  # days ago: about twenty months
ASKED = "draft_waiting"  # the petition whose head was asked: an institution's, and written to the end
# With which fate each kind of petitioner other than a citizen is shown.
OTHER_KINDS: tuple[tuple[str, str], ...] = (
    ("president", "accepted"),
    ("commissioner", "accepted"),
    ("senate_chair", "refused"),
    ("mazhilis_chair", "refused"),
    ("prime_minister", "refused"),
    ("prosecutor_general", "study"),
    ("court", "on_agenda"),
    ("kurultai_chair", "awaiting_study"),
    ("deputies", "screening"),
    ("commissioner", ASKED),
)
OFFICERS = {
    "commissioner": "commissioner_officer",
    "prosecutor_general": "prosecutor_officer",
    "court": "court_officer",
    "deputies": "deputies_officer",
}
# Who approves what they prepared, by submitting it.
HEADS = {
    "commissioner": "commissioner_head",
    "prosecutor_general": "prosecutor_head",
    "court": "court_head",
    "deputies": "deputies_head",
}
MARKS = 1_000_000  # microseconds of a second
SILENT_OF_HUNDRED = 63  # over 60 % name no specific situation
KindOn = Callable[[str, date], bool]


@dataclass(frozen=True)
class Step:
    """One step: when, of what (`key`), which (`name`), and what else it needs."""

    at: datetime
    key: str
    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Planned:
    """One petition as it will be told."""

    index: int
    fate: Fate
    kind: str = "citizen"
    language: str = "kk"
    topic: str = "norm"
    road: str = "holder"
    silent: bool = False
    session: int = 0
    person: Person = field(default_factory=Person)
    act: str = ""
    path: str = ""
    pick: int = 0
    started_at: datetime = datetime.min

    @property
    def key(self) -> str:
        """Return the name by which steps know it."""
        return f"p{self.index}"


@dataclass(frozen=True)
class Plan:
    """Everything that will happen, and the petitions it happens to by their keys."""

    steps: list[Step]
    petitions: dict[str, Planned]


def plan(*, count: int, today: date, kind_on: KindOn) -> Plan:
    """Return the plan of `count` petitions up to the legal day before `today`.

    `kind_on` says whether the law knows a kind of petitioner (its code) on a day.
    """
    petitions = cast_petitions(count=count, today=today, kind_on=kind_on)
    steps = [step for petition in petitions for step in steps_of(petition, today=today)]
    steps += court_steps(petitions, today=today)
    steps.sort(key=lambda step: (step.at, step.key))
    return Plan(steps=steps, petitions={petition.key: petition for petition in petitions})


def cast_petitions(*, count: int, today: date, kind_on: KindOn) -> list[Planned]:
    """Return the petitions with everything but their times."""
    random = Random(SEED)
    fates = fates_of(count)
    petitions = [Planned(index=index, fate=fate) for index, fate in enumerate(fates, start=1)]
    give_sessions(petitions, random=random)
    give_kinds(petitions, today=today, kind_on=kind_on)
    give_topics(petitions, random=random)
    quiet = [one for one in petitions if not one.fate.is_before_court and one.fate.name != "overturned"]
    for petition in random.sample(quiet, k=min(len(quiet), len(petitions) * SILENT_OF_HUNDRED // 100 + 1)):
        petition.silent = petition.fate.name != ASKED
    for petition in petitions:
        give_person(petition, random=Random(f"{SEED}:{petition.index}"))
    return petitions


def give_sessions(petitions: list[Planned], *, random: Random) -> None:
    """Say at which session (how many ago) each petition lay; the first three accepted lie one after another, joined."""
    accepted = [one for one in petitions if one.fate.session == "accept"]
    for petition in petitions:
        if petition.fate.session not in {"", "planned"}:
            petition.session = random.randint(*petition.fate.ages)
    for petition, session in zip(accepted[2:5], (4, 3, 2), strict=False):
        petition.session = session
    for petition in accepted[:2]:
        petition.session = random.randint(0, 1)  # institutions' cases are decided within a month


def give_kinds(petitions: list[Planned], *, today: date, kind_on: KindOn) -> None:
    """Let each other kind of petitioner file one petition, on a day on which the law knows the kind."""
    free = [one for one in petitions if not is_joined(one, petitions)]
    for kind, fate in OTHER_KINDS:
        for petition in free:
            if petition.fate.name != fate or petition.kind != "citizen":
                continue
            if fate == "refused":
                petition.session = next((s for s in range(5, 35) if known(kind, petition, s, today, kind_on)), 0)
            if known(kind, petition, petition.session, today, kind_on):
                petition.kind, petition.road = kind, "officer" if kind in OFFICERS else "letter"
            break


def known(kind: str, petition: Planned, session: int, today: date, kind_on: KindOn) -> bool:
    """Say whether the law knows the kind all the while the petition may be on its way."""
    last = session_days(today, session + 1)[-1] if petition.fate.session not in {"", "planned"} else today
    return kind_on(kind, last) and kind_on(kind, last - timedelta(days=70 if petition.fate.is_before_court else 30))


def is_joined(petition: Planned, petitions: list[Planned]) -> bool:
    """Say whether the petition is one of those that end in one case."""
    accepted = [one for one in petitions if one.fate.session == "accept"]
    return petition in accepted[2:5]


def give_topics(petitions: list[Planned], *, random: Random) -> None:
    """Say what each petition is about: those before the Court attack a norm."""
    topics = topics_of(len(petitions))
    norms = [topic for topic in topics if topic in ACTS]
    rest = [topic for topic in topics if topic not in ACTS]
    random.shuffle(norms)
    first = [one for one in petitions if one.fate.is_before_court or one.fate.name == "overturned"]
    others = [one for one in petitions if one not in first]
    rest += norms[len(first) :]
    random.shuffle(rest)
    for petition, topic in zip(first, norms + ["norm"] * len(first), strict=False):
        petition.topic = topic
    for petition, topic in zip(others, rest + ["other"] * len(others), strict=False):
        petition.topic = topic
    for petition in petitions:
        acts = ACTS.get(petition.topic, ())
        petition.act = random.choice(acts) if acts else ""
        petition.pick = random.randrange(1000)
        if petition.fate.name == ASKED:
            petition.act = ACTS["norm"][0]
        if is_joined(petition, petitions):
            petition.topic, petition.act, petition.pick = "norm", "criminal-procedure-code-2014", 5


def give_person(petition: Planned, *, random: Random) -> None:
    """Say who files, in which language, by which road."""
    petition.language = "kk" if random.random() < 0.55 else "ru"
    petition.person = person_of(petition.index, language=petition.language, random=random)
    if petition.kind != "citizen":
        return
    chance = random.random()
    followed = petition.fate.name in {"draft", "cured", "disputed", "returned_curable_now"}
    if (followed and petition.index % 2) or chance < 0.04:
        petition.road = "account"
    elif chance < 0.14 and any(leg.name == "confirm" for leg in petition.fate.road):
        petition.road = "paper"


def steps_of(petition: Planned, *, today: date) -> list[Step]:
    """Return the petition's own steps; those a session takes are not among them."""
    random = Random(f"{SEED}:{petition.index}:times")
    legs = petition.fate.road
    gaps = [(leg.least, leg.most) for leg in reversed(legs[1:])]
    times = backwards(
        last=last_day(petition, random=random, today=today), gaps=gaps, random=random, mark=petition.index % MARKS
    )
    steps = [Step(at, petition.key, leg.name) for at, leg in zip(times, legs, strict=True)]
    if petition.road == "paper" and len(steps) > 2:
        steps = [Step(steps[2].at, petition.key, "enter"), *steps[3:]]
    petition.started_at = steps[0].at
    return steps


def last_day(petition: Planned, *, random: Random, today: date) -> date:
    """Return the day of the last step of the petition's own."""
    if petition.fate.session in {"", "planned"}:
        return today - timedelta(days=1 + random.randint(*petition.fate.ages))
    return session_days(today, petition.session + 1)[-1] - timedelta(days=random.randint(4, 11))


def court_steps(petitions: list[Planned], *, today: date) -> list[Step]:
    """Return what sessions do: called, held, and a ruling on each petition that lay before them."""
    days = session_days(today, SESSIONS)
    steps: list[Step] = []
    for number, day in enumerate(days):
        lain = [one for one in petitions if one.fate.session not in {"", "planned"} and one.session == number]
        if lain:
            steps += session_steps(number=number, day=day, lain=lain, petitions=petitions, today=today)
    ahead = [one.key for one in petitions if one.fate.session == "planned"]
    called = instant(today - timedelta(days=1), 18 * 60 + 5, mark=900_000)
    facts = {"day": next_session_day(today), "petitions": ahead, "bench": 0}
    return [*steps, Step(called, "s-ahead", "call", facts)] if ahead else steps


def session_steps(*, number: int, day: date, lain: list[Planned], petitions: list[Planned], today: date) -> list[Step]:
    """Return the steps of one session: called two days before, held in the morning, its rulings signed by evening."""
    key = f"s{number}"
    agenda = [one.key for one in lain if one.fate.session in {"accept", "refuse", "terminate"}]
    calling = {"day": day, "petitions": agenda, "bench": number}
    steps = [
        Step(instant(day - timedelta(days=2), 17 * 60 + 50, mark=900_000 + number), key, "call", calling),
        Step(instant(day, 10 * 60 + 30, mark=900_000 + number), key, "hold"),
    ]
    cases = [one.key for one in petitions if is_joined(one, petitions)]
    for place, petition in enumerate(lain):
        at = instant(day, 14 * 60 + 6 * place, mark=petition.index)
        join = cases[0] if petition.key in cases[1:] else ""
        ruled = "accept" if petition.fate.session == "terminate" else petition.fate.session
        steps.append(Step(at, petition.key, ruled, {"session": key, "join": join}))
        if ruled == "accept" and not join:
            steps += case_steps(petition, day=day, two=petition.key in cases)
        if petition.key in cases[-1:]:
            steps.append(Step(instant(day + timedelta(days=12), 16 * 60, mark=petition.index), petition.key, "draft"))
    return steps


def case_steps(petition: Planned, *, day: date, two: bool) -> list[Step]:
    """Return what follows in the case a petition opened: rapporteurs (`two`: a pair), perhaps its end."""
    at = instant(day + timedelta(days=1), 11 * 60 + petition.index % 50, mark=petition.index)
    steps = [Step(at, petition.key, "rapporteurs", {"two": two})]
    if petition.fate.session == "terminate":
        ended = instant(day + timedelta(days=35), 15 * 60, mark=petition.index)
        steps.append(Step(ended, petition.key, "terminate"))
    return steps


__all__ = ["FATES", "SEED", "Plan", "Planned", "Step", "plan"]
