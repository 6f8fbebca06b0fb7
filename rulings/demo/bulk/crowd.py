"""A demonstration of any size: the told petitions of the plan, then a crowd drawn one by one, each from its own number. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from petitions.steps import is_queued
from rulings.demo.plan import SEED, SILENT_OF_HUNDRED, Plan, Planned, Step, give_person, steps_of
from rulings.demo.roads import ACTS, FATES, LETTER_LEGS, TOPICS, TRANSITIONS, Fate

TOLD = 300  # petitions of the plan as it always was, with all its sessions: the Court's share of any load
OPEN_OF_HUNDRED = 80
MOST_OPEN = 20_000
# Steps that a petition takes without the Court and without a letter; the rest of its way the operations walk themselves.
BY_BULK = frozenset(
    TRANSITIONS.keys() - LETTER_LEGS - {"name", "report", "uphold", "overturn", "accept", "refuse", "terminate"}
)
CROWD_FROM = 10_000  # added to a number of the crowd: the plan and the stories have theirs below it
WITHOUT_ROW = frozenset({"write"})


def open_by_default(count: int) -> int:
    """Return how many of `count` petitions stand in the queue: four of five, as in the plan, and 20,000 at most."""
    return min(count * OPEN_OF_HUNDRED // 100, MOST_OPEN)


def is_open(fate: Fate) -> bool:
    """Say whether a petition of this fate ends with a row in the clerks' queue."""
    return is_queued(fate.end)


CROWD = [fate for fate in FATES if fate.is_in_intake and not fate.has_letter and fate.end != "draft"]
OPEN_FATES = [fate for fate in CROWD if is_open(fate)]
CLOSED_FATES = [fate for fate in CROWD if not is_open(fate)]
OTHER_TOPICS = 1000 - sum(TOPICS.values())


@dataclass(frozen=True)
class Drawing:
    """A load of `count` petitions counted back from `today`, `open` of them in the queue.

    `told` is the plan they begin with; `standing` are those of the crowd that stand in the queue. Petitions are numbered
    from 1: first the told ones, then the crowd, of which none is kept in memory.
    """

    count: int
    open: int
    standing: int
    today: date
    told: Plan
    own: dict[str, list[Step]] = field(default_factory=dict)

    @classmethod
    def of(cls, *, count: int, open_count: int | None, today: date, told: Plan) -> Drawing:
        """Return the drawing. Raises ValueError for an `open_count` that the told petitions and the crowd cannot give."""
        own: dict[str, list[Step]] = {key: [] for key in told.petitions}
        for step in told.steps:
            if step.key in own:
                own[step.key].append(step)
        least = sum(is_open(one.fate) for one in told.petitions.values())
        most = least + max(0, count - len(told.petitions))
        wanted = max(least, min(open_by_default(count), most)) if open_count is None else open_count
        if not least <= wanted <= most:
            raise ValueError(f"of {count} petitions {least} to {most} can be open")
        return cls(count=count, open=wanted, standing=wanted - least, today=today, told=told, own=own)

    def petition(self, index: int) -> Planned:
        """Return a petition by its number."""
        told = self.told.petitions.get(f"p{index}")
        return told or self.of_crowd(index)

    def of_crowd(self, index: int) -> Planned:
        """Return a petition of the crowd: `standing` of them, spread evenly, stand in the queue."""
        random = Random(f"{SEED}:{index}:crowd")
        place, places = index - len(self.told.petitions) - 1, self.count - len(self.told.petitions)
        stands = place * self.standing // places != (place + 1) * self.standing // places
        fates = OPEN_FATES if stands else CLOSED_FATES
        fate = random.choices(fates, weights=[fate.share for fate in fates])[0]
        topic = random.choices([*TOPICS, "other"], weights=[*TOPICS.values(), OTHER_TOPICS])[0]
        acts = ACTS.get(topic, ())
        drawn = Planned(
            index=CROWD_FROM + index,
            fate=fate,
            topic=topic,
            act=random.choice(acts) if acts else "",
            pick=random.randrange(1000),
            silent=random.random() * 100 < SILENT_OF_HUNDRED and not fate.is_before_court,
        )
        give_person(drawn, random=Random(f"{SEED}:{drawn.index}"))
        return drawn

    def steps(self, planned: Planned) -> list[Step]:
        """Return all steps of a petition in the order of time, those before a session among them."""
        known = self.own.get(planned.key)
        return known if known is not None else steps_of(planned, today=self.today)

    def by_bulk(self, planned: Planned) -> list[Step]:
        """Return the steps of a petition up to the first that the Court takes."""
        found: list[Step] = []
        for step in self.steps(planned):
            if step.name not in BY_BULK and step.name not in WITHOUT_ROW:
                break
            found.append(step)
        return found

    def left(self) -> Iterator[Step]:
        """Yield, in the order of time, the steps of the plan that the bulk way does not take."""
        taken = {id(step) for planned in self.told.petitions.values() for step in self.by_bulk(planned)}
        return (step for step in self.told.steps if id(step) not in taken)
