"""Rows of law, confirmed from the machine itself."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from courtcase.law.models import Ground
from courtcase.register.models import Event
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    """Run the command; return what it printed."""
    printed = StringIO()
    call_command("confirm_rule", *words, stdout=printed)
    return printed.getvalue()


@pytest.fixture
def ground(cast: Cast) -> Ground:
    """A ground of return that nobody has confirmed."""
    return Ground.objects.get(code="return_competence", confirmed_on=None)


def test_what_nobody_confirmed_is_listed(ground: Ground) -> None:
    printed = run()
    assert f"ground           {ground.pk:>4}  return_competence" in printed
    assert "to compare with the law" in printed


def test_a_row_is_confirmed_in_the_name_of_an_office(ground: Ground, cast: Cast) -> None:
    run("ground", str(ground.pk), "--office", "Legal department", "--on", "2026-03-01", "--by", str(cast.chair.email))
    ground.refresh_from_db()
    assert ground.citable
    assert Event.objects.filter(name="rule.confirmed", actor=cast.chair).count() == 1
    assert f" {ground.pk:>4}  return_competence" not in run()


def test_it_is_said_why_nothing_was_done(ground: Ground, cast: Cast) -> None:
    chair = str(cast.chair.email)
    for words in (
        ("ground", str(ground.pk), "--by", chair),
        ("ground", "--office", "Legal department", "--by", chair),
        ("ground", "999999", "--office", "Legal department", "--by", chair),
        ("ground", str(ground.pk), "--office", "Legal department", "--by", "nobody@example.kz"),
        ("ground", str(ground.pk), "--office", "Legal department", "--by", str(cast.clerk.email)),
    ):
        with pytest.raises(CommandError):
            run(*words)
    ground.refresh_from_db()
    assert ground.confirmed_on is None
