"""Two people who sign up with one e-mail at the same moment, with real commits."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.operations import accounts

pytestmark = pytest.mark.real_commits


def test_the_second_of_two_at_once_is_told_that_the_address_is_taken(
    real_commits: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, gate = accounts.refuse_taken, threading.Barrier(2)
    waited: set[int] = set()

    def look_together(address: str) -> None:
        looked(address)
        if threading.get_ident() not in waited:
            waited.add(threading.get_ident())
            gate.wait(timeout=10)

    monkeypatch.setattr(accounts, "refuse_taken", look_together)
    outcomes: list[str] = []

    def sign_up() -> None:
        try:
            accounts.register_account(
                email="one@example.kz",
                full_name="Ана Үлгі",
                language="kk",
                actor=Actor.system("test"),
                at=timezone.now(),
            )
            outcomes.append("registered")
        except OperationError as error:
            outcomes.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sign_up) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["registered", "taken"]
    assert Account.objects.filter(email="one@example.kz").count() == 1
