"""Twenty clerks at once on one queue, through the real web server: each petition is one clerk's, and has one number."""

from __future__ import annotations

import random
import re
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest
from django.contrib.auth.hashers import make_password

from courtcase.people.models import Account
from petitions.models import Assignment, Petition, QueueEntry
from tests.cast import PASSWORD, Cast
from tests.clerks import account_of
from tests.faults.visiting import serving
from tests.notices.conftest import broker, worker_environment
from tests.petitions.walk import Walk
from tests.soak import invariants
from tests.soak.browser import Answer, Browser, Tally, hidden_fields

__all__ = ["broker", "worker_environment"]
pytestmark = [pytest.mark.faults, pytest.mark.alone]
CLERKS, PETITIONS = 20, 40
PAUSE_SECONDS = 0.2
QUEUE = "/ru/intake/?view=unassigned"
LINE = re.compile(r'href="/ru/intake/([0-9a-f-]{36})/"')
CHOSEN = re.compile(r'<option value="(\d+)" selected')
# What a clerk does with a petition of nobody, one after the other.
WORK = ("register", "begin", "pass")


@dataclass
class Clerk:
    """One clerk in a browser, and what the server acknowledged: petition and act."""

    account: Account
    browser: Browser
    chance: random.Random
    done: list[tuple[str, str]] = field(default_factory=list)

    def sign_in(self) -> bool:
        """Sign in by the form, and say whether it worked."""
        fields = [("login", str(self.account.email)), ("password", PASSWORD)]
        return self.send("/ru/account/login/", self.browser.get("/ru/account/login/"), *fields).leads_on

    def send(self, path: str, shown: Answer, *fields: tuple[str, str]) -> Answer:
        """Send the form of a page that was shown."""
        return self.browser.post(path, [*hidden_fields(shown.text).items(), *fields])

    def act(self, petition: str, act: str, *fields: tuple[str, str], shown: Answer | None = None) -> bool:
        """Carry out one act, on the form as it is now or as it was `shown`; say whether the server took it."""
        path = f"/ru/intake/{petition}/{act}/"
        took = self.send(path, shown or self.browser.get(path), *fields).leads_on
        if took:
            self.done.append((petition, act))
        return took

    def take(self, petition: str) -> bool:
        """Take a petition oneself, unless the form says that somebody has it."""
        shown = self.browser.get(f"/ru/intake/{petition}/assign/")
        me = str(self.account.pk)
        return CHOSEN.findall(shown.text) == [me] and self.act(petition, "assign", ("assignee", me), shown=shown)

    def work(self, until: float) -> None:
        """Take petitions of nobody from the head of the queue and work on them, until time is up."""
        while monotonic() < until:
            lines = LINE.findall(self.browser.get(QUEUE).text)
            petition = self.chance.choice(lines[:4]) if lines else ""
            if petition and self.take(petition):
                all(self.act(petition, act) for act in WORK)


@dataclass
class Hall:
    """The clerks, the petitions with the versions at which they began, and what all browsers met."""

    clerks: list[Clerk]
    versions: dict[str, int]
    tally: Tally
    walk: Walk

    def refill(self, until: float) -> None:
        """File petitions whenever the clerks have taken nearly all of them, until time is up: nobody stands idle."""
        pause = threading.Event()
        while monotonic() < until:
            if QueueEntry.objects.filter(assignee=None).count() < PETITIONS // 2:
                filed = self.walk.filed()
                self.versions[str(filed.public_id)] = filed.version
            else:
                pause.wait(PAUSE_SECONDS)


@pytest.fixture
def hall(worker_environment: dict[str, str], tmp_path: Path) -> Iterator[Hall]:
    """Serve a queue of petitions that nobody has to twenty clerks who are signed in."""
    walk, tally = Walk(Cast()), Tally()
    filed = [walk.filed() for _number in range(PETITIONS)]
    hashed = make_password(PASSWORD)
    accounts = [account_of(walk.cast, number, hashed=hashed) for number in range(CLERKS)]
    environment = worker_environment | {"COURTCASE_TRUSTED_PROXIES": "1"}
    with serving(environment, tmp_path / "web.log") as web:
        clerks = [
            Clerk(account, Browser(web.address, tally, come_from=f"10.0.0.{number}"), random.Random(number))
            for number, account in enumerate(accounts, start=1)
        ]
        with ThreadPoolExecutor(CLERKS) as threads:
            assert all(threads.map(Clerk.sign_in, clerks)), web.written()[-3_000:]
        yield Hall(clerks, {str(one.public_id): one.version for one in filed}, tally, walk)


def test_twenty_clerks_take_and_register_each_petition_once(
    hall: Hall, clerk_seconds: float, capsys: pytest.CaptureFixture[str]
) -> None:
    until = monotonic() + clerk_seconds
    with ThreadPoolExecutor(CLERKS) as threads:
        working = [threads.submit(clerk.work, until) for clerk in hall.clerks]
        hall.refill(until)
        for one in working:
            one.result()
    assert not hall.tally.broken, hall.tally.broken
    assert "no answer" not in hall.tally.answers, hall.tally.answers
    done = Counter(petition for clerk in hall.clerks for petition, _act in clerk.done)
    acts = Counter(one for clerk in hall.clerks for one in clerk.done)
    assert len(done) >= CLERKS // 2, "hardly anything was done: nothing is proved"
    assert set(acts.values()) == {1}, "an act was acknowledged to two clerks"
    takers = {petition: clerk.account.pk for clerk in hall.clerks for petition, act in clerk.done if act == "assign"}
    for petition in Petition.objects.all():
        key = str(petition.public_id)
        assert petition.assignee_id == takers.get(key)
        assert petition.version == hall.versions[key] + done[key], "an acknowledged step is lost, or came twice"
        assert (petition.register_number is not None) == ((key, "register") in acts)
    assert Assignment.objects.count() == Assignment.objects.filter(ended_at=None).count() == len(takers)
    for check in (invariants.register_numbers, invariants.record_and_states, invariants.queue_rows):
        assert check({}) == []
    assert invariants.register({"figures": {}}) == []
    with capsys.disabled():
        print(f"\n  {len(done)} petitions, {sum(done.values())} acts; answers: {dict(hall.tally.answers)}", end=" ")


def test_of_twenty_who_press_at_the_same_moment_one_gets_the_petition(hall: Hall) -> None:
    petition, together = next(iter(hall.versions)), threading.Barrier(CLERKS)

    def press(clerk: Clerk) -> bool:
        shown = clerk.browser.get(f"/ru/intake/{petition}/assign/")
        together.wait(30)
        return clerk.act(petition, "assign", ("assignee", str(clerk.account.pk)), shown=shown)

    with ThreadPoolExecutor(CLERKS) as threads:
        took = list(threads.map(press, hall.clerks))
    assert took.count(True) == 1
    assert not hall.tally.broken, hall.tally.broken
    assert hall.tally.answers["422"] == CLERKS - 1
    given = Assignment.objects.get()
    assert given.assignee == hall.clerks[took.index(True)].account
    assert Petition.objects.get(public_id=petition).version == hall.versions[petition] + 1
