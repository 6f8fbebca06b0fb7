"""The public search: how well it answers the written queries, and how long it takes among ten thousand rulings."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from time import perf_counter
from typing import Any
from urllib.parse import quote

import psycopg2

from tests.bench.figures import Figure, Target, percentile
from tests.bench.house import House
from tests.bench.load import request
from tests.real_commits import with_name

RULINGS, FEW = 10_000, 120
PARAGRAPHS = 24
MOST_TIMES, MOST_MS, MOST_STATEMENTS = 3.0, 150, 14
LEAST_NDCG = {"tuned": 0.9, "held": 0.8}
WARM = 5
# Common words, rare ones, norms, phrases, another layout, none that is there.
ASKED = (
    *("суд", "права граждан", "уголовно-процессуального кодекса", "482 УПК", "құқық", "сот шешімі", "Конституция"),
    *(
        "«право на защиту»",
        "fkbvtyns",
        "алименты",
        "state duty",
        "постановление 5120",
        "қылмыстық топ",
        "дедлайн мобилизация",
    ),
)


def run(house: House) -> Iterable[Figure]:
    """Score the written queries on the decisions of the sources, then add made-up rulings and take the times."""
    name = house.copy("bench_searching")
    count = FEW if house.options.quick else RULINGS
    with house.django_on(name):
        yield from scores()
        made = make_rulings(count)
    session = psycopg2.connect(with_name(house.environment["DATABASE_OWNER_URL"], name), connect_timeout=5)
    session.autocommit = True
    with session.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    session.close()
    yield from times(house, name, made, each=3 if house.options.quick else 30)


def scores() -> Iterator[Figure]:
    """Enter the decisions of the sources and print nDCG@10 of either half of the queries."""
    from django.utils import timezone

    from rulings.stories import tell_stories
    from tests.search.scoring import score

    tell_stories(timezone.now())
    for half, held in (("tuned", False), ("held", True)):
        found = score(held=held)
        print("\n".join(found.missed), flush=True)
        yield Figure(
            f"nDCG@10 of the written queries, {half}",
            found.mean,
            "of 1",
            targets=(Target("at least", LEAST_NDCG[half]),),
            note=f"{found.count} queries, {len(found.missed)} not answered best",
        )


def make_rulings(count: int) -> int:
    """Publish so many made-up rulings with texts in two languages, each indexed as a real one is; return how many."""
    from django.utils import timezone

    from courtcase.law.models import Provision
    from courtcase.people.actors import Actor
    from courtcase.register.models import Subject
    from rulings.models import Rendition, Ruling, RulingKind, RulingProvision, RulingText
    from rulings.publication.indexing import index_ruling

    drawn, at, first_day = random.Random(7), timezone.now(), date(2027, 1, 11)
    provisions = list(Provision.objects.exclude(level="whole"))
    vocabulary = {language: words_in(language) for language in ("kk", "ru")}
    for start in range(0, count, 500):
        numbers = range(start, min(start + 500, count))
        subjects = Subject.objects.bulk_create([Subject(kind="ruling") for _ in numbers])
        rulings = Ruling.objects.bulk_create(
            Ruling(
                subject=subject,
                kind=RulingKind.CONFORMITY_REVIEW,
                synthetic=True,
                number_value=1_000 + number,
                number_kk=f"{1_000 + number}-НҚ",
                number_ru=f"{1_000 + number}-НП",
                number_en=f"{1_000 + number}-NP",
                slug=str(1_000 + number),
                adopted_on=first_day + timedelta(days=number % 4_000),
                adopted_year=(first_day + timedelta(days=number % 4_000)).year,
                sort_day=first_day + timedelta(days=number % 4_000),
                title_kk=sentence(drawn, vocabulary["kk"], 8),
                title_ru=sentence(drawn, vocabulary["ru"], 8),
                created_at=at,
            )
            for number, subject in zip(numbers, subjects, strict=True)
        )
        RulingText.objects.bulk_create(
            RulingText(ruling=one, language=code, authentic=True, updated_at=at)
            for one in rulings
            for code in vocabulary
        )
        Rendition.objects.bulk_create(
            Rendition(
                ruling=one, language=code, version=1, html="", blocks=text(drawn, words), digest="", published_at=at
            )
            for one in rulings
            for code, words in vocabulary.items()
        )
        RulingProvision.objects.bulk_create(
            RulingProvision(ruling=one, provision=norm, position=place, outcome=drawn.choice(OUTCOMES))
            for one in rulings
            for place, norm in enumerate(drawn.sample(provisions, 2), start=1)
        )
        Ruling.objects.filter(pk__in=[one.pk for one in rulings]).update(
            state="published", signed_at=at, published_at=at, page_changed_at=at
        )
        for one in Ruling.objects.filter(pk__in=[one.pk for one in rulings]).select_related("subject"):
            index_ruling(ruling=one, actor=Actor.system("bench"), at=at)
    return count


OUTCOMES = ("conforms", "does_not_conform", "conforms_read_as")


def words_in(language: str) -> list[str]:
    """Return words of the language, the commonest most often: of the decisions, the thesaurus and the law's headings."""
    from courtcase.search.thesaurus import lines
    from rulings.loading import read_decisions

    if language == "ru":
        said = [word for row in read_decisions() for word in row["title_ru"].split() if word[0].isalpha()]
    else:
        said = [
            "Қазақстан",
            "Республикасының",
            "Конституциясына",
            "сәйкестігін",
            "қарау",
            "туралы",
            "сот",
            "құқығы",
        ] * 40
    said += ["суд", "право", "гражданин"] * 60 if language == "ru" else ["азамат", "шешім", "заң"] * 60
    is_kazakh = {"kk": slice(0, 1), "ru": slice(1, 3)}[language]
    return said + [word for line in lines() for term in line[is_kazakh] for word in term.split()]


def sentence(drawn: random.Random, words: list[str], length: int) -> str:
    """Return words drawn one by one."""
    return " ".join(drawn.choices(words, k=length))


def text(drawn: random.Random, words: list[str]) -> list[dict[str, Any]]:
    """Return the blocks of a text, some of which cite an article."""
    blocks = []
    for number in range(1, PARAGRAPHS + 1):
        cited = f", ст. {drawn.randrange(1, 700)} УПК" if drawn.random() < 0.2 else ""  # noqa: PLR2004
        runs = [{"text": sentence(drawn, words, 24) + cited + "."}]
        blocks.append({"id": f"p{number}", "kind": "point", "number": str(number), "runs": runs})
    return blocks


def times(house: House, name: str, made: int, *, each: int) -> Iterator[Figure]:
    """Yield how long the page takes on the server for each query, beside its own search statement sent bare."""
    with house.django_on(name):
        bare = {words: statement_of(words) for words in ASKED}
    session = psycopg2.connect(house.environment_of(name)["DATABASE_URL"], connect_timeout=5)
    session.autocommit = True
    pages: list[float] = []
    floors: list[float] = []
    statements = 0
    with house.web(name) as port, session.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")  # as the page has its own statement find its words by the index
        house.readers.send(port, [page_of(words) for words in ASKED] * WARM, count=1)
        for _round in range(each):
            found = house.readers.send(port, [page_of(words) for words in ASKED], count=1)
            pages += found.server_ms
            statements = max(statements, *found.statements)
            floors += [sent(cursor, statement) for statement in bare.values()]
    session.close()
    page, floor = percentile(pages, 0.95), percentile(floors, 0.95)
    middle = f"p50 {percentile(pages, 0.5):.0f} ms, its statement {percentile(floors, 0.5):.1f} ms"
    yield Figure(
        f"a page of the search among {made:,} rulings: server, p95",
        page,
        "ms",
        floor=floor,
        ratio=page / floor,
        statements=statements,
        targets=(Target("at most", MOST_TIMES, "ratio"), Target("at most", MOST_MS))
        + (Target("at most", MOST_STATEMENTS, "statements"),),
        note=json.dumps({"queries": len(ASKED), "rounds": each}) + " " + middle,
    )


def page_of(words: str) -> bytes:
    """Return the request for what a reader types."""
    return request(f"/ru/rulings/?q={quote(words)}")


def statement_of(words: str) -> tuple[str, tuple[Any, ...]]:
    """Return the statement that finds and ranks, as the page sends it first."""
    from courtcase.search.queries import narrowed, ranked
    from courtcase.search.reading import readings_of

    text = next(readings_of(words)).every
    rows = ranked(text, narrowed(text, kinds=("ruling",))).values_list("subject_id", flat=True)
    sql, given = rows.query.sql_with_params()
    return sql, tuple(given)


def sent(cursor: Any, statement: tuple[str, tuple[Any, ...]]) -> float:
    """Send one statement, read its rows and return the milliseconds."""
    began = perf_counter()
    cursor.execute(*statement)
    cursor.fetchall()
    return (perf_counter() - began) * 1000
