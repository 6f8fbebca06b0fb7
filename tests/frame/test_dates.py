"""Dates in words, as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from courtcase.frame.clock_faces import clock_face
from courtcase.frame.dates import court_date, court_time
from courtcase.frame.templatetags.frame import from_iso

DAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("language", "form", "words"),
    [
        ("kk", "long", "2026 жылғы 18 қараша"),
        ("kk", "until", "2026 жылғы 18 қарашаға дейін"),
        ("kk", "from", "2026 жылғы 18 қарашадан бастап"),
        ("kk", "on", "2026 жылғы 18 қарашада"),
        ("ru", "long", "18 ноября 2026 года"),
        ("ru", "until", "до 18 ноября 2026 года"),
        ("ru", "from", "с 18 ноября 2026 года"),
        ("ru", "on", "18 ноября 2026 года"),
        ("en", "long", "18 November 2026"),
        ("en", "until", "until 18 November 2026"),
        ("en", "on", "on 18 November 2026"),
        ("kk", "short", "18.11.2026"),
    ],
)
def test_a_day_in_words(language: str, form: str, words: str) -> None:
    with translation.override(language):
        assert court_date(DAY, form) == words


@pytest.mark.parametrize(
    ("month", "until", "since"),
    [(1, "қаңтарға", "қаңтардан"), (2, "ақпанға", "ақпаннан"), (4, "сәуірге", "сәуірден"), (7, "шілдеге", "шілдеден"),
     (9, "қыркүйекке", "қыркүйектен"), (10, "қазанға", "қазаннан"), (12, "желтоқсанға", "желтоқсаннан")],
)  # fmt: skip
def test_kazakh_months_take_their_own_endings(month: int, until: str, since: str) -> None:
    day = date(2026, month, 5)
    assert court_date(day, "until", "kk") == f"2026 жылғы 5 {until} дейін"
    assert court_date(day, "from", "kk") == f"2026 жылғы 5 {since} бастап"


def test_an_instant_late_in_the_evening_of_utc_is_the_next_day_at_the_court() -> None:
    assert court_date(datetime(2026, 11, 17, 20, 0, tzinfo=UTC), "short") == "18.11.2026"
    assert court_time(datetime(2026, 10, 12, 9, 32, tzinfo=UTC)) == "12.10.2026, 14:32"
    # Until 29 February 2024 the Court's clocks stood an hour further.
    assert court_time(datetime(2024, 2, 28, 9, 0, tzinfo=UTC)) == "28.02.2024, 15:00"


def test_nothing_gives_nothing_and_an_unknown_form_is_refused() -> None:
    assert court_date(None) == ""
    with pytest.raises(ValueError, match="Unknown form"):
        court_date(DAY, "elegant")


@pytest.mark.parametrize(
    ("today", "words", "tone", "passed"),
    [
        (date(2026, 11, 1), "17 days left", "plain", 13),
        (date(2026, 11, 17), "1 day left", "warn", 29),
        (date(2026, 11, 18), "The last day is today", "warn", 30),
        (date(2026, 11, 20), "2 days over the term", "bad", 30),
        (date(2026, 10, 1), "48 days left", "plain", 0),
    ],
)
def test_a_clock_speaks(today: date, words: str, tone: str, passed: int) -> None:
    with translation.override("en"):
        face = clock_face(starts_on=date(2026, 10, 19), due_on=DAY, today=today)
    assert (face.words, face.tone, face.passed, face.most) == (words, tone, passed, 30)


@pytest.mark.parametrize(("text", "day"), [("2026-11-18", DAY), ("", None), (None, None), ("18.11.2026", None)])
def test_a_day_is_read_from_its_iso_text(text: str | None, day: date | None) -> None:
    assert from_iso(text) == day
