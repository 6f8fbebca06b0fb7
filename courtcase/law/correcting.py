"""An act that somebody added to the list of law is corrected: its address and its norms stay, and what was wrong is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from courtcase.law.adding import facts_of, found_by, lock_list
from courtcase.law.models import Act, ActCorrection, AreaOfLaw
from courtcase.law.models.acts import ActStatus
from courtcase.law.sync.files import read_csv
from courtcase.operations import OperationError, StaleVersion, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.register.operations import open_subject, record

LONGEST_REASON = 300


@cache
def codes_of_files() -> frozenset[str]:
    """Return the codes of the acts that come with the program: its next release would undo a correction of those."""
    return frozenset(line["code"] for line in read_csv("acts.csv"))


def was_added(act: Act) -> bool:
    """Say whether somebody added the act at the desk, so that it can be corrected there."""
    return act.code not in codes_of_files()


@operation
def correct_act(
    *,
    act: Act,
    kind: str,
    titles: Mapping[str, str],
    source: str,
    reason: str,
    version: int,
    actor: Actor,
    at: datetime,
    short: Mapping[str, str] | None = None,
    number: str = "",
    adopted_on: date | None = None,
    status: str = ActStatus.UNKNOWN,
    area: AreaOfLaw | None = None,
) -> ActCorrection:
    """Correct an act that was added here: all that `add_act` took, anew, and why. Its code and its norms stay.

    `version` is which correction this will be (1: the first), as the person saw it. Returns the correction, which keeps what
    stood there. Raises NotAllowed, StaleVersion, WrongState for an act that comes with the program, and OperationError beside
    the field that is missing, beside `title_ru` for another act that is known already, beside `reason` where none is given or
    nothing is changed.
    """
    ensure(actor, "rule.change", at)
    locked = locked_act(act, version=version)
    facts = facts_of(
        kind=kind,
        titles=titles,
        short=short or {},
        number=number,
        adopted_on=adopted_on,
        status=status,
        area=area,
        source=source,
        but=locked,
    )
    told = worded(reason)
    changed = {name: value for name, value in facts.items() if getattr(locked, name) != value}
    if not changed:
        raise OperationError(_("Nothing is different from what stands in the list."), field="reason")
    made: ActCorrection = ActCorrection.objects.create(
        act=locked, number=version, before={name: kept(locked, name) for name in changed}, reason=told, at=at
    )
    save_changed(locked, changed)
    body = {"act": locked.code, "number": version, "changed": ", ".join(sorted(changed))}
    record(subject=open_subject(kind="rule", at=at), event="act.corrected", actor=actor, at=at, body=body)
    return made


def worded(reason: str) -> str:
    """Return a reason on one line. Raises OperationError beside it where there is none, or a long one."""
    told = " ".join(reason.split())
    if not told or len(told) > LONGEST_REASON:
        raise OperationError(_("Say why, in at most 300 characters. Everyone will read it."), field="reason")
    return told


def save_changed(act: Act, changed: Mapping[str, Any]) -> None:
    """Save the columns of a locked act, and what it is found by."""
    for name, value in changed.items():
        setattr(act, name, value)
    act.search_text = found_by(act)
    act.save(update_fields=[*changed, "search_text"])


def locked_act(act: Act, *, version: int) -> Act:
    """Return an act that was added here, locked. Raises WrongState for any other, StaleVersion for another `version`."""
    lock_list()
    locked: Act = Act.objects.select_related("area").select_for_update(of=("self",), no_key=True).get(pk=act.pk)
    if not was_added(locked):
        raise WrongState(_("This act comes with the program and is corrected there."))
    current = next_correction(locked)
    if version != current:
        raise StaleVersion(_("Somebody corrected this act after you opened it."), current=current)
    return locked


def next_correction(act: Act) -> int:
    """Return which correction of an act the next one will be; forms carry it."""
    return act.corrections.count() + 1


def kept(act: Act, name: str) -> str | None:
    """Return what stands in a column of an act as JSON can keep it: a day in ISO form, an area by its code."""
    value = getattr(act, name)
    if isinstance(value, AreaOfLaw):
        return value.code
    return value.isoformat() if isinstance(value, date) else value
