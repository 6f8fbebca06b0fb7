"""The IIN's check digit and day of birth. The numbers are made up by the rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtcase.iin import check_digit, has_birth_date, is_valid_iin

ELEVEN = st.text("0123456789", min_size=11, max_size=11)


def weighed(digits: str, weights: list[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11


@given(ELEVEN)
def test_the_check_digit_is_that_of_the_rule(digits: str) -> None:
    first = weighed(digits, list(range(1, 12)))
    second = weighed(digits, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])
    expected = first if first != 10 else second if second != 10 else None
    assert check_digit(digits) == expected


def test_computed_by_hand() -> None:
    # 8+8*2+0+1*4+0+1*6+3*7+0+0+1*10+2*11 = 87; 87 mod 11 = 10, so the second weights:
    # 8*3+8*4+0+1*6+0+1*8+3*9+0+0+1*1+2*2 = 102; 102 mod 11 = 3.
    assert check_digit("88010130012") == 3
    assert is_valid_iin("880101300123")


@given(ELEVEN, st.integers(0, 9), st.integers(1, 9))  # the eleventh weighs 11, which is 0 modulo 11
def test_one_wrong_digit_is_found_where_the_first_weights_decide(digits: str, place: int, change: int) -> None:
    other = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    weights = list(range(1, 12))
    if weighed(digits, weights) != 10 and weighed(other, weights) != 10:
        assert check_digit(digits) != check_digit(other)


@pytest.mark.parametrize(
    ("digits", "plausible"),
    [
        ("8801013", True),
        ("0002295", True),  # 29.02.2000
        ("0002293", False),  # 1900 was no leap year
        ("0102295", False),
        ("8813013", False),
        ("8801323", False),
        ("8800013", False),
        ("8801003", False),
        ("8801017", False),
        ("8801010", True),  # a foreigner
        ("0402290", True),
    ],
)
def test_the_day_of_birth_is_in_the_calendar(digits: str, plausible: bool) -> None:
    assert has_birth_date(digits) is plausible


FULL_WIDTH = "880101300123".translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})


@pytest.mark.parametrize(
    "value", ["", "88010130012", "8801013001233", "88010130012a", FULL_WIDTH, "880101300124", " 80101300123"]
)
def test_what_is_no_iin(value: str) -> None:
    assert not is_valid_iin(value)
