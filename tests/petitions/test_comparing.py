"""Two texts word by word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from petitions.filing.comparing import Piece, difference

WORDS = st.text(alphabet="аб \n", max_size=60)


def test_only_the_words_that_changed_are_marked() -> None:
    found = difference("The court left me without counsel.", "The court left her without any counsel.")
    assert [piece for piece in found.older if piece.kind == "removed"] == [Piece("removed", "me")]
    assert [piece.text for piece in found.newer if piece.kind == "added"] == ["her", " any"]
    assert found.is_changed


def test_a_sentence_written_anew_is_one_change() -> None:
    found = difference("I was left alone. End.", "Nobody helped me then. End.")
    assert [piece.kind for piece in found.newer] == ["added", "kept"]


def test_nothing_changed_is_one_piece() -> None:
    found = difference("The same\r\nwords", "The same\nwords")
    assert (found.older, found.newer, found.is_changed) == ([Piece("kept", "The same\nwords")],) * 2 + (False,)
    assert difference("", "").older == []


@given(WORDS, WORDS)
@settings(max_examples=150, deadline=None)
def test_no_word_is_ever_lost(older: str, newer: str) -> None:
    found = difference(older, newer)
    assert "".join(piece.text for piece in found.older) == older
    assert "".join(piece.text for piece in found.newer) == newer
    assert found.is_changed == (older != newer)
    kept = ["".join(piece.text for piece in side if piece.kind == "kept") for side in (found.older, found.newer)]
    assert kept[0] == kept[1]


def test_the_longest_texts_are_not_compared_word_by_word() -> None:
    older, newer = "один два три " * 16_000, "четыре пять шесть " * 11_000
    found = difference(older, newer)
    assert [piece.kind for piece in found.older] == ["removed", "kept"]
    assert [piece.kind for piece in found.newer] == ["added", "kept"]
