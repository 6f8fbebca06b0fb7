"""Spellings that must compare equal, and guesses about the keyboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtcase.search.folding import clean, fold, layout_guesses, loose

ANY_TEXT = st.text(alphabet=st.characters(), max_size=80)


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_what_is_folded_or_cleaned_can_be_stored(text: str) -> None:
    for stored in (fold(text), clean(text)):
        stored.encode("utf-8")
        assert "\x00" not in stored


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ёлка", "елка"),
        ("НОРМАТИВНОЕ", "нормативное"),
        ("ҚҰҚЫҚ", "құқық"),
        ("зако\u0301н", "закон"),
        ("пе\u00adтиция", "петиция"),
        ("\u202eсуд", "суд"),
        ("и\u0306од", "йод"),
        ("ﬁne", "fine"),
        ("Ⅳ", "iv"),
        ("с\x00уд", "суд"),
    ],
)
def test_spellings_of_one_word_fold_together(left: str, right: str) -> None:
    assert fold(left) == fold(right)


def test_kazakh_letters_typed_as_russian_ones_meet_in_the_loose_form() -> None:
    assert loose(fold("Әділет құқығы өңір үкімі ұлт һәм")) == loose(fold("Адилет кукыгы онир укими улт хам"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ghbdtn", "привет"), ("RjycnbnewbZ", "КонституциЯ"), ("руддщ", "hello"), ("j,hfotybt", "обращение")],
)
def test_a_wrong_layout_is_guessed(typed: str, meant: str) -> None:
    assert meant in layout_guesses(typed)


@pytest.mark.parametrize("query", ["", "482", "law", "суд сот court", "!!!", "конституция"])
def test_no_guess_without_reason(query: str) -> None:
    assert layout_guesses(query) == []


@given(ANY_TEXT)
def test_guessing_never_fails(text: str) -> None:
    layout_guesses(text)
