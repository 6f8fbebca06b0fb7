"""Every decision of the sources is here with exactly its facts; a second load changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from courtcase.law.models import DecidedProvision
from courtcase.law.series import next_number
from rulings.loading import read_decisions
from rulings.models import Measure, MeasureStep, Ruling, RulingLink, RulingProvision
from rulings.stories import tell_stories

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_every_row_is_entered_word_for_word(stories: dict[str, Ruling]) -> None:
    for row in read_decisions():
        ruling = Ruling.objects.select_related("facts").get(slug=row["number"])
        assert ruling.title_ru == row["title_ru"]
        assert ruling.title_certainty == row["title_is"]
        assert (ruling.adopted_on.isoformat() if ruling.adopted_on else "") == row["date"]
        assert ruling.facts.source == row["source"]
        assert ruling.facts.provision == row["provision"]
        assert ruling.facts.outcome == row["outcome"]
        assert ruling.facts.adilet_id == row["adilet_id"]


def test_an_empty_cell_stays_empty(stories: dict[str, Ruling]) -> None:
    unseen = Ruling.objects.get(number_value=26)
    assert (unseen.adopted_on, unseen.adopted_year, unseen.title_ru, unseen.title_kk) == (None, None, "", "")
    assert not unseen.provisions.exists()


def test_numbers_are_printed_as_the_court_prints_them(stories: dict[str, Ruling]) -> None:
    early, late = Ruling.objects.get(slug="9"), Ruling.objects.get(slug="29")
    assert (early.number_ru, early.number_kk) == ("9", "9")
    assert (late.number_ru, late.number_kk, late.number_en) == ("29-НП", "29-НҚ", "29-NP")


def test_several_outcomes_stand_in_one_decision(stories: dict[str, Ruling]) -> None:
    outcomes = set(RulingProvision.objects.filter(ruling__slug="85").values_list("outcome", flat=True))
    assert outcomes == {"does_not_conform", "conforms_read_as"}


def test_a_decision_is_known_to_the_law_by_its_path(stories: dict[str, Ruling]) -> None:
    row = DecidedProvision.objects.get(provision__act__code="criminal-procedure-code-2014", provision__path="482")
    assert (row.public_path, row.number_ru, row.outcome) == ("/rulings/29", "29-НП", "does_not_conform")


def test_citations_of_the_sources_are_links(stories: dict[str, Ruling]) -> None:
    cited = RulingLink.objects.filter(to_ruling__slug="54").values_list("from_ruling__slug", flat=True)
    assert set(cited) == {"85", "87"}


def test_the_next_number_follows_the_highest_loaded(stories: dict[str, Ruling]) -> None:
    assert next_number(series_code="normative_resolutions", day=date(2026, 11, 2)).printed == "90-НП"


def test_a_second_load_changes_nothing() -> None:
    tell_stories(AT)
    counts = [model.objects.count() for model in (Ruling, RulingProvision, RulingLink, Measure, MeasureStep)]
    tell_stories(AT)
    assert counts == [model.objects.count() for model in (Ruling, RulingProvision, RulingLink, Measure, MeasureStep)]


def test_stories_hold_no_number_that_was_not_found(stories: dict[str, Ruling]) -> None:
    for key in ("a", "b"):
        assert (stories[key].number_value, stories[key].number_ru, stories[key].adopted_on) == (None, "", None)
    assert stories["a"].adopted_year == 2023
    assert stories["c"].slug == "29"


def test_stories_tell_what_became_of_them(stories: dict[str, Ruling]) -> None:
    guidance = stories["a"].measures.get()
    assert (guidance.kind, guidance.stage) == ("guidance", "adopted")
    assert guidance.resulting_act is not None
    assert {measure.kind for measure in stories["b"].measures.all()} == {"guidance", "law"}
    assert stories["c"].measures.get().stage == "unknown"
