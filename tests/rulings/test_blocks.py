"""Ruling text: what is pasted, what is stored, what is rendered; nothing written in it becomes markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtcase.operations import OperationError
from rulings.blocks import block_of, blocks_of, check_blocks, links_of, pasted_of, plain_text
from rulings.publication.html import render_html

PASTED = """# Заголовок
Вступление
УСТАНОВИЛ:
1. Положение со ссылкой на [статью 482](/norms/criminal-procedure-code-2014/482).
[1] Сноска
| Дата | Событие |
| 25.09.2023 | Решение |
ПОСТАНОВЛЯЕТ:
1. Признать **не соответствующим**.
1.1. Рекомендовать."""


def test_a_pasted_text_becomes_blocks() -> None:
    blocks = blocks_of(PASTED, field="text_ru")
    kinds = [block["kind"] for block in blocks]
    assert kinds == [
        "heading",
        "preamble",
        "established",
        "point",
        "footnote",
        "table",
        "resolves",
        "operative",
        "operative",
    ]
    assert [block["id"] for block in blocks] == [f"p{number}" for number in range(1, 10)]
    assert blocks[-1]["number"] == "1.1"


@pytest.mark.parametrize("word", ["АНЫҚТАДЫ:", "Установил", "Established", "ESTABLISHED:"])
def test_the_parts_are_known_in_each_language(word: str) -> None:
    assert block_of(word, "preamble")["kind"] == "established"


@pytest.mark.parametrize("word", ["ҚАУЛЫ ЕТЕДІ:", "постановляет", "Resolves:"])
def test_what_follows_resolves_is_operative(word: str) -> None:
    assert blocks_of(f"{word}\n1. Так.", field="text_ru")[1]["kind"] == "operative"


def test_what_is_edited_reads_back_the_same() -> None:
    blocks = blocks_of(PASTED, field="text_ru")
    assert blocks_of(pasted_of(blocks), field="text_ru") == blocks


@given(st.text(max_size=400))
def test_any_text_is_read_shown_and_read_back(pasted: str) -> None:
    blocks = blocks_of(pasted, field="text_ru")
    check_blocks(blocks)
    html = render_html(blocks, "ru")
    assert "<script" not in html
    assert "\x00" not in plain_text(blocks)


def test_links_lead_with_the_language_of_the_page() -> None:
    blocks = blocks_of(PASTED, field="text_ru")
    assert 'href="/kk/norms/criminal-procedure-code-2014/482"' in render_html(blocks, "kk")
    assert links_of(blocks) == {"/norms/criminal-procedure-code-2014/482"}


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "//evil.example", "/desk/rulings/", "http://plain.example", "data:x"]
)
def test_other_addresses_are_refused(link: str) -> None:
    with pytest.raises(OperationError):
        blocks_of(f"[x]({link})", field="text_ru")


def test_markup_is_shown_as_it_was_typed() -> None:
    html = render_html(blocks_of('<script>alert("1")</script> & <b>', field="text_ru"), "ru")
    assert "&lt;script&gt;" in html
    assert "<b>" not in html


@pytest.mark.parametrize("width", [2, 5])
def test_a_row_of_one_cell_stands_across_a_table_of_figures(width: int) -> None:
    rows = [[[{"text": f"Column {number}"}] for number in range(width)], [[{"text": "Nothing is asked for."}]]]
    block = {"id": "t1", "kind": "table", "number": "", "runs": [], "rows": rows, "figures": "2025:recommended"}
    assert f'<td role="cell" colspan="{width}">Nothing is asked for.</td>' in render_html([block], "en")


def test_invisible_signs_are_taken_out() -> None:
    assert plain_text(blocks_of("а\u202eб\u200bв\x00г", field="text_ru")) == "абвг"


@pytest.mark.parametrize(
    "blocks",
    [
        "text",
        [{"id": "p1", "kind": "unknown", "number": "", "runs": []}],
        [{"id": "P 1", "kind": "point", "number": "", "runs": []}],
        [{"id": "p1", "kind": "point", "number": "", "runs": [{"text": "x", "html": "<b>"}]}],
        [{"id": "p1", "kind": "point", "number": 1, "runs": []}],
        [{"id": "p1", "kind": "table", "number": "", "runs": []}],
        [{"id": "p1", "kind": "point", "number": "", "runs": []}] * 2,
    ],
)
def test_what_the_schema_does_not_know_is_refused(blocks: object) -> None:
    with pytest.raises(ValueError, match="block"):
        check_blocks(blocks)


def test_ten_megabytes_are_refused_in_words() -> None:
    with pytest.raises(OperationError) as refused:
        blocks_of("слово " * 1_700_000, field="text_ru")
    assert refused.value.field == "text_ru"
