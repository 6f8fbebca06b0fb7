from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from courtcase.law import models
from courtcase.law.models import CalendarDay, Edition, Ground, Rule, RuleRow, Term
from courtcase.law.operations import change_calendar_day, confirm_rule, supersede_rule
from courtcase.law.queries import (
    areas,
    edition_on,
    ground_on,
    grounds_on,
    petitioner_kind_on,
    petitioner_kinds_on,
    referrals_for,
    rule_is_on,
    series_on,
    term_on,
)
from courtcase.law.sync.report import Report
from courtcase.law.sync.rules import sync_rule
from courtcase.law.sync.run import sync_law
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from tests.law.conftest import AT, SYSTEM

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"actor": SYSTEM, "at": AT}


def test_the_day_of_filing_picks_the_edition(law: None) -> None:
    assert edition_on(date(2023, 1, 1)).citizen_article == "72(3)"
    assert edition_on(date(2026, 6, 30)).court_article == "78"
    assert edition_on(date(2026, 7, 1)).citizen_article == "73(3)"
    assert edition_on(date(2026, 7, 1)).constitution.code == "constitution-2026"
    with pytest.raises(Edition.DoesNotExist):
        edition_on(date(2022, 12, 31))


def test_who_may_petition_changes_with_the_edition(law: None) -> None:
    before = set(petitioner_kinds_on(date(2026, 6, 30)).values_list("code", flat=True))
    after = set(petitioner_kinds_on(date(2026, 7, 1)).values_list("code", flat=True))
    assert before - after == {"senate_chair", "mazhilis_chair"}
    assert after - before == {"kurultai_chair"}
    assert petitioner_kind_on("deputies", date(2026, 7, 1)).least_signatories == 29
    assert petitioner_kind_on("deputies", date(2026, 6, 30)).least_signatories is None


def test_only_a_citizen_needs_an_own_case(law: None) -> None:
    kinds = petitioner_kinds_on(date(2026, 3, 1))
    assert [kind.code for kind in kinds if kind.own_case_required] == ["citizen"]
    assert [kind.code for kind in kinds if kind.suspends_own_case] == ["court"]
    assert petitioner_kind_on("citizen", date(2026, 3, 1)).decision_term == "final_decision_citizen"


def test_every_petitioner_has_a_term_of_decision(law: None) -> None:
    for kind in petitioner_kinds_on(date(2026, 8, 1)):
        assert term_on(kind.decision_term, date(2026, 8, 1)).extendable
        assert set(kind.may_ask) <= set(models.petitioners.Question.values)


def test_ground_four_was_not_seen_and_is_not_offered(law: None) -> None:
    offered = [ground.number for ground in grounds_on(kind="return", day=date(2026, 3, 1))]
    assert offered == ["1", "2", "3", "5"]
    fourth = ground_on("return_4", date(2026, 3, 1))
    assert (fourth.text_kk, fourth.text_ru, fourth.text_en, fourth.usable) == ("", "", "", False)


def test_the_fee_is_a_switch_that_is_off(law: None) -> None:
    assert not rule_is_on("fee_required", date(2024, 1, 1))
    assert not ground_on("return_fee", date(2024, 1, 1)).usable
    assert not rule_is_on("no-such-rule", date(2026, 3, 1))


def test_offered_grounds_speak_three_languages(law: None) -> None:
    for kind in ("return", "refusal", "termination"):
        found = list(grounds_on(kind=kind, day=date(2026, 3, 1)))
        assert found
        for ground in found:
            assert all([ground.name_kk, ground.name_ru, ground.name_en])
            assert bool(ground.cure_kk) == bool(ground.cure_ru) == bool(ground.cure_en)


def test_nothing_is_cited_as_law_before_a_lawyer_confirms(law: None) -> None:
    for model in RuleRow.__subclasses__():
        assert not any(row.citable for row in model._default_manager.all())  # type: ignore[attr-defined]
    ground = ground_on("return_competence", date(2026, 3, 1))
    confirmed = confirm_rule(row=ground, confirmed_by="Legal department", on=date(2026, 3, 1), **WHO)
    assert confirmed.citable
    assert Event.objects.get(subject=confirmed.subject).name == "rule.confirmed"
    with pytest.raises(WrongState):
        confirm_rule(row=ground, confirmed_by="Legal department", on=date(2026, 3, 1), **WHO)


def test_a_wrong_row_is_superseded_and_kept(law: None) -> None:
    old = term_on("screening", date(2026, 3, 1))
    new = supersede_rule(row=old, values={"amount": 10}, entered_by="Chancellery", **WHO)
    old.refresh_from_db()
    assert (old.amount, old.superseded_at) == (15, AT)
    assert term_on("screening", date(2026, 3, 1)) == new
    assert new.amount == 10
    assert new.confirmed_on is None
    assert Event.objects.get(subject=new.subject).body["fields"] == "amount"
    with pytest.raises(WrongState):
        supersede_rule(row=old, values={"amount": 12}, entered_by="Chancellery", **WHO)


def test_a_change_of_the_law_ends_the_old_row_the_day_before(law: None) -> None:
    old = term_on("study", date(2026, 3, 1))
    supersede_rule(row=old, values={"amount": 20}, applies_from=date(2026, 9, 1), entered_by="Chancellery", **WHO)
    assert term_on("study", date(2026, 8, 31)).amount == 30
    assert term_on("study", date(2026, 9, 1)).amount == 20


def test_what_cannot_supersede(law: None) -> None:
    row = term_on("study", date(2026, 3, 1))
    with pytest.raises(OperationError):
        supersede_rule(row=row, values={"amount": 30}, entered_by="x", **WHO)
    with pytest.raises(OperationError):
        supersede_rule(row=row, values={"amount": 9}, applies_from=date(2020, 1, 1), entered_by="x", **WHO)
    with pytest.raises(NotAllowed):
        supersede_rule(row=row, values={"amount": 9}, entered_by="x", actor=Actor.nobody(), at=AT)


def test_one_row_stands_for_a_rule_and_a_first_day(law: None) -> None:
    row = Rule.objects.get(code="roll_to_working_day")
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_syncing_again_changes_nothing(law: None) -> None:
    report = sync_law(**WHO)
    assert report.total("unchanged") > 2_500
    assert (report.total("created"), report.total("changed"), report.total("superseded")) == (0, 0, 0)
    assert report.remarks == []


def test_words_of_an_unconfirmed_row_are_corrected_in_place(law: None) -> None:
    Ground.objects.filter(code="return_competence").update(name_en="Old words")
    report = sync_law(**WHO)
    assert (report.total("changed"), report.total("superseded")) == (1, 0)


def test_a_confirmed_row_or_a_changed_substance_is_superseded(law: None) -> None:
    row = ground_on("return_competence", date(2026, 3, 1))
    confirm_rule(row=row, confirmed_by="Legal department", on=date(2026, 3, 1), **WHO)
    Ground.objects.filter(pk=row.pk).update(name_en="Other words")
    Term.objects.filter(code="cure").update(amount=2)
    assert sync_law(**WHO).total("superseded") == 2
    assert term_on("cure", date(2026, 3, 1)).amount == 1


def test_the_courts_own_setting_outweighs_the_file(law: None) -> None:
    supersede_rule(row=term_on("screening", date(2026, 3, 1)), values={"amount": 10}, entered_by="Chancellery", **WHO)
    report = sync_law(**WHO)
    assert len(report.remarks) == 1
    assert term_on("screening", date(2026, 3, 1)).amount == 10


def test_a_row_ended_by_an_operation_stays_ended(law: None) -> None:
    old = term_on("study", date(2026, 3, 1))
    supersede_rule(row=old, values={"amount": 20}, applies_from=date(2026, 9, 1), entered_by="Chancellery", **WHO)
    report = sync_law(**WHO)
    assert report.total("changed") + report.total("superseded") == 0
    assert term_on("study", date(2026, 9, 1)).amount == 20


def test_the_calendar_that_was_changed_is_not_synced_back(law: None) -> None:
    change_calendar_day(day=date(2026, 9, 7), is_working=False, name="Moved", source="Resolution", **WHO)
    report = sync_law(**WHO)
    assert report.remarks == []
    assert not CalendarDay.objects.get(day=date(2026, 9, 7)).is_working


def test_the_calendar_a_library_corrected_is_remarked(law: None) -> None:
    CalendarDay.objects.filter(day=date(2026, 9, 8)).update(is_working=False)
    assert len(sync_law(**WHO).remarks) == 1


def test_a_new_rule_is_created(law: None) -> None:
    report = Report()
    values = {"code": "new", "applies_from": date(2027, 1, 1), "certainty": "R", "is_on": True}
    sync_rule(model=Rule, values=values, report=report, **WHO)
    assert report.lines() == ["rule: 1 created"]
    assert rule_is_on("new", date(2027, 1, 2))


def test_lists(law: None) -> None:
    assert areas().filter(code="criminal-procedure").exists()
    assert {body.code for body in referrals_for("legal_entity")} == {
        "prosecutor_general",
        "commissioner",
        "court_hearing_the_case",
    }
    assert not any(body.telephone or body.address_ru for body in referrals_for("foreigner"))
    assert series_on("petitions", date(2026, 3, 1)).prints_year


def test_every_field_has_its_line_in_the_data_dictionary() -> None:
    from django.apps import apps

    for model in apps.get_app_config("law").get_models():
        for field in model._meta.concrete_fields:
            assert field.primary_key or field.help_text, f"{model.__name__}.{field.name}"
