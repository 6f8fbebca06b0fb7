"""The working calendar, confirmed from the machine itself."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from courtcase.law.models.calendar import CalendarDay, DayCertainty
from courtcase.register.models import Event
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ACT = "Resolution of the Government No. 1"


def run(*words: str | None) -> str:
    """Run the command; return what it printed."""
    printed = StringIO()
    call_command("calendar_days", *words, stdout=printed)
    return printed.getvalue()


@pytest.fixture
def estimated() -> CalendarDay:
    """A coming day that is only estimated."""
    day = date.today() + timedelta(days=40)
    values = {"is_working": False, "certainty": DayCertainty.ESTIMATED, "name": "Kurban Ait", "source": "library"}
    return CalendarDay.objects.update_or_create(day=day, defaults=values)[0]


def test_what_nobody_confirmed_is_listed(estimated: CalendarDay) -> None:
    printed = run()
    assert f"{estimated.day} " in printed
    assert "Kurban Ait" in printed
    assert "The calendar ends on " in printed


def test_a_confirmed_day_keeps_its_name_and_leaves_the_list(estimated: CalendarDay, cast: Cast) -> None:
    printed = run(str(estimated.day), "off", "--source", ACT, "--by", cast.administrator.email)
    assert "Running terms counted anew: 0." in printed
    estimated.refresh_from_db()
    assert (estimated.certainty, estimated.name, estimated.source) == (DayCertainty.CONFIRMED, "Kurban Ait", ACT)
    assert f"{estimated.day} " not in run()
    assert Event.objects.filter(name="calendar.day_changed").count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2030-01-03"], "working or off"),
        (["2030-01-03", "off", "--source", ACT, "--by", "nobody@example.org"], "e-mail of an account"),
    ],
)
def test_what_is_missing_is_said(words: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(*words)


def test_without_an_act_nothing_changes(estimated: CalendarDay, cast: Cast) -> None:
    with pytest.raises(CommandError):
        run(str(estimated.day), "working", "--by", cast.administrator.email)
    estimated.refresh_from_db()
    assert estimated.certainty == DayCertainty.ESTIMATED


def test_a_stranger_may_not(estimated: CalendarDay, cast: Cast) -> None:
    with pytest.raises(CommandError):
        run(str(estimated.day), "working", "--source", ACT, "--by", cast.stranger.email)
    estimated.refresh_from_db()
    assert not estimated.is_working
