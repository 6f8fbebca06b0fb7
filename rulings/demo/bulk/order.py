"""What depends on all petitions at once: the order of their steps in time, and with it numbers and clerks.

Drawn by processes side by side, put in order by one; a few hundred bytes a petition, whatever their words.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count

from courtcase.law.models import SeriesCounter
from courtcase.law.series import after, year_of
from courtcase.law.time import court_day
from petitions.models import QueueEntry
from petitions.workflow import FINAL
from rulings.demo.bulk.known import Known
from rulings.demo.plan import Planned
from rulings.demo.roads import TRANSITIONS
from rulings.demo.times import instant

SERIES, INCOMING = "petitions", "incoming_letters"
OTHER, ROUTED, REGISTERED, ENDED, CURED, DISPUTED = 0, 1, 2, 3, 4, 5
LEAVES_CLERK = frozenset({ENDED, DISPUTED})  # an end, or a demand: whoever returned the petition has it no longer
FIRST_DAYS = 1_000  # days before the load's day from which seconds are counted: none of its steps is older
SECONDS_A_DAY = 86_400
STEPS_AT_MOST = 16
NO_RULE = 255


@dataclass
class Drawn:
    """A block of petitions, drawn: how many steps each has, when and of what kind they are, which rule routes each."""

    first: int
    counts: array[int] = field(default_factory=lambda: array("B"))
    seconds: array[int] = field(default_factory=lambda: array("I"))
    kinds: array[int] = field(default_factory=lambda: array("B"))
    rules: array[int] = field(default_factory=lambda: array("B"))


def begins(today: date) -> datetime:
    """Return the instant from which the seconds of steps are counted."""
    return instant(today - timedelta(days=FIRST_DAYS), 0)


def kind_of(name: str) -> int:
    """Return what a step changes for other petitions: who is routed next, which numbers are next, who has how much."""
    if name in {"confirm", "enter"}:
        return ROUTED
    if name == "confirm_cure":
        return CURED
    if name == "register":
        return REGISTERED
    if name == "demand":
        return DISPUTED
    return ENDED if name in TRANSITIONS and TRANSITIONS[name].target in FINAL else OTHER


def draw(known: Known, first: int, end: int) -> Drawn:
    """Draw petitions number `first` up to, not including, `end`."""
    drawn, zero = Drawn(first), begins(known.drawing.today)
    for index in range(first, end):
        planned = known.drawing.petition(index)
        steps = [(step.at, step.name) for step in known.life(planned)]
        steps += court_ends(known, planned, len(steps))
        drawn.counts.append(len(steps))
        drawn.seconds.extend(int((at - zero).total_seconds()) for at, _name in steps)
        drawn.kinds.extend(kind_of(name) for _at, name in steps)
        drawn.rules.append(known.rule_for(known.facts_of(planned)) % 256)
    return drawn


def court_ends(known: Known, planned: Planned, taken: int) -> list[tuple[datetime, str]]:
    """Return the later steps by which the Court, or the petitioner before it, ends a petition: a clerk has one less."""
    later = known.drawing.steps(planned)[len(known.drawing.by_bulk(planned)) :]
    return [(step.at, step.name) for step in later if kind_of(step.name) == ENDED][: STEPS_AT_MOST - taken]


@dataclass
class Order:
    """The result, by petition (number less one): its place among all by its start, where its steps' ranks begin, what
    numbers it, its signed paper and that of its correction got, which clerk with how much on the desk; and by place,
    which petition."""

    offsets: array[int]
    ranks: array[int]
    places: array[int]
    by_place: array[int]
    numbers: array[int]
    papers: array[int]
    cures: array[int]
    clerks: array[int]
    loads: array[int]
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, *, count: int, steps: int, offsets: array[int]) -> Order:
        """Return an order of `count` petitions with nothing in it but where the ranks of each begin."""
        places, by_place, numbers, papers, cures, clerks, loads = (array("I", bytes(4 * count)) for _ in range(7))
        return cls(offsets, array("I", bytes(4 * steps)), places, by_place, numbers, papers, cures, clerks, loads)

    def rank(self, index: int, step: int) -> int:
        """Return the place, among all steps of the load, of step `step` (from 0) of petition number `index`."""
        return self.ranks[self.offsets[index - 1] + step]

    @property
    def steps(self) -> int:
        """Return how many steps there are in all."""
        return len(self.ranks)


class Tellers:
    """What goes on from step to step: the counters of the series, and how many petitions each clerk has in the queue."""

    def __init__(self, known: Known) -> None:
        """Begin with what the database holds already."""
        self.known = known
        self.counters: dict[str, dict[int, int]] = {SERIES: {}, INCOMING: {}}
        for counter in SeriesCounter.objects.filter(series_code__in=self.counters):
            self.counters[counter.series_code][counter.year] = counter.last
        loads = QueueEntry.objects.exclude(assignee=None).values_list("assignee").annotate(load=Count("pk"))
        self.loads: dict[int, int] = dict(loads)

    def number(self, code: str, day: date) -> int:
        """Take the next number of the series `code` on the legal day `day`, as `next_number` does."""
        series, given = self.known.series(code, day), self.counters[code]
        year = year_of(series, day)
        given[year] = after(given.get(year, 0), series)
        return given[year]

    def clerk(self, rule: int) -> tuple[int, int]:
        """Give a petition to the least loaded clerk of the rule's team; return the account's id and what it had (0, 0: none)."""
        clerks = self.known.clerks[self.known.ladder[rule].team_id] if rule != NO_RULE else []
        chosen = min(clerks, key=lambda one: (self.loads.get(one.pk, 0), one.pk), default=None)
        if chosen is None:
            return 0, 0
        load = self.loads.get(chosen.pk, 0)
        self.loads[chosen.pk] = load + 1
        return chosen.pk, load


def in_order(known: Known, blocks: Iterable[Drawn], *, say: Callable[[str], None]) -> Order:
    """Put the steps of all petitions in the order of time and walk through them once."""
    count = known.drawing.count
    offsets, kinds, rules = array("I", [0] * count), array("B"), array("B")
    days: dict[int, array[int]] = {}
    for drawn in blocks:
        place = 0
        for index, steps in enumerate(drawn.counts, start=drawn.first):
            offsets[index - 1] = len(kinds) + place
            for step in range(steps):
                seconds = drawn.seconds[place + step]
                days.setdefault(seconds // SECONDS_A_DAY, array("Q")).append(seconds << 25 | index << 4 | step)
            place += steps
        kinds.extend(drawn.kinds)
        rules.extend(drawn.rules)
        say(f"{len(rules)} of {count} drawn")
    order = Order.of(count=count, steps=len(kinds), offsets=offsets)
    walk(order, known=known, kinds=kinds, rules=rules, days=[(day, days[day]) for day in sorted(days)])
    return order


def walk(
    order: Order, *, known: Known, kinds: array[int], rules: array[int], days: list[tuple[int, array[int]]]
) -> None:
    """Give every step its rank, and what depends on the steps before it."""
    tellers, rank, started = Tellers(known), 0, 0
    first, disputed = court_day(begins(known.drawing.today)), set[int]()
    for day, packed in days:
        legal_day = first + timedelta(days=day)
        for step in sorted(packed):
            index, place = (step >> 4) & 0x1FFFFF, step & 0xF
            position = order.offsets[index - 1] + place
            order.ranks[position] = rank
            rank += 1
            if place == 0:
                order.places[index - 1], order.by_place[started] = started, index
                started += 1
            kind = kinds[position]
            if kind == ROUTED:
                order.papers[index - 1] = tellers.number(INCOMING, legal_day)
                order.clerks[index - 1], order.loads[index - 1] = tellers.clerk(rules[index - 1])
            elif kind == CURED:
                order.cures[index - 1] = tellers.number(INCOMING, legal_day)
            elif kind == REGISTERED:
                order.numbers[index - 1] = tellers.number(SERIES, legal_day)
            elif kind in LEAVES_CLERK and order.clerks[index - 1] and index not in disputed:
                tellers.loads[order.clerks[index - 1]] -= 1
            if kind == DISPUTED:
                disputed.add(index)
    order.counters.update(tellers.counters)
