"""What a demonstration's Message tells of recommendations: made up from end to end, and marked so wherever it is shown.

No public source that we know tells what the rulings of 2024 and 2025 asked for, and nothing is guessed of a real one: so two
rulings without a number are entered, whose measures went the ways measures go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from courtcase.people.actors import Actor
from courtcase.people.cast import institution_of_cast
from rulings.demo.message import member
from rulings.execution.operations.add_measure import add_measure
from rulings.execution.operations.take_step import confirm_measure, report_measure
from rulings.loading import LOADER
from rulings.models import Certainty, CountedYear, MeasureKind, Ruling, RulingKind, Stage
from rulings.publication.operations.enter_from_source import Entry, enter_from_source

SOURCE = "made up for the demonstration"


@dataclass(frozen=True)
class Asked:
    """A measure: what, of whom (a code of the cast), what the body said of it, what the Court confirmed; blank: nothing."""

    kind: str
    what: Mapping[str, str]
    body: str
    said: str = ""
    confirmed: str = ""
    note: Mapping[str, str] | None = None


TITLES = {
    "kk": "Үлгі: бұрынғы жылдың ұсынымдары",
    "ru": "Образец: рекомендации прошлого года",
    "en": "A sample: recommendations of an earlier year",
}
LATER_TITLES = {
    "kk": "Үлгі: осы жылдың ұсынымдары",
    "ru": "Образец: рекомендации этого года",
    "en": "A sample: recommendations of this year",
}
EARLIER = (
    Asked(
        MeasureKind.LAW,
        {
            "kk": "Үлгі: жүгіну мерзімін айқындайтын заң жобасын енгізу",
            "ru": "Образец: внести законопроект, который определит срок обращения",
            "en": "A sample: bring a bill that names the term for applying",
        },
        "justice",
        said=Stage.ADOPTED,
        confirmed=Stage.IN_FORCE,
        note={
            "kk": "Үлгі: заң қабылданды.",
            "ru": "Образец: закон принят.",
            "en": "A sample: the law was adopted.",
        },
    ),
    Asked(
        MeasureKind.GUIDANCE,
        {
            "kk": "Үлгі: соттарға арналған түсіндірмені толықтыру",
            "ru": "Образец: дополнить разъяснение для судов",
            "en": "A sample: complete the guidance for courts",
        },
        "supreme_court",
        said=Stage.DRAFT_PREPARED,
        note={
            "kk": "Үлгі: жоба талқыланып жатыр.",
            "ru": "Образец: проект обсуждается.",
            "en": "A sample: the draft is being discussed.",
        },
    ),
)
LATER = (
    Asked(
        MeasureKind.LAW,
        {
            "kk": "Үлгі: анық емес норманы нақтылайтын заң жобасын енгізу",
            "ru": "Образец: внести законопроект, уточняющий неясную норму",
            "en": "A sample: bring a bill that makes an unclear norm clear",
        },
        "justice",
    ),
)


def tell_last_year(*, year: int, at: datetime) -> list[Ruling]:
    """Enter the made-up rulings of the year before and of `year`, with their measures, once. Returns the rulings.

    None where the figures of the year do not stand: no Message comes of it then. `at` is the instant of entering (aware).
    """
    if not CountedYear.objects.filter(year=year, is_over=True).exists():
        return []
    officer = member("execution_officer")
    told = ((year - 1, TITLES, EARLIER), (year, LATER_TITLES, LATER))
    return [enter(year=one, titles=titles, asked=asked, officer=officer, at=at) for one, titles, asked in told]


def enter(*, year: int, titles: Mapping[str, str], asked: tuple[Asked, ...], officer: Actor, at: datetime) -> Ruling:
    """Enter one ruling with its measures, unless they are there."""
    entry = Entry(
        kind=RulingKind.UNKNOWN,
        source=SOURCE,
        slug=f"sample-recommendations-{year}",
        adopted_year=year,
        sort_day=date(year, 12, 31),
        titles=titles,
        title_certainty=Certainty.PARAPHRASE,
    )
    ruling = enter_from_source(entry=entry, actor=LOADER, at=at, synthetic=True)
    if not ruling.measures.exists():
        for one in asked:
            follow(ruling=ruling, asked=one, officer=officer, at=at)
    return ruling


def follow(*, ruling: Ruling, asked: Asked, officer: Actor, at: datetime) -> None:
    """Write down a measure, then what the body said of it, then what the Court confirmed."""
    body = institution_of_cast(asked.body, at)
    measure = add_measure(ruling=ruling, kind=asked.kind, what=asked.what, answerable=body, actor=LOADER, at=at)
    if asked.said:
        report_measure(measure=measure, stage=asked.said, note=asked.note, source=SOURCE, actor=officer, at=at)
    if asked.confirmed:
        confirm_measure(measure=measure, stage=asked.confirmed, note=asked.note, source=SOURCE, actor=officer, at=at)
