"""The table of personal data is complete: every model stands in it, and pages, documentation and database say the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import BinaryField, EmailField, Field, GenericIPAddressField
from django.test import Client
from django.utils.html import escape
from django.utils.translation import override

from courtcase.law.models import Disposal, KeepingTerm
from courtcase.law.sync.files import read_json
from petitions.keeping.table import held, kinds_on, markdown
from petitions.keeping.wording import ENDS, GROUPS, PURPOSES, SEEN_BY, SINCE

PAGE = Path(__file__).resolve().parents[2] / "docs" / "personal-data.md"
# Field names that speak of a person, whatever their kind.
PERSONAL_NAMES = ("full_name", "phone", "iin", "ip", "user_agent", "sealed", "address", "filename")
# Named so and yet of no person, each with why.
OF_NO_PERSON = {
    "people.Institution": "the public address of a body",
    "petitions.Webhook": "the address and secret of a machine",
    "law.Referral": "the public address and telephone of a body",
    "petitions.NormAlarm": "",
}


def is_personal(field: Field[object, object]) -> bool:
    """Say whether a field looks as if it held something of a person."""
    return isinstance(field, (EmailField, GenericIPAddressField)) or any(
        field.name == name or field.name.startswith(name + "_") or field.name.endswith("_" + name)
        for name in PERSONAL_NAMES
    )


def test_every_model_of_the_project_stands_in_the_table() -> None:
    labels = {model._meta.label for model in apps.get_models()}
    named = set(held())
    assert labels - named == set(), (
        "name these models in petitions/keeping/held.csv, or - where they hold nothing of people"
    )
    assert named - labels == set(), "these models are there no more"


def test_a_model_that_speaks_of_people_is_named_in_a_kind() -> None:
    for model in apps.get_models():
        label = model._meta.label
        personal = [field.name for field in model._meta.local_concrete_fields if is_personal(field)]
        sealed = [f.name for f in model._meta.local_concrete_fields if isinstance(f, BinaryField) and "index" in f.name]
        if (personal or sealed) and label not in OF_NO_PERSON:
            assert held()[label], f"{label} holds {personal + sealed}: name its kind in petitions/keeping/held.csv"


@pytest.mark.django_db
def test_every_kind_is_known_and_used() -> None:
    kinds = {row.code for row in KeepingTerm.objects.current()}
    used = {kind for some in held().values() for kind in some}
    assert used <= kinds
    outside = {row.code for row in KeepingTerm.objects.current().filter(disposal=Disposal.OUTSIDE)}
    assert kinds - used <= outside
    for row in KeepingTerm.objects.current():
        assert row.purpose in PURPOSES
        assert row.seen_by in SEEN_BY
        assert not row.counted_from or row.counted_from in SINCE
        assert row.disposal in ENDS


@pytest.mark.django_db
def test_no_period_of_law_is_obeyed_before_somebody_confirms_it() -> None:
    obeyed = KeepingTerm.objects.current().filter(amount__isnull=False)
    assert {row.code for row in obeyed if not row.is_obeyed} == {
        "account",
        "petition_refused",
        "petition_returned",
        "notices",
    }
    assert all(not row.article and row.certainty != "V" for row in KeepingTerm.objects.current())


def test_the_documentation_holds_the_same_table() -> None:
    with override("en"):
        assert markdown() in PAGE.read_text(encoding="utf-8"), "run manage.py draw_keeping"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_shows_every_kind_to_everybody(client: Client, language: str) -> None:
    answer = client.get(f"/{language}/privacy/kept/")
    text = answer.content.decode()
    assert not answer.cookies
    for row in kinds_on(date(2026, 12, 1)):
        assert escape(getattr(row, f"name_{language}")) in text
    with override(language):
        assert str(PURPOSES["account_for"]) in text.replace("&#x27;", "'")


def test_the_page_groups_every_kind_once() -> None:
    rows = [KeepingTerm(**row) for row in read_json("keeping.json")]
    listed = [code for _anchor, _name, codes in GROUPS for code in codes]
    assert sorted(listed) == sorted(row.code for row in rows)
