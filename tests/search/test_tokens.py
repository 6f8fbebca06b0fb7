"""Lexemes, their positions, and what PostgreSQL accepts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtcase.search.matching import tsquery
from courtcase.search.queries import highlight
from courtcase.search.tokens import VECTOR_BYTES, as_vector, tokens

ANY_TEXT = st.text(alphabet=st.characters(), max_size=150)
LANGUAGES = st.sampled_from(["kk", "ru", "en"])


def lexemes(text: str, language: str) -> list[str]:
    return [token.lexeme for token in tokens(text, language)]


def test_a_printed_number_is_two_lexemes_side_by_side() -> None:
    found = tokens("№ 85-НП", "ru")
    assert [(token.lexeme, token.position, token.spaced) for token in found] == [("85", 1, True), ("нп", 2, False)]


def test_a_loose_spelling_stands_at_the_same_place() -> None:
    found = tokens("құқық", "kk")
    assert [(token.lexeme, token.position) for token in found] == [("құқық", 1), ("~кукык", 1)]


def test_a_norm_stands_where_its_citation_begins() -> None:
    found = {token.lexeme: token.position for token in tokens("по ст. 482 УПК", "ru")}
    assert found["norm:upk/482"] == found["ст"] == 2


def test_invisible_signs_do_not_cut_words() -> None:
    assert lexemes("пети\u00adция \u202eсуда", "ru") == lexemes("петиция суда", "ru")


def test_the_vector_keeps_the_title_apart_from_the_body() -> None:
    assert as_vector(tokens("суд", "ru"), tokens("суд", "ru")) == "'суд':1A,12"


def test_a_huge_text_stays_within_the_limits() -> None:
    text = " ".join(f"слово{number} азамат" for number in range(60_000))
    vector = as_vector([], tokens(text, "ru"))
    assert len(vector.encode()) < VECTOR_BYTES * 3
    assert vector.count(",") < 300_000


@given(ANY_TEXT, LANGUAGES)
def test_tokens_never_fail_and_stand_in_the_text(text: str, language: str) -> None:
    for token in tokens(text, language):
        assert token.lexeme
        assert 0 <= token.start < token.end <= len(text)


@given(ANY_TEXT, ANY_TEXT, LANGUAGES)
def test_highlighting_keeps_the_text_whole(text: str, query: str, language: str) -> None:
    from courtcase.search.folding import clean

    assert "".join(piece for piece, _match in highlight(text, query, language)) == clean(text)


@pytest.mark.parametrize("query", ["", "   ", "!!!", '""', "\x00", "\u202e"])
def test_nothing_to_look_for(query: str) -> None:
    assert tsquery(query, "ru") == ""


def test_highlight_marks_forms_of_the_word_and_nothing_in_it_is_markup() -> None:
    pieces = highlight("Права <b>граждан</b> и гражданина", "гражданин", "ru")
    assert [piece for piece, match in pieces if match] == ["граждан", "гражданина"]
    assert pieces[0] == ("Права <b>", False)
