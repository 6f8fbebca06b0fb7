from __future__ import annotations

import csv
import uuid
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtcase.law.models import DecidedProvision, Provision
from courtcase.law.models.acts import Outcome
from courtcase.law.operations import note_decided_provision
from courtcase.law.provisions import parse_segments, path_of, sort_key_of
from courtcase.law.queries import cite, constitution_articles, decided_on, neighbours, provision_at, search_provisions
from courtcase.law.sync.files import DATA, read_csv
from courtcase.register.operations import open_subject
from tests.law.conftest import AT, SYSTEM

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("segments", "path"),
    [
        ("article 482", "482"),
        ("article 16 / paragraph 3 / subparagraph 14", "16(3)14)"),
        ("article 43-1 / paragraph 14 / part 2", "43-1(14)[2]"),
        ("article 11 / paragraph 1 / part 1 / subparagraph 2", "11(1)[1]2)"),
        ("article 245 / part 3 / words «преступной группой»", "245(3)words"),
        ("article 1 / subparagraph 5", "1.5)"),
        ("paragraph 3 / indent 5", "3¶5"),
        ("annex / paragraph 26 / part 2", "annex:26[2]"),
        ("note / indent 3", "note¶3"),
        ("whole", "whole"),
    ],
)
def test_paths(segments: str, path: str) -> None:
    assert path_of(parse_segments(segments)) == path


@pytest.mark.parametrize("segments", ["", "chapter 2", "article", "article 1 / part"])
def test_segments_that_say_nothing_are_refused(segments: str) -> None:
    with pytest.raises(ValueError, match="level|number"):
        parse_segments(segments)


@given(st.lists(st.integers(min_value=1, max_value=999), min_size=2, max_size=8, unique=True))
def test_articles_stand_in_the_order_of_their_numbers(numbers: list[int]) -> None:
    keys = {number: sort_key_of(parse_segments(f"article {number}")) for number in numbers}
    assert sorted(numbers) == sorted(numbers, key=keys.__getitem__)
    assert keys[numbers[0]] < sort_key_of(parse_segments(f"article {numbers[0]}-1"))


@pytest.mark.parametrize(
    ("act", "path", "kk", "ru", "en"),
    [
        ("criminal-procedure-code-2014", "482", "ҚПК, 482-бап", "УПК, статья 482", "Criminal Procedure Code, art. 482"),
        (
            "civil-service-law-2015",
            "16(3)14)",
            "«Мемлекеттік қызмет туралы» Заң, 16-баптың 3-тармағының 14) тармақшасы",
            "Закон «О государственной службе», подпункт 14) пункта 3 статьи 16",
            "Law on Civil Service, art. 16, para 3, subpara 14",
        ),
        (
            "criminal-procedure-code-2014",
            "484(2)1)",
            "ҚПК, 484-баптың 2-бөлігінің 1) тармағы",
            "УПК, пункт 1) части второй статьи 484",
            "Criminal Procedure Code, art. 484, part 2, point 1",
        ),
        (
            "supreme-court-2016-2",
            "3¶5",
            "Жоғарғы Соттың 2016 жылғы 31 наурыздағы № 2 нормативтік қаулысы, 3-тармақтың 5-абзацы",
            "Нормативное постановление Верховного Суда № 2 от 31.03.2016, абзац пятый пункта 3",
            "Supreme Court Resolution No. 2 of 31.03.2016, para 3, indent 5",
        ),
    ],
)
def test_a_provision_is_cited_as_lawyers_do(law: None, act: str, path: str, kk: str, ru: str, en: str) -> None:
    provision = Provision.objects.get(act__code=act, path=path)
    assert [cite(provision, language) for language in ("kk", "ru", "en")] == [kk, ru, en]


SAME_ARTICLE = [
    "482 УПК",
    "УПК 482",
    "ст. 482 УПК",
    "ст.482 УПК РК",
    "статья 482 Уголовно-процессуального кодекса",
    "482-бап ҚПК",
    "ҚПК 482-бабы",
    "кпк 482",
    "CPC 482",
    "art. 482 Criminal Procedure Code",
]


@pytest.mark.parametrize("text", SAME_ARTICLE)
def test_an_article_is_found_however_it_is_typed(law: None, text: str) -> None:
    first = search_provisions(text, "ru")[0]
    assert (first.act.code, first.path) == ("criminal-procedure-code-2014", "482")


@pytest.mark.parametrize(
    ("text", "act", "path"),
    [
        ("16(3)14) госслужба", "civil-service-law-2015", "16(3)14)"),
        ("Закон о государственной службе 16 (3) 14)", "civil-service-law-2015", "16(3)14)"),
        ("моральный вред", "supreme-court-2015-7", "whole"),
        ("моральдық зиян", "supreme-court-2015-7", "whole"),
        ("достоинство человека", "constitution-1995", "17"),
        ("қадір-қасиет", "constitution-1995", "17"),
        ("455 ГПК", "civil-procedure-code-2015", "455"),
        ("Land Code 43-1", "land-code-2003", "43-1"),
    ],
)
def test_words_and_parts_are_found(law: None, text: str, act: str, path: str) -> None:
    assert (act, path) in [(found.act.code, found.path) for found in search_provisions(text, "ru")[:5]]


@pytest.mark.parametrize("text", ["", "   ", "ст.", "%_", "'; DROP", "\x00", "9" * 500, "ааа" * 100, "(((", "№"])
def test_nonsense_finds_nothing_and_breaks_nothing(law: None, text: str) -> None:
    assert search_provisions(text, "kk") == []


def note(provision: Provision, number: int, day: date) -> DecidedProvision:
    return note_decided_provision(
        provision=provision,
        ruling=open_subject(kind="ruling", at=AT),
        outcome="",
        in_part=False,
        decided_on=day,
        numbers={"kk": f"{number}-НҚ", "ru": f"{number}-НП", "en": f"{number}-NP"},
        public_path=f"/rulings/{number}",
        actor=SYSTEM,
        at=AT,
    )


def test_neighbours_are_the_decided_parts_of_the_same_article(law: None) -> None:
    parts = {path: Provision.objects.get(act__code="civil-service-law-2015", path=path) for path in THREE}
    for number, path in enumerate(THREE, start=38):
        note(parts[path], number, date(2023, 12, 26))
    assert [found.path for found in neighbours(parts["16(3)14)"])] == ["16(3)6)", "16(3)11)"]
    article = Provision.objects.get(act__code="civil-service-law-2015", path="16")
    assert {found.provision.path for found in decided_on(article)} == set(THREE)


THREE = ("16(3)6)", "16(3)11)", "16(3)14)")


def test_a_decision_on_the_article_is_shown_at_its_parts(law: None) -> None:
    article = Provision.objects.get(act__code="civil-service-law-2015", path="16")
    note(article, 40, date(2024, 1, 10))
    part = Provision.objects.get(act__code="civil-service-law-2015", path="16(3)14)")
    assert [found.number_ru for found in decided_on(part)] == ["40-НП"]


def test_noting_again_corrects_and_does_not_double(law: None) -> None:
    provision = Provision.objects.get(act__code="criminal-procedure-code-2014", path="482")
    ruling = open_subject(kind="ruling", at=AT)
    common: dict[str, Any] = {
        "provision": provision,
        "ruling": ruling,
        "in_part": False,
        "decided_on": None,
        "actor": SYSTEM,
        "at": AT,
    }
    common |= {"numbers": {"kk": "29-НҚ", "ru": "29-НП", "en": "29-NP"}, "public_path": "/rulings/29"}
    note_decided_provision(outcome="", **common)
    note_decided_provision(outcome=Outcome.DOES_NOT_CONFORM, **common)
    assert DecidedProvision.objects.get(ruling_uuid=uuid.UUID(str(ruling.uuid))).outcome == "does_not_conform"


def test_every_decided_provision_of_the_data_is_known(law: None) -> None:
    for line in read_csv("decided_provisions.csv"):
        assert provision_at(line["act"], line["segments"]).act.code == line["act"]
        assert line["outcome"] in {"", *Outcome.values}


def test_outcomes_are_only_those_that_were_seen() -> None:
    with (DATA / "decided_provisions.csv").open(encoding="utf-8") as file:
        with_outcome = {line["number"] for line in csv.DictReader(file) if line["outcome"]}
    assert with_outcome == {"8", "29", "41", "71", "85", "86", "87", "88", "89"}


def test_articles_of_both_constitutions_after_the_change(law: None) -> None:
    before = {article.act.code for article in constitution_articles(date(2026, 6, 30))}
    after = [article.act.code for article in constitution_articles(date(2026, 7, 1))]
    assert before == {"constitution-1995"}
    assert after[0] == "constitution-2026"
    assert "constitution-1995" in after
