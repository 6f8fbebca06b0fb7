"""Clocks worked out by hand with their extensions, suspensions and moved holidays: worked_clocks.csv."""

from __future__ import annotations

from datetime import date

import pytest

from courtcase.law.models import PetitionerKind, Term
from courtcase.law.queries import nearest_due
from courtcase.law.reasons import explain_all
from courtcase.register.models import Subject
from petitions import terms
from tests.law import worked

pytestmark = pytest.mark.django_db
LINES = worked.lines("worked_clocks.csv")


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['term']}-{line['starts_on']}-{line['changes']}")
def test_worked_clock(law: None, subject: Subject, line: dict[str, str]) -> None:
    clock = worked.carried_out(line, subject)
    due = date.fromisoformat(line["due_on"])
    assert (clock.due_on, clock.state) == (due, line["state"]), line["why"]
    runs = clock.state == "open"
    assert terms.open_due(subject, clock.term.code) == (None if clock.state == "closed" else due)
    assert nearest_due(subject) == (due if runs else None)
    marked = worked.unconfirmed_of(clock.term.certainty, (reason["code"] for reason in clock.reasons))
    assert set(line["unconfirmed"].split()) - {"joinder"} == marked, "mark what the line rests on"
    for language in ("kk", "ru", "en"):
        assert all(sentence.endswith(".") for sentence in explain_all(clock.reasons, language))


def test_the_table_covers_what_befalls_clocks() -> None:
    assert len(LINES) >= 40
    said = " ".join(line["changes"] for line in LINES)
    assert all(
        word in said for word in ("extended", "suspended", "resumed", "day off", "worked", "closed", "restarted")
    )
    assert {line["term"] for line in LINES} >= {"screening", "cure", "study", "final_decision", "own_case_year"}
    assert all(line["why"] and line["rule"] for line in LINES)


def test_every_kind_of_petitioner_has_a_term_of_the_decision_that_can_be_extended(law: None) -> None:
    for kind in PetitionerKind.objects.all():
        code = terms.decision_term(petitioner_kind=kind.code, day=kind.applies_from)
        assert code == ("final_decision_citizen" if kind.code == "citizen" else "final_decision")
        assert Term.objects.on(kind.applies_from).get(code=code).extendable
