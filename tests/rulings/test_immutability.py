"""What is signed or published is changed by nobody: not by the application, not by the owner of the database."""

from __future__ import annotations

from typing import Any

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from courtcase.people.actors import Actor
from rulings.execution.operations.take_step import report_measure
from rulings.models import MeasureStep, Rendition, RulingText, SignedText
from tests.cast import Cast
from tests.petitions.walk import Walk
from tests.real_commits import RealDatabase
from tests.rulings.desk import Desk

TABLES = ("rulings_signedtext", "rulings_rendition", "rulings_measurestep")


@pytest.mark.django_db
@pytest.mark.parametrize("model", [SignedText, Rendition, MeasureStep])
def test_the_application_may_not_change_or_delete(desk: Desk, model: Any) -> None:
    ruling = desk.published()
    officer = Actor.of(desk.walk.cast.execution_officer)
    measure = desk.measure(ruling)
    report_measure(measure=measure, stage="introduced", source="letter", actor=officer, at=desk.walk.tick())
    row = model.objects.first()
    assert row is not None
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(id=row.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).delete()


@pytest.mark.django_db
def test_a_text_changes_while_its_ruling_is_a_draft_and_never_after(desk: Desk) -> None:
    text = desk.complete(desk.draft()).texts.get(language="ru")
    text.ruling.texts.filter(pk=text.pk).update(translator="nobody")
    ruling = desk.sign(text.ruling)
    with pytest.raises(DatabaseError), transaction.atomic():
        ruling.texts.filter(language="ru").update(blocks=[])
    with pytest.raises(DatabaseError), transaction.atomic():
        ruling.texts.filter(language="ru").delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        RulingText.objects.create(ruling=ruling, language="en", blocks=[], authentic=False, updated_at=desk.walk.now)


def test_the_owner_may_not_either(real_commits: RealDatabase) -> None:
    desk = Desk(Walk(Cast()))
    ruling = desk.published()
    measure = desk.measure(ruling)
    officer = Actor.of(desk.walk.cast.execution_officer)
    report_measure(measure=measure, stage="introduced", source="letter", actor=officer, at=desk.walk.tick())
    connection.close()
    session = psycopg2.connect(real_commits.owner_url)
    session.autocommit = True
    try:
        with session.cursor() as cursor:
            for statement in ("UPDATE rulings_rulingtext SET blocks = '[]'", "DELETE FROM rulings_rulingtext"):
                with pytest.raises(psycopg2.Error):
                    cursor.execute(statement)
            for table in TABLES:
                for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):  # noqa: S608
                    with pytest.raises(psycopg2.Error):
                        cursor.execute(statement)
    finally:
        session.close()
