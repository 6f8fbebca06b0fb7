"""A measure that a body carries out: it reported and asked for a later day, and another body does a part of it."""

from __future__ import annotations

from datetime import timedelta

from courtcase.people.actors import Actor
from rulings.execution.operations.name_bodies import name_doer
from rulings.execution.operations.tell_of_measure import ask_court, report_as_body
from rulings.models import Measure, MeasureAsking, Ruling
from tests.rulings.desk import Desk


def carried_out(desk: Desk, ruling: Ruling) -> tuple[Measure, MeasureAsking]:
    """Return a measure of a published ruling for which the prosecutor answers, and what was asked about it."""
    cast, walk = desk.walk.cast, desk.walk
    measure = desk.measure(ruling)
    Measure.objects.filter(pk=measure.pk).update(answerable=cast.institution("prosecutor"))
    measure.refresh_from_db()
    officer, court = Actor.of(cast.prosecutor_officer), Actor.of(cast.execution_officer)
    name_doer(measure=measure, institution=cast.institution("justice"), actor=court, at=walk.tick())
    note = {"kk": "Жұмыс тобы құрылды.", "ru": "Создана рабочая группа.", "en": "A working group was formed."}
    report_as_body(measure=measure, stage="draft_prepared", note=note, actor=officer, at=walk.tick())
    assert measure.due_on is not None
    later = measure.due_on + timedelta(days=30)
    words = "Рабочая группа завершает работу летом."
    asked = ask_court(measure=measure, kind="prolong", words=words, until=later, actor=officer, at=walk.tick())
    return measure, asked
