"""An account that nobody uses: two letters, thirty days apart, then it is closed; whoever comes back keeps it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from courtcase.law.keeping import keeping_on
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.notices.texts import render
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.register.models import Event
from petitions.keeping.operations.ask_request import ask_request
from petitions.keeping.operations.close_unused import end_unused_accounts
from petitions.keeping.periods import Period, touched
from tests.petitions.disposing import confirmed
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("keeping.sweep")
TERM = timedelta(days=3 * 366)
DAY = timedelta(days=1)


def swept(at: datetime) -> dict[str, int]:
    """Return what the daily work did on a day."""
    return end_unused_accounts(actor=SYSTEM, at=at)


def last_used(account: Account, when: datetime) -> None:
    """Have an account be used last at an instant, and every other citizen's just now."""
    Account.objects.exclude(pk=account.pk).update(last_login=when + 2 * TERM)
    Account.objects.filter(pk=account.pk).update(last_login=when, created_at=when)


def test_told_twice_then_closed_and_erased(walk: Walk) -> None:
    account = walk.cast.stranger
    last_used(account, walk.now)
    end = walk.now + TERM
    assert swept(end + 90 * DAY) == {"told": 0, "closed": 0}, "nobody confirmed the term"
    confirmed(walk, "account")
    assert swept(end - 61 * DAY) == {"told": 0, "closed": 0}
    assert swept(end - 59 * DAY) == {"told": 1, "closed": 0}
    letter = render(Notice.objects.get(event="account.unused")).body
    assert "/account/login/" in letter
    assert swept(end - 58 * DAY) == {"told": 0, "closed": 0}, "once"
    assert swept(end - 29 * DAY) == {"told": 1, "closed": 0}
    assert swept(end - 10 * DAY) == {"told": 0, "closed": 0}
    assert swept(end + 2 * DAY) == {"told": 0, "closed": 1}
    account.refresh_from_db()
    assert (account.is_active, account.email) == (False, None)
    assert Event.objects.filter(subject=account.subject).latest("pk").name == "account.closed_unused"
    assert swept(end + 3 * DAY) == {"told": 0, "closed": 0}


def test_who_comes_back_is_told_anew_another_time(walk: Walk) -> None:
    account = walk.cast.stranger
    last_used(account, walk.now)
    confirmed(walk, "account")
    end = walk.now + TERM
    swept(end - 59 * DAY)
    swept(end - 29 * DAY)
    Account.objects.filter(pk=account.pk).update(last_login=end - 5 * DAY)
    assert swept(end + 30 * DAY) == {"told": 0, "closed": 0}
    later = end - 5 * DAY + TERM
    assert swept(later - 59 * DAY) == {"told": 1, "closed": 0}
    assert swept(later + DAY) == {"told": 1, "closed": 0}, "closed only after two letters of this time"


@pytest.mark.parametrize("why", ["petition", "role", "request"])
def test_what_something_hangs_from_stays(walk: Walk, why: str) -> None:
    account = walk.cast.petitioner if why == "petition" else walk.cast.stranger
    if why == "petition":
        walk.drafted()
    elif why == "role":
        account = walk.cast.clerk
    else:
        ask_request(kind="erasure", words="Прошу", language="ru", actor=Actor.of(account), at=walk.now)
    last_used(account, walk.now)
    confirmed(walk, "account")
    assert swept(walk.now + TERM) == {"told": 0, "closed": 0}


def test_what_a_period_would_touch_is_counted_before_it_is_set(walk: Walk) -> None:
    last_used(walk.cast.stranger, walk.now)
    at = walk.now + timedelta(days=400)
    assert touched("account", Period(1, "year", for_ever=False), at) == 1
    assert touched("account", Period(2, "year", for_ever=False), at) == 0
    assert touched("account", Period(None, "year", for_ever=True), at) == 0
    assert touched("session", Period(1, "hour", for_ever=False), at) is None
    row = keeping_on("account", court_day(walk.now))
    assert row is not None
    assert not row.is_obeyed
