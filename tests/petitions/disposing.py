"""Petitions that ended long ago, a term somebody confirmed, and the two persons who destroy what has reached its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from courtcase.law.keeping import keeping_on
from courtcase.law.operations import confirm_rule
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.register.models import LegalHold
from courtcase.register.operations import open_subject, place_hold
from petitions.filing.operations.follow_up import withdraw_petition
from petitions.keeping.operations.ask_request import ask_request
from petitions.keeping.operations.block_data import place_block
from petitions.keeping.operations.change_period import propose_period
from petitions.keeping.operations.decide_disposal import JOB, confirm_disposal
from petitions.keeping.operations.dispose import dispose_of_line
from petitions.keeping.operations.propose_disposal import propose_disposal
from petitions.keeping.periods import Period
from petitions.models import DataBlock, DataRequest, DisposalAct, KeepingChange, Petition
from tests.petitions.walk import Walk

KIND = "petition_returned"
WORKER = Actor.system(JOB)


def confirmed(walk: Walk, kind: str = KIND) -> None:
    """Confirm the term of a kind, as the Court's lawyer does."""
    row = keeping_on(kind, walk.now.date())
    assert row is not None
    confirm_rule(
        row=row, confirmed_by="Legal department", on=date(2026, 1, 12), actor=Actor.system("tests"), at=walk.tick()
    )


def withdrawn(walk: Walk) -> Petition:
    """Return a registered petition that its petitioner withdrew."""
    petition = walk.screening()
    actor = Actor.of(walk.cast.petitioner)
    withdraw_petition(petition=petition, reason="Мысал", actor=actor, at=walk.tick(), version=petition.version)
    petition.refresh_from_db()
    return petition


def years_later(walk: Walk, years: int = 6) -> datetime:
    """Return an instant so many years after the walk stands."""
    return walk.now + timedelta(days=366 * years)


def proposed(walk: Walk, at: datetime) -> DisposalAct:
    """Return a list that the data-protection officer proposed."""
    return propose_disposal(kind=KIND, actor=walk.cast.actor("data_protection"), at=at)


def carried_out(walk: Walk, act: DisposalAct, at: datetime) -> DisposalAct:
    """Return a list that the Chair confirmed and the worker carried out."""
    confirm_disposal(act=act, actor=walk.cast.actor("chair"), at=at)
    for line in act.lines.all():
        dispose_of_line(line_id=line.pk, actor=WORKER, at=at)
    act.refresh_from_db()
    return act


def acts(walk: Walk) -> list[dict[str, object]]:
    """Return a list for destruction that waits, and one that is not there."""
    act = DisposalAct.objects.first() or waiting_act(walk)
    return [{"act_id": act.public_id}, {"act_id": uuid4()}]


def waiting_act(walk: Walk) -> DisposalAct:
    """Return a list that waits, as a proposal would leave it: nothing in a prepared world is old enough."""
    at, petition = walk.tick(), Petition.objects.exclude(register_number=None).first()
    rule = keeping_on(KIND, at.date())
    assert rule is not None
    act = DisposalAct.objects.create(
        subject=open_subject(kind="disposal", at=at),
        kind=KIND,
        rule=rule,
        proposed_by=walk.cast.data_protection,
        proposed_at=at,
    )
    if petition is not None:
        act.lines.create(
            petition=petition,
            number=petition.register_number or "",
            closed_on=date(2021, 1, 5),
            over_on=date(2026, 1, 6),
            record_digest="ab" * 32,
        )
    return act


def holds(walk: Walk) -> list[dict[str, object]]:
    """Return a hold that stands, and one that is not there."""
    hold = LegalHold.objects.filter(lifted_at=None).first() or place_hold(
        subject=Petition.objects.exclude(register_number=None).order_by("pk")[0].subject,
        reason="Order No. 7 of the Chair",
        actor=walk.cast.actor("data_protection"),
        at=walk.tick(),
    )
    return [{"hold_id": hold.pk}, {"hold_id": 999_999}]


def data_requests(walk: Walk) -> list[dict[str, object]]:
    """Return a request about personal data that waits, and one that is not there."""
    found = DataRequest.objects.filter(outcome="").first() or ask_request(
        kind="correction",
        words="Прошу исправить отчество.",
        language="ru",
        actor=walk.cast.actor("petitioner"),
        at=walk.tick(),
    )
    return [{"request_id": found.public_id}, {"request_id": uuid4()}]


def blocks(walk: Walk) -> list[dict[str, object]]:
    """Return a block that stands, and one that is not there."""
    block = DataBlock.objects.filter(lifted_at=None).first()
    if block is None:
        at, officer = walk.tick(), walk.cast.actor("data_protection")
        petition = Petition.objects.exclude(register_number=None).order_by("pk")[0]
        request = ask_request(
            kind="blocking", words="Прошу.", language="ru", actor=walk.cast.actor("stranger"), at=walk.tick()
        )
        block = place_block(petition=petition, request=request, actor=officer, at=at)
    return [{"block_id": block.pk}, {"block_id": 999_999}]


def changes(walk: Walk) -> list[dict[str, object]]:
    """Return a period that was proposed and waits, and one that is not there."""
    change = KeepingChange.objects.filter(is_confirmed=None).first()
    if change is None:
        at = walk.tick()
        rule = keeping_on("petition_refused", court_day(at))
        assert rule is not None
        change = propose_period(
            rule=rule,
            period=Period(12, "year", for_ever=False),
            applies_from=court_day(at),
            order="Order No. 5",
            actor=walk.cast.actor("data_protection"),
            at=at,
        )
    return [{"change_id": change.public_id}, {"change_id": uuid4()}]


# What stands behind the addresses, for tests/petitions/prepared.py.
KNOWN: tuple[tuple[str, Callable[[Any], list[dict[str, object]]]], ...] = (
    ("keeping/acts/<uuid:act_id>/", lambda world: acts(world.walk)),
    ("keeping/acts/<uuid:act_id>/confirm/", lambda world: acts(world.walk)),
    ("keeping/acts/<uuid:act_id>/reject/", lambda world: acts(world.walk)),
    ("keeping/acts/<uuid:act_id>/pdf/", lambda world: acts(world.walk)),
    ("keeping/periods/<slug:code>/", lambda world: [{"code": "petition_ended"}, {"code": "nothing"}]),
    ("keeping/periods/changes/<uuid:change_id>/", lambda world: changes(world.walk)),
    ("keeping/periods/changes/<uuid:change_id>/confirm/", lambda world: changes(world.walk)),
    ("keeping/periods/changes/<uuid:change_id>/reject/", lambda world: changes(world.walk)),
    ("keeping/blocks/<int:block_id>/lift/", lambda world: blocks(world.walk)),
    ("keeping/requests/<uuid:request_id>/", lambda world: data_requests(world.walk)),
    ("keeping/holds/<int:hold_id>/lift/", lambda world: holds(world.walk)),
)
