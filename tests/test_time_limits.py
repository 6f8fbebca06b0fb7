"""Nobody is hurried: whatever a person must do in time has twenty minutes at least, and no such limit escapes this list."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account import app_settings as sign_in
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from courtcase.people.models import OFFER_STANDS
from courtcase.people.operations import programs
from courtcase.single_sign_on import views as single_sign_on
from courtcase.telephone import operations as telephone
from petitions.filing import second_proof
from petitions.filing.operations import draft_link, export_data, help, prove  # noqa: A004 - the operations of that name
from petitions.filing.operations.help import make_help_code
from petitions.filing.operations.prove import make_proof_code
from petitions.letters import rules as letters
from petitions.models import OneTimeCode
from petitions.webhooks import operations as webhooks
from tests.cast import Cast
from tests.petitions.walk import Walk

LEAST = timedelta(minutes=20)
ROOT = Path(__file__).resolve().parent.parent
MINUTES, HOURS, DAYS, SECONDS = (timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(seconds=1))

# What a person can run out of, by what it is.
LIMITS: dict[str, timedelta] = {
    "code of the second proof": prove.MINUTES * MINUTES,
    "what the second proof opened": second_proof.LASTS,
    "code read out for help by telephone": help.MINUTES * MINUTES,
    "help by telephone": help.LASTS,
    "link that opens a draft": draft_link.DAYS * DAYS,
    "turn of signing on a telephone": settings.EGOV_MOBILE_MINUTES * MINUTES,
    "code to sign in by a text message": telephone.MINUTES * MINUTES,
    "signing in by the Court's service": single_sign_on.MINUTES * MINUTES,
    "copy of one's data": export_data.KEPT,
    "session": settings.SESSION_COOKIE_AGE * SECONDS,
    "session of staff": settings.STAFF_SESSION_HOURS * HOURS,
    "session of staff that lies idle": settings.STAFF_IDLE_MINUTES * MINUTES,
    "token of a form": settings.CSRF_COOKIE_AGE * SECONDS,
    "code of a new e-mail": sign_in.EMAIL_VERIFICATION_BY_CODE_TIMEOUT * SECONDS,
    "code for a new password": sign_in.PASSWORD_RESET_BY_CODE_TIMEOUT * SECONDS,
    "signing in, second factor included": sign_in.LOGIN_TIMEOUT * SECONDS,
    "having shown who one is": sign_in.REAUTHENTICATION_TIMEOUT * SECONDS,
    "offer to act for an institution": OFFER_STANDS,
    "former token of a program": programs.CHANGEOVER,
    "former secret of a webhook": webhooks.CHANGEOVER,
    "undoing a return, as long as nobody configured it": letters.FIRST["undo_minutes"] * MINUTES,
}
# Short times in the sources that nobody waits against: each with why.
NOBODYS = {
    "courtcase/frame/quiet_check.py": "how soon a form may not come back; whoever is quicker ticks one box and passes",
    "petitions/filing/pace.py": "a second added to what is said of the wait; the wait itself takes nobody's last day",
    "courtcase/signatures/revocation.py": "how far two clocks may differ",
    "courtcase/notices/leases.py": "how far two clocks may differ",
    "courtcase/doctor/checks/work.py": "when work counts as late",
    "courtcase/doctor/checks/long_work.py": "when a long change of data counts as standing still",
    "courtcase/notices/beat.py": "how often work is looked for",
    "petitions/webhooks/sending.py": "how long a receiver that fails is let be",
    "petitions/intake/operations/note.py": "within what a key pressed twice is one note",
    "rulings/publication/operations/make_open_data.py": "how soon a task reads a ruling again that changed meanwhile",
    "rulings/demo/returns.py": "made-up steps of a demonstration",
    "rulings/demo/times.py": "made-up readings of a demonstration",
    "rulings/demo/court_steps.py": "made-up steps of a demonstration",
    "rulings/demo/intake_steps.py": "made-up steps of a demonstration",
}
# Files whose short times are in LIMITS.
MEASURED = {
    "petitions/filing/operations/prove.py",
    "petitions/filing/operations/help.py",
    "petitions/filing/operations/sign_on_phone.py",
    "courtcase/telephone/operations.py",
    "petitions/letters/operations/prepare_return.py",
    "petitions/letters/operations/standing.py",
}


@pytest.mark.parametrize("name", LIMITS)
def test_it_leaves_twenty_minutes(name: str) -> None:
    assert LIMITS[name] >= LEAST


def short_times() -> Iterator[str]:
    """Yield the files of the program that count minutes or seconds with `timedelta`."""
    for folder in ("courtcase", "petitions", "rulings"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "/migrations/" in name or "/embedded/" in name:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                called = getattr(node, "func", None)
                is_delta = isinstance(called, ast.Name) and called.id == "timedelta"
                if is_delta and {word.arg for word in node.keywords} & {"minutes", "seconds"}:  # type: ignore[attr-defined]
                    yield name


def test_no_short_time_of_the_sources_is_unknown_here() -> None:
    found = set(short_times())
    assert found - MEASURED - set(NOBODYS) == set(), "put it into LIMITS, or say in NOBODYS why nobody waits against it"
    assert (MEASURED | set(NOBODYS)) - found == set(), "it is gone: take it off the list"


@pytest.mark.django_db
def test_codes_hold_as_long_as_they_say(cast: Cast) -> None:
    walk = Walk(cast)
    draft, filed = walk.drafted(), walk.filed()
    at, actor = walk.tick(), walk.cast.actor("petitioner")
    make_help_code(petition=draft, actor=actor, at=at)
    make_proof_code(petition=filed, code="000000", channel="email", actor=actor, at=at)
    rows = list(OneTimeCode.objects.all())
    assert [one.expires_at - one.made_at >= LEAST for one in rows] == [True, True]


@pytest.mark.django_db
def test_the_session_of_somebody_who_writes_without_an_account_lasts(client: Client) -> None:
    client.post("/ru/petitions/new/", {"petitioner_kind": "citizen", "language": "ru"})
    row: Any = Session.objects.get(session_key=client.session.session_key)
    assert row.expire_date - timezone.now() > timedelta(days=1)
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] >= LEAST.total_seconds()
    csrf = Client(enforce_csrf_checks=True)
    csrf.get("/ru/petitions/track/")
    assert csrf.cookies[settings.CSRF_COOKIE_NAME]["max-age"] >= LEAST.total_seconds()
