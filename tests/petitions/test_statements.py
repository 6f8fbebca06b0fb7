"""How often each step of the hot path asks the database: upper bounds that only a decision may raise.

Within a test a transaction's BEGIN and COMMIT are a savepoint and its release, so both are counted here too.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courtcase.law.models import Provision
from petitions.models import Petition
from petitions.workflow import State
from tests.cast import Cast

TOKEN = "a" * 32
LONG = "The court applied the provision and left me without counsel when my sentence was enforced. " * 5
# The whole request, from the session to the answer. A submission may ask 20 times at the most, of which this is well
# within. A page that is saved: session, petition, kind of petitioner; then in one transaction the petition locked, its
# version read, both written. What is submitted asks besides whether every file laid with it was opened;
# what came on paper takes a number of the incoming register.
MOST = {
    "start": 16,
    "you": 9,
    "norm": 13,
    "norm again": 11,
    "case": 9,
    "rights": 14,
    "situation": 9,
    "check": 10,
    "submit": 12,
    "confirm": 17,
    "register": 22,
}


class Browser:
    """A browser that counts what each form it sends costs."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.client.cookies["csrftoken"] = TOKEN
        self.counts: dict[str, int] = {}

    def send(self, name: str, path: str, **fields: Any) -> str:
        """Send a form that leads on; return where to."""
        with CaptureQueriesContext(connection) as captured:
            answer = self.client.post(path, {"csrfmiddlewaretoken": TOKEN, **fields})
        assert answer.status_code == 302, answer.content.decode()
        self.counts[name] = len(captured)
        return str(answer["Location"])

    def open(self, name: str, path: str) -> None:
        """Open a page."""
        with CaptureQueriesContext(connection) as captured:
            assert self.client.get(path).status_code == 200
        self.counts[name] = len(captured)


def file_petition(browser: Browser) -> Petition:
    """File as a citizen without an account; return the petition, which waits for its signature."""
    norm = Provision.objects.filter(act__code="criminal-procedure-code-2014").order_by("sort_key")[0].pk
    right = Provision.objects.filter(act__code__startswith="constitution").exclude(heading_kk="").order_by("pk")[0].pk
    start = browser.send("start", "/ru/petitions/new/", petitioner_kind="citizen", language="ru")
    base = start.removesuffix("who/")
    person = {"full_name": "Үлгі", "residence": "Astana, 1", "region": "71", "email": "reader@example.org"}
    browser.send("you", f"{base}you/", version=1, **person)
    browser.send("norm", f"{base}norm/", version=2, provisions=norm)
    browser.send("norm again", f"{base}norm/", version=3, provisions=norm)
    browser.send("case", f"{base}case/", version=4, court="Example court", in_force_on="02.04.2026")
    browser.send("rights", f"{base}rights/", version=5, rights=right)
    browser.send("situation", f"{base}situation/", version=6, situation=LONG)
    browser.open("check", f"{base}check/")
    browser.send("submit", f"{base}check/", version=7)
    return Petition.objects.latest("pk")


@pytest.mark.django_db
def test_no_step_asks_more_often_than_it_must(cast: Cast) -> None:
    file_petition(Browser())  # what a process keeps for good is read now
    browser, staff = Browser(), Browser()
    petition = file_petition(browser)
    staff.client.force_login(cast.registrar)
    desk = f"/ru/intake/{petition.public_id}/"
    staff.open("form", f"{desk}confirm/")
    staff.send("confirm", f"{desk}confirm/", version=petition.version)
    staff.client.force_login(cast.clerk)
    staff.open("form", f"{desk}register/")
    staff.send("register", f"{desk}register/", version=petition.version + 1)
    petition.refresh_from_db()
    assert petition.state == State.REGISTERED
    counted = browser.counts | staff.counts
    assert {name: counted[name] for name in MOST} == MOST
