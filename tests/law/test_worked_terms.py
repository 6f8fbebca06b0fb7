"""Terms worked out by hand, in a table a lawyer can read and correct: worked_terms.csv."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courtcase.law import calendar
from courtcase.law.models import Rule, Term
from courtcase.law.queries import term_on
from courtcase.law.reasons import explain
from courtcase.law.terms import due_for, due_on
from tests.law import worked

pytestmark = pytest.mark.django_db
LINES = worked.lines("worked_terms.csv")
DAYS = st.dates(min_value=date(2023, 1, 1), max_value=date(2028, 6, 1))
WITH_ROWS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['term']}-{line['starts_on']}")
def test_worked_example(law: None, line: dict[str, str]) -> None:
    due = due_for(line["term"], date.fromisoformat(line["starts_on"]))
    assert due.day == date.fromisoformat(line["due_on"]), line["why"]
    term = term_on(line["term"], date.fromisoformat(line["starts_on"]))
    assert set(line["unconfirmed"].split()) == worked.unconfirmed_of(
        term.certainty, (reason.code for reason in due.reasons)
    )


def test_the_table_is_worth_reading() -> None:
    assert len(LINES) >= 40
    assert {line["term"] for line in LINES} >= {"screening", "cure", "final_decision_citizen", "execution"}


@pytest.mark.parametrize("table", ["worked_terms.csv", "worked_clocks.csv"])
def test_each_line_names_the_article_that_is_known_and_no_other(law: None, table: str) -> None:
    known = dict(Term.objects.values_list("code", "article"))
    assert {line["article"] for line in worked.lines(table)} >= {"not seen", known["own_case_year"]}
    for line in worked.lines(table):
        assert line["article"] == (known[line["term"]] or "not seen"), line


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_term_explains_itself(law: None, language: str) -> None:
    for line in LINES:
        for reason in due_for(line["term"], date.fromisoformat(line["starts_on"])).reasons:
            sentence = explain(reason, language)
            assert sentence.endswith(".")
            assert "%(" not in sentence


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            [
                "1 month from Jan. 31, 2026 (notice of return).",
                "The last month has no day 31, so the term ends on its last day, Feb. 28, 2026.",
                "Feb. 28, 2026 is not a working day, so the term ends on the next working day, March 2, 2026.",
            ],
        ),
        (
            "ru",
            [
                "Срок: 1 месяц, считая от 31 января 2026 г. (день уведомления о возврате).",
                "В последнем месяце нет 31-го числа, поэтому срок оканчивается в последний день этого месяца, "
                "28 февраля 2026 г.",
                "28 февраля 2026 г. — нерабочий день, поэтому срок оканчивается в следующий рабочий день, 2 марта 2026 г.",
            ],
        ),
        (
            "kk",
            [
                "Мерзім: 1 ай, 2026 жылғы 31 қаңтар күнінен (өтініштің қайтарылғаны туралы хабарлама жасалған күн) "
                "кейін есептеледі.",
                "Соңғы айда 31-күн жоқ, сондықтан мерзім сол айдың соңғы күні, 2026 жылғы 28 ақпан күні аяқталады.",
                "2026 жылғы 28 ақпан – жұмыс күні емес, сондықтан мерзім келесі жұмыс күні, 2026 жылғы 2 наурыз күні "
                "аяқталады.",
            ],
        ),
    ],
)
def test_the_sentences_in_three_languages(law: None, language: str, sentences: list[str]) -> None:
    reasons = due_for("cure", date(2026, 1, 31)).reasons
    assert [explain(reason, language).replace("\xa0", " ") for reason in reasons] == sentences


def test_the_roll_is_a_rule_that_can_be_switched_off(law: None) -> None:
    Rule.objects.filter(code="roll_to_working_day").update(is_on=False)
    assert due_for("cure", date(2026, 1, 15)).day == date(2026, 2, 15)


def test_reasons_say_what_happened(law: None) -> None:
    codes = [reason.code for reason in due_for("cure", date(2026, 1, 31)).reasons]
    assert codes == ["term_started", "month_has_no_such_day", "rolled_forward"]
    codes = [reason.code for reason in due_for("information", date(2026, 3, 2)).reasons]
    assert codes == ["term_started", "days_off_left_out"]


@WITH_ROWS
@given(DAYS)
def test_every_term_ends_on_a_working_day_on_its_side_of_the_event(law: None, day: date) -> None:
    for term in Term.objects.on(day):
        due = due_on(term, day).day
        assert calendar.is_working_day(due)
        assert due < day if term.direction == "backward" else due > day


@WITH_ROWS
@given(DAYS, DAYS)
def test_a_later_event_never_ends_earlier(law: None, first: date, second: date) -> None:
    if first > second:
        first, second = second, first
    for code in ("cure", "information", "final_decision_citizen", "screening", "own_case_year"):
        term = term_on(code, first)
        assert due_on(term, first).day <= due_on(term, second).day
