"""The three stories told from their petitions on: made-up petitioners of 2023, a case each, and the real ruling that answered.

The petitions, cases and procedural rulings are synthetic and say so, and so does the text each ruling is shown with. To
its facts nothing is added that the sources do not tell: two of the rulings have no number and no day, and get none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random

from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.people.cast import institution_of_cast
from courtcase.people.models import Account
from courtcase.register.operations import record
from petitions.content import Person
from petitions.models import Case
from petitions.proceedings.operations.resolve_petition import (
    RulingReference,
    close_case,
    note_plain_words,
    note_publication,
)
from rulings.demo.court_steps import MOMENT, case_of
from rulings.demo.people import person_of
from rulings.demo.plan import Planned, Step
from rulings.demo.roads import REPORT, Fate
from rulings.demo.story_rulings import PLAIN
from rulings.demo.story_words import ACTS, STORIES, Story
from rulings.demo.times import instant
from rulings.demo.world import World
from rulings.execution.operations.name_bodies import name_answerable
from rulings.models import Ruling, RulingPetition
from rulings.publication.operations.explain_ruling import approve_plain_words, write_plain_words
from rulings.publication.shown import shown_words
from rulings.steps import lock_ruling, page_changed, save_next

# The days of the synthetic petitions and cases: filed, session, end of the case. Real is the day of 29-НП alone.
DAYS: dict[str, tuple[date, date, date]] = {
    "c": (date(2023, 5, 15), date(2023, 7, 6), date(2023, 9, 25)),
    "a": (date(2023, 6, 5), date(2023, 8, 3), date(2023, 10, 30)),
    "b": (date(2023, 6, 12), date(2023, 8, 17), date(2023, 11, 14)),
}
FIRST_INDEX = 9_001
ROAD = ("write", "submit", "confirm", "register", "begin", "pass_on", "name", "report")
AFTER_FILING = (0, 0, 1, 2, 3, 9, 11, 30)


def story_petitions() -> list[Planned]:
    """Return the petition of each story."""
    fate = Fate("story", 0, REPORT, (0, 0), session="accept")
    found = []
    for index, (key, told) in enumerate(STORIES.items(), start=FIRST_INDEX):
        planned = Planned(index=index, fate=fate, language=told.language, topic=f"story_{key}", road="holder")
        planned.person = contacts(index, told)
        planned.act, planned.path = ACTS[key]
        planned.started_at = story_instant(key, planned, 0)
        found.append(planned)
    return found


def contacts(index: int, told: Story) -> Person:
    """Return the story's petitioner with a made-up address and identity number, reached by post."""
    person = person_of(index, language=told.language, random=Random(f"story:{index}"))
    return {**person, "full_name": told.full_name, "phone": "", "email": ""}


def story_instant(key: str, planned: Planned, place: int) -> datetime:
    """Return when a step of the road is taken."""
    day = DAYS[key][0] + timedelta(days=AFTER_FILING[place])
    return instant(day, 9 * 60 + 30 + 35 * place, mark=planned.index)


def story_steps(petitions: list[Planned]) -> list[Step]:
    """Return every step of the three stories."""
    steps: list[Step] = []
    for planned in petitions:
        key = planned.topic.removeprefix("story_")
        steps += [Step(story_instant(key, planned, place), planned.key, leg) for place, leg in enumerate(ROAD)]
        steps += court_part(key, planned)
    return steps


def court_part(key: str, planned: Planned) -> list[Step]:
    """Return the session that accepts the petition, its case, and the case's end by the real ruling."""
    _filed, day, ended = DAYS[key]
    sitting, mark = f"s-{key}", planned.index
    calling = {"day": day, "petitions": [planned.key], "bench": planned.index}
    ruled = {"session": sitting, "join": ""}
    return [
        Step(instant(day - timedelta(days=2), 17 * 60, mark=mark), sitting, "call", calling),
        Step(instant(day, 10 * 60 + 30, mark=mark), sitting, "hold"),
        Step(instant(day, 14 * 60, mark=mark), planned.key, "accept", ruled),
        Step(instant(day + timedelta(days=1), 11 * 60, mark=mark), planned.key, "rapporteurs", {"two": False}),
        Step(instant(ended, 16 * 60, mark=mark), planned.key, "answer", {"story": key}),
    ]


def explain(told: Mapping[str, Ruling], cast: Mapping[str, Account], *, at: datetime) -> None:
    """Let the publisher put the stories' rulings in plain words, and the secretary agree to them, once."""
    for key, words in PLAIN.items():
        if not told[key].plain_words.exists():
            written = write_plain_words(ruling=told[key], words=words, actor=Actor.of(cast["publisher"]), at=at)
            approve_plain_words(
                ruling=told[key], version=written.version, actor=Actor.of(cast["secretary"]), at=at + MOMENT
            )


def name_body(told: Mapping[str, Ruling], cast: Mapping[str, Account], *, at: datetime) -> None:
    """Name the Supreme Court's account as the one that answers for its own guidance, once: it finds a measure on its page."""
    for measure in told["a"].measures.filter(answerable=None):
        court = institution_of_cast("supreme_court", at)
        name_answerable(measure=measure, institution=court, actor=Actor.of(cast["execution_officer"]), at=at)


def answer(world: World, step: Step) -> None:
    """Let the real ruling answer the story's petition and end its case."""
    ruling = world.stories[step.facts["story"]]
    case = case_of(world, step)
    link_entered(ruling=ruling, case=case, actor=Actor.system("demo"), at=step.at)
    reference = RulingReference(
        uuid=ruling.subject.uuid, kind=str(ruling.kind), number_printed=ruling.number_ru, day=ruling.adopted_on
    )
    close_case(case=case, terminated=False, ruling=reference, actor=world.actor("secretary"), at=step.at)
    note_publication(
        ruling_uuid=ruling.subject.uuid, public_path=ruling.public_path, actor=world.actor("publisher"), at=step.at
    )
    if explained := shown_words(ruling):
        sentences = explained.sentences
        note_plain_words(
            ruling_uuid=ruling.subject.uuid, sentences=sentences, actor=world.actor("publisher"), at=step.at
        )


@operation
def link_entered(*, ruling: Ruling, case: Case, actor: Actor, at: datetime) -> Ruling:
    """Link a ruling entered from a source to the synthetic case that tells its story, and to the case's petitions.

    Returns the ruling. For the demonstration's loader alone: a ruling of the Court is linked while it is a draft.
    """
    if not (actor.is_system and case.synthetic):
        raise ValueError("only a synthetic case tells the story of an entered ruling")
    locked = lock_ruling(ruling=ruling)
    petitions = list(case.petitions.order_by("pk"))
    RulingPetition.objects.bulk_create(
        [RulingPetition(ruling=locked, petition=each) for each in petitions], ignore_conflicts=True
    )
    save_next(locked, case=case)
    body = {"case": str(case.public_id), "petitions": len(petitions)}
    record(subject=locked.subject, event="ruling.petitions_linked", actor=actor, at=at, body=body)
    page_changed(rulings=[locked.pk], at=at)
    return locked
