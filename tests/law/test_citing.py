"""Citations as people write them: the examples of citations.csv, look-alikes, acts named before, and bounded work."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtcase.law.citing.files import names_of_files
from courtcase.law.citing.reading import Citation, Memory, Reading, read_citations
from courtcase.law.citing.words import Tokens, forms

with (Path(__file__).parent / "citations.csv").open(encoding="utf-8", newline="") as file:
    EXAMPLES = list(csv.DictReader(file))
# However many numbers, parentheses and names a text piles up, a token is looked at this often at most on the average.
MOST_LOOKS = 100
HOSTILE = (
    "статьи 1, 2, 3 и ",
    "пункт 1 статьи 2, ",
    "1, ",
    "1-2-3-",
    "часть первой второй ",
    "подпункта 1) пункта 2) части 3 ",
    "Конституционного Суда от ",
    "Конституция Уголовно-",
    "1 және 2 және ",
    "№ ",
    "(",
)


def said(one: Citation) -> str:
    """Return a citation as citations.csv writes it."""
    if one.series:
        return f"{'ruling' if one.series == 'normative' else one.series} {one.number}"
    acts = "constitution" if set(one.acts) == {"constitution-1995", "constitution-2026"} else "/".join(one.acts)
    return f"{acts} {one.path}"


def test_there_are_a_hundred_examples_in_three_languages() -> None:
    citing = [one for one in EXAMPLES if one["gives"]]
    assert len(citing) >= 100
    assert {one["language"] for one in citing} == {"kk", "ru", "en"} == {form.language for form in forms()[1]}


def test_every_example_gives_what_a_lawyer_wrote_beside_it() -> None:
    names = names_of_files()
    told = {one["text"]: "; ".join(said(found) for found in read_citations(one["text"], names)) for one in EXAMPLES}
    assert told == {one["text"]: one["gives"] for one in EXAMPLES}


def test_places_are_those_of_the_text_and_do_not_overlap() -> None:
    text = "Нормы статей 15–17 Конституции, пункта 1 статьи 25 и 29-НП; «Конституцияның 13 және 14-баптары»"
    found = read_citations(text, names_of_files())
    words = ["статей 15", "", "17 Конституции", "пункта 1 статьи 25", "29-НП", "Конституцияның 13", "14-баптары"]
    assert [text[one.start : one.end] for one in found] == words
    assert all(one.end <= after.start for one, after in zip(found, found[1:], strict=False))


def test_a_ruling_bears_its_day_and_a_guess_says_so() -> None:
    text = "Постановление КС от 25.09.2023 № 29-НП. Статья 5 УК. Статья 6 настоящего Кодекса."
    ruling, first, guessed = read_citations(text, names_of_files())
    assert str(ruling.day) == "2023-09-25"
    assert (first.certain, guessed.certain) == (True, False)
    # Two letters that only our Kazakh list has for the land code: in Russian they are the housing code's.
    assert [one.certain for one in read_citations("статья 5 ЖК, статья 6 ЗК", names_of_files())] == [False, False]


def test_what_a_paragraph_named_is_known_in_the_next() -> None:
    memory, names = Memory(), names_of_files()
    first = "Применён Закон «О мирных собраниях» (далее – Закон)."
    assert read_citations(first, names, memory=memory) == []
    (one,) = read_citations("Часть первая статьи 5 Закона", names, memory=memory)
    assert (said(one), one.certain) == ("peaceful-assemblies-law-2020 5(1)", True)


@pytest.mark.parametrize("piled", HOSTILE)
def test_work_grows_with_the_text_alone(piled: str) -> None:
    tokens = Tokens((piled * 100_000)[:100_000])
    Reading(tokens, names_of_files(), typed=True).all()
    assert tokens.looked <= MOST_LOOKS * len(tokens)


@given(st.text(alphabet=st.sampled_from("статьипункт 0123-–.,()«»№УПКНПбаб абзац"), max_size=120))
def test_never_fails(text: str) -> None:
    for one in read_citations(text, names_of_files(), typed=True):
        assert 0 <= one.start <= one.end <= len(text)
