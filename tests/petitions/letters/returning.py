"""How tests prepare returns and let them leave."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from courtcase.law.queries import grounds_on
from courtcase.people.actors import Actor
from courtcase.register.operations import record_read
from petitions.letters.operations.configure import change_letter_rule
from petitions.letters.operations.leave import let_leave
from petitions.letters.operations.prepare_return import prepare_return
from petitions.letters.operations.sign_letter import sign_letter
from petitions.models import Letter, Petition, PreparedReturn
from tests.petitions.walk import Walk

SYSTEM = Actor.system("tests")
REASON = "The court in {number} applied another provision than the one that is contested."


def configured(walk: Walk, *, undo: int = 10, percent: int = 0, signed: bool = True) -> None:
    """Configure how returns leave: by default none is drawn."""
    head = Actor.of(walk.cast.head_of_intake)
    change_letter_rule(undo_minutes=undo, reader_percent=percent, signed_by_head=signed, actor=head, at=walk.tick())


def prepared(walk: Walk, petition: Petition | None = None, *, key: str = "clerk", why: str = "") -> PreparedReturn:
    """Return a return that a clerk prepared on a ground that can be cured, of a new petition where none is given."""
    of = petition or walk.screening()
    ground = grounds_on(kind="return", day=walk.now.date()).filter(curable=True)[0]
    reason = why or REASON.format(number=of.public_id)
    actor = Actor.of(getattr(walk.cast, key))
    record_read(subject=of.subject, actor=actor, at=walk.tick(), place="petition.examine")
    return prepare_return(petition=of, grounds=[ground], explanation=reason, actor=actor, at=walk.tick())


def signed(walk: Walk, one: PreparedReturn) -> Letter:
    """Return the letter of a prepared return, signed by the head."""
    return sign_letter(letter=one.letter, actor=Actor.of(walk.cast.head_of_intake), at=walk.tick())


def left(walk: Walk, one: PreparedReturn, *, at: datetime | None = None) -> PreparedReturn:
    """Return a prepared return after the worker looked at it, by default when its time to be undone is over."""
    walk.now = max(walk.now, at or one.not_before + timedelta(seconds=1))
    let_leave(prepared=one, actor=SYSTEM, at=at or walk.now)
    one.refresh_from_db()
    one.petition.refresh_from_db()
    return one


def returns_on_their_way(walk: Walk) -> None:
    """Leave one return that left, and one that waits, drawn for a second reader."""
    configured(walk)
    gone = prepared(walk)
    signed(walk, gone)
    left(walk, gone)
    configured(walk, percent=100)
    prepared(walk)


def letters_as_arguments() -> list[dict[str, object]]:
    """Return every letter as an argument of an address, and one that is not there."""
    return [{"letter_id": one} for one in (*Letter.objects.values_list("public_id", flat=True), uuid4())]


def own_letters_as_arguments() -> list[dict[str, object]]:
    """Return every letter with its petition as arguments of an address, and one that is not there."""
    known = list(Letter.objects.values_list("petition__public_id", "public_id"))
    return [{"public_id": petition, "letter_id": one} for petition, one in (*known, (known[0][0], uuid4()))]


def second_readings_as_arguments() -> list[dict[str, object]]:
    """Return the petitions whose return was prepared as arguments of an address, and one that is not there."""
    known = PreparedReturn.objects.values_list("petition__public_id", flat=True)
    return [{"public_id": one} for one in (*known, uuid4())]
