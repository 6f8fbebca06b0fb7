"""Receipt codes: not to be guessed, and read whatever way they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtcase.register.receipt_code import ALPHABET, SECRET_SIGNS, check_sign, generate, grouped, parse

SECRETS = st.text(ALPHABET, min_size=SECRET_SIGNS, max_size=SECRET_SIGNS)
LATIN_KEYS = "QWERTYUIOPASDFGHJKLZXCVBNM1234567890-"
RUSSIAN = dict(zip(LATIN_KEYS, "йцукенгшщзфывапролдячсмить1234567890-", strict=True))
KAZAKH = dict(zip(LATIN_KEYS, 'йцукенгшщзфывапролдячсмить"әіңғ,.үұқө', strict=True))


def code_of(secret: str) -> str:
    return grouped(secret + check_sign(secret))


def test_a_fresh_code() -> None:
    codes = {generate() for _ in range(500)}
    assert len(codes) == 500
    assert SECRET_SIGNS * 5 >= 60
    for code in codes:
        assert parse(code) == code
        assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
        assert not set(code) & set("ILOU")


@given(SECRETS, st.integers(0, SECRET_SIGNS), st.sampled_from(ALPHABET))
def test_every_wrong_sign_is_found(secret: str, place: int, wrong: str) -> None:
    signs = code_of(secret).replace("-", "")
    changed = signs[:place] + wrong + signs[place + 1 :]
    assert (parse(changed) is None) == (changed != signs)


@given(SECRETS, st.integers(0, SECRET_SIGNS), st.integers(0, SECRET_SIGNS))
def test_two_signs_that_changed_places_are_found(secret: str, one: int, other: int) -> None:
    signs = list(code_of(secret).replace("-", ""))
    before = "".join(signs)
    signs[one], signs[other] = signs[other], signs[one]
    assert (parse("".join(signs)) is None) == ("".join(signs) != before)


@given(SECRETS)
def test_typing_habits_do_not_matter(secret: str) -> None:
    code = code_of(secret)
    bare = code.replace("-", "")
    for typed in (
        bare,
        bare.lower(),
        f"  {code.lower()}\n",
        code.replace("-", " "),
        code.replace("-", " – "),
        code.replace("0", "O").replace("1", "I"),
        code.replace("0", "о").replace("1", "l"),
        "".join(chr(ord(sign) + 0xFEE0) for sign in bare),
    ):
        assert parse(typed) == code


@given(SECRETS)
def test_cyrillic_look_alikes_are_read(secret: str) -> None:
    code = code_of(secret)
    assert parse(code.translate(str.maketrans("ABEKMHPCTXY", "АВЕКМНРСТХУ"))) == code


@pytest.mark.parametrize("layout", [RUSSIAN, KAZAKH])
def test_a_forgotten_layout_is_read(layout: dict[str, str]) -> None:
    read = [parse("".join(layout[sign] for sign in code)) == code for code in (generate() for _ in range(300))]
    # Letters are read by their shape first; by chance (1 in 32) that gives another code. None may come to nothing.
    assert sum(read) > 250


OTHER_WORDS = ["", "-", "7Q4M", "x" * 10_000, "7Q4M-K2XA-9PTR-W0C", "\x00" * 16, "UUUU-UUUU-UUUU-UUUU", "🙂" * 16]


@pytest.mark.parametrize("typed", OTHER_WORDS)
def test_other_words_are_no_code(typed: str) -> None:
    assert parse(typed) is None
