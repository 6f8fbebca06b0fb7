from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courtcase.law.models import Series
from courtcase.law.numbers import print_number
from courtcase.law.series import next_number, normalise_number, note_number
from courtcase.operations import WrongState

pytestmark = pytest.mark.django_db


def test_petitions_are_numbered_by_year(law: None) -> None:
    assert next_number(series_code="petitions", day=date(2026, 3, 2)).printed == "2026/000001"
    assert next_number(series_code="petitions", day=date(2026, 3, 2)).printed == "2026/000002"
    assert next_number(series_code="petitions", day=date(2027, 1, 4)).printed == "2027/000001"


def test_resolutions_run_on_after_the_imported_ones(law: None) -> None:
    noted = note_number(series_code="normative_resolutions", value=89, day=date(2026, 7, 7))
    assert (noted.printed_kk, noted.printed_ru, noted.printed_en) == ("89-НҚ", "89-НП", "89-NP")
    note_number(series_code="normative_resolutions", value=29, day=date(2023, 9, 25))
    assert next_number(series_code="normative_resolutions", day=date(2027, 2, 1)).value == 90


@pytest.mark.parametrize(("value", "printed"), [(1, "1"), (9, "9"), (10, "10-НП"), (29, "29-НП")])
def test_the_first_nine_resolutions_have_no_suffix(law: None, value: int, printed: str) -> None:
    series = Series.objects.get(code="normative_resolutions")
    assert print_number(series=series, value=value, year=2023).printed_ru == printed


def test_messages_have_their_own_prefix(law: None) -> None:
    assert note_number(series_code="messages", value=2, day=date(2024, 6, 18)).printed_ru == "ПКС-2"


def test_a_failed_transaction_gives_the_number_back(law: None) -> None:
    next_number(series_code="cases", day=date(2026, 3, 2))
    with pytest.raises(RuntimeError):
        take_and_fail()
    assert next_number(series_code="cases", day=date(2026, 3, 2)).value == 2


@transaction.atomic
def take_and_fail() -> None:
    next_number(series_code="cases", day=date(2026, 3, 2))
    raise RuntimeError


def test_a_number_below_the_first_is_refused(law: None) -> None:
    with pytest.raises(WrongState):
        note_number(series_code="cases", value=0, day=date(2026, 3, 2))


def test_an_unknown_series_is_an_error(law: None) -> None:
    with pytest.raises(Series.DoesNotExist):
        next_number(series_code="no-such-series", day=date(2026, 3, 2))


SAME = ["29", "29-НП", "29-НҚ", "29-НК", "29 NP", "29-np", "№ 29", "№29-НП", "N. 29", "No. 29-NP", "No 29", " 29 – НП "]


@pytest.mark.parametrize("text", SAME)
def test_every_way_of_writing_a_resolution_is_one(text: str) -> None:
    assert normalise_number(text) == "29"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2026/000412", "2026/412"),
        ("№ 2026 / 412", "2026/412"),
        ("ПКС-2", "pks-2"),
        ("ПКС–2", "pks-2"),
        ("pks 2", "pks-2"),
        ("", ""),
        ("без номера", "без номера"),
    ],
)
def test_other_numbers(text: str, normal: str) -> None:
    assert normalise_number(text) == normal


@given(st.text(max_size=40))
def test_reading_a_number_twice_changes_nothing(text: str) -> None:
    once = normalise_number(text)
    assert normalise_number(once) == once


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.integers(min_value=1, max_value=99_999), year=st.integers(min_value=2023, max_value=2060))
def test_what_is_printed_is_found(law: None, value: int, year: int) -> None:
    for series in Series.objects.all():
        number = print_number(series=series, value=value, year=year)
        forms = {normalise_number(form) for form in (number.printed_kk, number.printed_ru, number.printed_en)}
        assert len(forms) == 1
        assert str(value) in forms.pop()


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([2023, 2024, 2025]), min_size=1, max_size=12))
def test_numbers_have_no_gap_and_no_double(law: None, years: list[int]) -> None:
    sid = transaction.savepoint()
    taken: dict[int, list[int]] = {}
    for year in years:
        taken.setdefault(year, []).append(next_number(series_code="petitions", day=date(year, 5, 5)).value)
    transaction.savepoint_rollback(sid)
    for values in taken.values():
        assert values == list(range(1, len(values) + 1))
