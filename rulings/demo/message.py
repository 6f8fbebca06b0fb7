"""The Message of a demonstration: adopted by the cast in a session of the plenary, published and printed, marked as made up."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.people.cast import BENCH_KEYS, MEMBERS
from courtcase.people.models import Account
from petitions.models import BenchKind
from petitions.proceedings.operations.call_session import call_session
from petitions.proceedings.operations.hold_session import hold_session
from rulings.demo.load import DemoRefused
from rulings.drafting.operations.record_bench import record_bench
from rulings.drafting.operations.sign_ruling import sign_ruling
from rulings.models import Ruling, RulingState
from rulings.models.kinds import LANGUAGES
from rulings.publication.operations.make_files import make_files
from rulings.publication.operations.publish_ruling import publish_ruling

__all__ = ["DemoRefused", "give_out", "is_made_up", "member"]


def is_made_up() -> bool:
    """Say whether this is a demonstration or a test, where nothing is the Court's own."""
    return settings.MODE in {"demo", "test"}


def give_out(ruling: Ruling, *, at: datetime) -> Ruling:
    """Adopt, publish and print a drafted Message; one that is published already is printed alone. Returns it.

    Raises DemoRefused outside demo and test mode: there judges adopt it and people sign it.
    """
    if not is_made_up():
        raise DemoRefused("A Message is adopted by the Court.")
    if ruling.state == RulingState.DRAFT:
        ruling = adopt(ruling, at=at)
    if ruling.state == RulingState.SIGNED:
        ruling = publish_ruling(ruling=ruling, actor=member("publisher"), at=at)
    for language in LANGUAGES:
        make_files(ruling=ruling, language=language, actor=Actor.system("message"), at=at)
    return ruling


def adopt(ruling: Ruling, *, at: datetime) -> Ruling:
    """Let the plenary sit and sign."""
    secretary, judges = member("secretary"), [account(key) for key in reversed(BENCH_KEYS)]
    sitting = call_session(
        bench=BenchKind.PLENARY,
        day=court_day(at),
        judges=judges,
        presiding=judges[0],
        in_writing=True,
        actor=secretary,
        at=at,
        synthetic=True,
    )
    sitting = hold_session(sitting=sitting, present=dict.fromkeys(judges, True), actor=secretary, at=at)
    ruling = record_bench(ruling=ruling, sitting=sitting, signed=judges, actor=secretary, at=at)
    return sign_ruling(ruling=ruling, day=court_day(at), actor=secretary, at=at)


def account(key: str) -> Account:
    """Return a member of the cast."""
    return Account.objects.get(email=next(one.email for one in MEMBERS if one.key == key))


def member(key: str) -> Actor:
    """Return a member of the cast as whoever acts."""
    return Actor.of(account(key))
