"""What a source is called and says is read in every language, and nothing is lost on the way."""

from __future__ import annotations

import re

import pytest

from courtcase.law.source_words import translations, words_of_source
from courtcase.law.sync.files import read_csv
from rulings.demo.last_year import SOURCE as MADE_UP
from rulings.loading import read_decisions
from rulings.stories import COLLECTION, SOURCE

LANGUAGES = ("kk", "ru")
NOTED = sorted({row[column] for row in read_decisions() for column in ("subject_en", "outcome") if row[column]})
PAIRS = [row["source"] for row in read_csv("correspondence.csv")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "noted", [*NOTED, *PAIRS, SOURCE, COLLECTION, MADE_UP, "cited in 88-НП", "cited in 85-НП and 88-НП"]
)
def test_what_is_told_of_a_decision_is_translated_with_all_its_numbers(noted: str, language: str) -> None:
    words, spoken = words_of_source(noted, language)
    assert spoken == language
    assert sorted(re.findall(r"\d+", words)) == sorted(re.findall(r"\d+", noted))
    assert "#" not in words


def test_what_is_not_in_the_table_stays_as_it_was_noted() -> None:
    assert words_of_source("A newspaper of 3 May", "kk") == ("A newspaper of 3 May", "en")


def test_english_is_what_was_noted() -> None:
    assert words_of_source("does not conform", "en") == ("does not conform", "en")


def test_each_translation_speaks_of_each_number_of_the_text_once() -> None:
    for noted, languages in translations().items():
        wanted = [str(place) for place in range(1, noted.count("#") + 1)]
        for language in LANGUAGES:
            assert sorted(re.findall(r"#(\d)", languages[language])) == wanted, noted
