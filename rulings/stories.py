"""Three stories of what a ruling changed, told only as far as the sources tell them: no number, no day is made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from courtcase.law.models import Act, Provision
from rulings.drafting.operations.link_norms import Decided
from rulings.execution.operations.add_measure import add_measure
from rulings.loading import LOADER, load_decisions
from rulings.models import Certainty, MeasureKind, Ruling, RulingKind, Stage
from rulings.publication.operations.enter_from_source import Entry, enter_from_source
from rulings.publication.operations.enter_text import Printed, enter_text

SOURCE = "published article on the work of the Court"
COLLECTION = "a public collection of the Court's decisions"
SUPREME_COURT = {"kk": "Жоғарғы Сот", "ru": "Верховный Суд", "en": "Supreme Court"}
GOVERNMENT = {"kk": "Үкімет", "ru": "Правительство", "en": "Government"}


@dataclass(frozen=True)
class Told:
    """A measure as a source tells it."""

    kind: str
    stage: str
    what: Mapping[str, str]
    who: Mapping[str, str]
    source: str = SOURCE
    act: str = ""


MORAL_HARM = {
    "kk": "Азамат қайтыс болған істерде ерлі-зайыптыға моральдық зиянды өтеу",
    "ru": "Возмещение морального вреда супругам по делам о смерти",
    "en": "Compensation for moral harm to spouses in cases of death",
}
ALIMONY = {
    "kk": "Алименттерді өндіріп алу: анық емес нормалар",
    "ru": "Взыскание алиментов: неясные нормы",
    "en": "Recovery of alimony: unclear provisions",
}
GUIDANCE_CORRECTED = Told(
    MeasureKind.GUIDANCE,
    Stage.ADOPTED,
    {
        "kk": "Жоғарғы Соттың 27.11.2015 жылғы № 7 нормативтік қаулысын түзету: қайтыс болу істерінде ерлі-зайыптылар "
        "ескерілмеген еді",
        "ru": "Исправить нормативное постановление Верховного Суда от 27.11.2015 № 7: в делах о смерти в нём не были "
        "учтены супруги",
        "en": "Correct the Supreme Court's normative resolution No. 7 of 27.11.2015, which left out spouses in death cases",
    },
    SUPREME_COURT,
    act="supreme-court-2015-7",
)
ALIMONY_GUIDANCE = Told(
    MeasureKind.GUIDANCE,
    Stage.ADOPTED,
    {
        "kk": "Алименттерді өндіріп алу жөніндегі түсіндірмелерді өзгерту",
        "ru": "Изменить разъяснения о взыскании алиментов",
        "en": "Change the guidance on the recovery of alimony",
    },
    {},
)
ALIMONY_LAW = Told(
    MeasureKind.LAW,
    Stage.ADOPTED,
    {
        "kk": "Алименттерді өндіріп алу туралы заңды өзгерту",
        "ru": "Изменить закон о взыскании алиментов",
        "en": "Change the law on the recovery of alimony",
    },
    {},
)
COUNSEL = Told(
    MeasureKind.LAW,
    Stage.UNKNOWN,
    {
        "kk": "Қылмыстық-процестік кодекстің 482-бабын шешімге сәйкес келтіру",
        "ru": "Привести статью 482 Уголовно-процессуального кодекса в соответствие с решением",
        "en": "Bring article 482 of the Criminal Procedure Code into line with the decision",
    },
    {},
)
BILL = Told(
    MeasureKind.LAW,
    Stage.UNKNOWN,
    {
        "kk": "Заң жобасын алты айдан кешіктірмей енгізу",
        "ru": "Внести законопроект не позднее шести месяцев",
        "en": "Bring a bill not later than six months",
    },
    GOVERNMENT,
    source=COLLECTION,
)
# Decisions whose operative part is known to order the Government to bring a bill.
BILLS_ORDERED = (85, 86, 88)


def tell_stories(at: datetime, *, printed: Mapping[str, Printed] | None = None) -> dict[str, Ruling]:
    """Tell the three stories and the bills ordered by the decisions of 2026; return the rulings by “a”, “b” and “c”.

    Idempotent. `at` is the instant of entering (aware). Enters the decisions first where they are not here yet. `printed`
    are the texts of the three, where there are any.
    """
    decided = {ruling.number_value: ruling for ruling in load_decisions(at)}
    stories = {
        "a": enter_story(slug="moral-harm", titles=MORAL_HARM, year=2023, norms=whole("supreme-court-2015-7"), at=at),
        "b": enter_story(slug="alimony", titles=ALIMONY, year=None, norms=[], at=at),
        "c": decided[29],
    }
    for key, text in (printed or {}).items():
        if not stories[key].texts.exists():
            stories[key] = enter_text(ruling=stories[key], printed=text, actor=LOADER, at=at)
    tell(ruling=stories["a"], measures=[GUIDANCE_CORRECTED], at=at)
    tell(ruling=stories["b"], measures=[ALIMONY_GUIDANCE, ALIMONY_LAW], at=at)
    tell(ruling=stories["c"], measures=[COUNSEL], at=at)
    for number in BILLS_ORDERED:
        tell(ruling=decided[number], measures=[BILL], at=at)
    return stories


def whole(act: str) -> list[Decided]:
    """Return an act as a whole, with an outcome that was not seen."""
    return [Decided(provision=norm) for norm in Provision.objects.filter(act__code=act, level="whole")]


def enter_story(
    *, slug: str, titles: Mapping[str, str], year: int | None, norms: Sequence[Decided], at: datetime
) -> Ruling:
    """Enter a ruling whose number, day and kind were not found."""
    entry = Entry(
        kind=RulingKind.UNKNOWN,
        source=SOURCE,
        slug=slug,
        adopted_year=year,
        titles=titles,
        title_certainty=Certainty.PARAPHRASE,
        facts={"subject_en": titles["en"], "subject_certainty": Certainty.SEEN},
        norms=norms,
    )
    return enter_from_source(entry=entry, actor=LOADER, at=at)


def tell(*, ruling: Ruling, measures: Sequence[Told], at: datetime) -> None:
    """Add the measures a source tells of, unless they were told before."""
    if ruling.measures.exists():
        return
    for told in measures:
        add_measure(
            ruling=ruling,
            kind=told.kind,
            what=told.what,
            who=told.who,
            stage=told.stage,
            source=told.source,
            resulting_act=Act.objects.filter(code=told.act).first() if told.act else None,
            actor=LOADER,
            at=at,
        )
