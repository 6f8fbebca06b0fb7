"""Words of blocks put in the place of others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from rulings.blocks import Run, joined
from rulings.publication.mended import mended_blocks, mended_runs, pattern_of, times_in


def block(name: str, *runs: dict[str, object]) -> dict[str, object]:
    return {"id": name, "kind": "point", "number": "", "runs": list(runs)}


def test_a_passage_over_several_runs_goes_whole_and_the_marks_of_the_rest_stay() -> None:
    runs: list[Run] = [{"text": "пришёл Иван "}, {"text": "Иванов", "strong": True}, {"text": " и ушёл"}]
    mended = mended_runs(runs, pattern_of("иван  иванов и", exact=False), "[…]")
    assert mended == [{"text": "пришёл "}, {"text": "[…]"}, {"text": " ушёл"}]


def test_a_link_that_tells_the_passage_goes_and_its_words_stay() -> None:
    runs = [{"text": "здесь", "link": "https://example.kz/900101300012"}]
    assert mended_runs(runs, pattern_of("900101300012", exact=False), "…") == [{"text": "здесь"}]


def test_whole_words_alone_are_found() -> None:
    assert times_in([block("p1", {"text": "Анна и Ан"})], pattern_of("Ан", exact=False)) == [("p1", 1)]


def test_cells_of_tables_are_looked_into() -> None:
    table = {"id": "t", "kind": "table", "number": "", "rows": [[[{"text": "ИИН"}], [{"text": "123 456"}]]]}
    found = pattern_of("123\u00a0456", exact=False)
    assert times_in([table], found) == [("t", 1)]
    assert mended_blocks([table], found, "—")[0]["rows"] == [[[{"text": "ИИН"}], [{"text": "—"}]]]


def test_blocks_without_it_are_the_same_objects() -> None:
    one = block("p1", {"text": "слово"})
    assert mended_blocks([one], pattern_of("другое", exact=True), "x")[0] is one


@given(some.lists(some.text("аб в", max_size=6), max_size=5), some.text("абв", min_size=1, max_size=3))
def test_mending_runs_is_mending_their_words(texts: list[str], passage: str) -> None:
    found = pattern_of(passage, exact=True)
    mended = mended_runs([{"text": text} for text in texts if text], found, "X")
    assert joined(mended) == found.sub("X", "".join(texts))
