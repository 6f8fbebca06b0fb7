"""When a file is examined: for those alone who may bring it, and before anything is locked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import IO

import pytest
from django.db import connection

from courtcase.documents.models import Document, ScanState
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from petitions.filing.operations.attach import MAX_ATTACHMENTS, attach
from petitions.intake.operations.confirm_signature import confirm_signature
from petitions.intake.operations.enter_paper import enter_paper
from petitions.models import Petition
from petitions.workflow import State
from tests.documents.files import picture, upload
from tests.petitions.walk import Walk, words

pytestmark = pytest.mark.django_db
Bring = Callable[[Walk, Petition, Actor, datetime], object]


@pytest.fixture
def depths(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Write down how many transactions are open at each scan, beyond those of the test itself."""
    outside, seen = len(connection.savepoint_ids), list[int]()

    def scan(file: IO[bytes]) -> ScanState:
        seen.append(len(connection.savepoint_ids) - outside)
        return ScanState.CLEAN

    monkeypatch.setattr("courtcase.documents.operations.scan", scan)
    return seen


def lay(walk: Walk, petition: Petition, actor: Actor, at: datetime) -> object:
    return attach(petition=petition, uploaded=upload("a.png", picture()), purpose="other", actor=actor, at=at)


def confirm(walk: Walk, petition: Petition, actor: Actor, at: datetime) -> object:
    return confirm_signature(petition=petition, scan=upload("a.png", picture()), actor=actor, at=at)


def enter(walk: Walk, petition: Petition, actor: Actor, at: datetime) -> object:
    return enter_paper(content=words(), language="ru", scan=upload("a.png", picture()), actor=actor, at=at)


@pytest.mark.parametrize(("bring", "who"), [(lay, "petitioner"), (confirm, "registrar"), (enter, "registrar")])
def test_nothing_is_locked_while_a_file_is_scanned(walk: Walk, depths: list[int], bring: Bring, who: str) -> None:
    petition = walk.drafted() if bring is lay else walk.submitted()
    bring(walk, petition, Actor.of(getattr(walk.cast, who)), walk.tick())
    assert depths == [0]
    assert Document.objects.count() == 1


@pytest.mark.parametrize(("bring", "who"), [(lay, "stranger"), (confirm, "petitioner"), (enter, "petitioner")])
def test_nothing_is_scanned_for_a_stranger(walk: Walk, depths: list[int], bring: Bring, who: str) -> None:
    petition = walk.drafted() if bring is lay else walk.submitted()
    with pytest.raises(NotAllowed):
        bring(walk, petition, Actor.of(getattr(walk.cast, who)), walk.tick())
    assert not depths
    assert not Document.objects.exists()


def test_nothing_is_scanned_where_the_step_is_over(walk: Walk, depths: list[int]) -> None:
    petition = walk.filed()
    with pytest.raises(WrongState):
        confirm(walk, petition, Actor.of(walk.cast.registrar), walk.tick())
    assert not depths


def test_nothing_is_scanned_beyond_the_last_place(
    walk: Walk, depths: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_ATTACHMENTS == 30
    monkeypatch.setattr("petitions.filing.operations.attach.MAX_ATTACHMENTS", 1)
    petition, writer = walk.drafted(), Actor.of(walk.cast.petitioner)
    lay(walk, petition, writer, walk.tick())
    with pytest.raises(OperationError) as refused:
        lay(walk, petition, writer, walk.tick())
    assert refused.value.field == "attachment"
    assert depths == [0]


def test_what_changed_during_the_scan_is_seen(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    petition = walk.submitted()

    def scan(file: IO[bytes]) -> ScanState:
        Petition.objects.filter(pk=petition.pk).update(state=State.WITHDRAWN)
        return ScanState.CLEAN

    monkeypatch.setattr("courtcase.documents.operations.scan", scan)
    with pytest.raises(WrongState):
        confirm(walk, petition, Actor.of(walk.cast.registrar), walk.tick())
    assert not Document.objects.exists()
