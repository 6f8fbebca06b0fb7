"""A new version of the routing rules: drafted, tried on the last petitions, then switched on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from secrets import token_hex

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, StaleVersion, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from petitions.intake.operations.change_routing import next_number, put_in_use
from petitions.intake.routing import rules_in_use
from petitions.intake.rungs import Rung, rule_of, rules_of, written
from petitions.intake.trial import trial_of
from petitions.models import Ladder, LadderState, Target


@operation
def begin_draft(*, actor: Actor, at: datetime) -> Ladder:
    """Return the draft of the rules; where there is none, a new one that begins as the rules in use. Raises NotAllowed."""
    if not may(actor, "routing.edit", at):
        raise NotAllowed()
    # The version in use is locked, so that two who begin at once begin one draft.
    list(Ladder.objects.select_for_update(of=("self",)).filter(state=LadderState.IN_USE))
    found = Ladder.objects.filter(state=LadderState.DRAFT).first()
    if found is not None:
        return found
    rungs = [written(rule) for rule in rules_in_use(at)]
    return Ladder.objects.create(number=next_number(), rungs=rungs, begun_by=actor.account, begun_at=at)


@operation
def write_rung(*, draft: Ladder, code: str, rung: Rung, version: int, actor: Actor, at: datetime) -> Ladder:
    """Write a rule of the draft anew, or put a new one at its end where `code` is empty; return the draft.

    Raises NotAllowed, WrongState, StaleVersion, OperationError beside `person`.
    """
    locked = lock_draft(draft=draft, version=version, actor=actor, at=at)
    if rung.target == Target.PERSON and rung.person is None:
        raise OperationError(_("Choose the person."), field="person")
    named = replace(rung, code=code or f"rule-{token_hex(4)}")
    row = written(rule_of(named, order=0, at=at))
    if code:
        place = place_of(locked, code)
        locked.rungs[place] = row
    else:
        locked.rungs.append(row)
    return keep(locked, actor=actor, at=at)


@operation
def move_rung(*, draft: Ladder, code: str, up: bool, version: int, actor: Actor, at: datetime) -> Ladder:
    """Move a rule of the draft one place up or down; at the end of the list it stays. Raises as `write_rung` does."""
    locked = lock_draft(draft=draft, version=version, actor=actor, at=at)
    place = place_of(locked, code)
    other = max(0, min(len(locked.rungs) - 1, place + (-1 if up else 1)))
    locked.rungs[place], locked.rungs[other] = locked.rungs[other], locked.rungs[place]
    return keep(locked, actor=actor, at=at)


@operation
def remove_rung(*, draft: Ladder, code: str, version: int, actor: Actor, at: datetime) -> Ladder:
    """Take a rule out of the draft. Raises as `write_rung` does."""
    locked = lock_draft(draft=draft, version=version, actor=actor, at=at)
    del locked.rungs[place_of(locked, code)]
    return keep(locked, actor=actor, at=at)


@operation
def drop_draft(*, draft: Ladder, version: int, actor: Actor, at: datetime) -> Ladder:
    """Give the draft up; it is kept among the versions. Raises NotAllowed, WrongState, StaleVersion."""
    locked = lock_draft(draft=draft, version=version, actor=actor, at=at)
    locked.state, locked.ended_at = LadderState.DROPPED, at
    return keep(locked, actor=actor, at=at)


@operation
def try_draft(*, draft: Ladder, version: int, actor: Actor, at: datetime) -> Ladder:
    """Run the draft over the last petitions and keep what it would change. Raises NotAllowed, WrongState, StaleVersion."""
    locked = lock_draft(draft=draft, version=version, actor=actor, at=at)
    found = trial_of(locked, at=at)
    locked.tried_on, locked.moved = found.tried, [list(one) for one in found.moved]
    locked.tried_version, locked.tried_by, locked.tried_at = locked.version, actor.account, at
    locked.tried_against = Ladder.objects.filter(state=LadderState.IN_USE).first()
    locked.save()
    return locked


@operation
def switch_on(*, draft: Ladder, version: int, actor: Actor, at: datetime) -> Ladder:
    """Put the draft in the place of the rules in use, after a dry run of it as it stands. The next petition goes by it.

    Raises NotAllowed, StaleVersion, WrongState where no dry run saw this draft beside the rules now in use.
    """
    locked = lock_draft(draft=draft, version=version, actor=actor, at=at)
    in_use = Ladder.objects.select_for_update(of=("self",)).filter(state=LadderState.IN_USE).first()
    if locked.tried_version != locked.version or locked.tried_against_id != (in_use.pk if in_use else None):
        raise WrongState(_("Run the dry run of the draft as it stands now, then switch it on."))
    put_in_use(version=locked, rules=rules_of(locked.rungs, at=at), actor=actor, at=at)
    return locked


def lock_draft(*, draft: Ladder, version: int, actor: Actor, at: datetime) -> Ladder:
    """Return the draft locked. Raises NotAllowed, WrongState where it is a draft no more, StaleVersion."""
    if not may(actor, "routing.edit", at):
        raise NotAllowed()
    locked = Ladder.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.state != LadderState.DRAFT:
        raise WrongState(_("This draft was switched on or dropped meanwhile."))
    if locked.version != version:
        raise StaleVersion(
            _("Somebody changed the draft after you opened it. Look at it again."), current=locked.version
        )
    return locked


def place_of(draft: Ladder, code: str) -> int:
    """Return where the rule of this code stands in the draft. Raises WrongState where it does not."""
    for place, row in enumerate(draft.rungs):
        if row["code"] == code:
            return place
    raise WrongState(_("This rule is not in the draft any more."))


def keep(draft: Ladder, *, actor: Actor, at: datetime) -> Ladder:
    """Save a locked draft as its next version, with who changed it. What becomes a rule is recorded when it is switched on."""
    draft.version += 1
    draft.changed_by, draft.changed_at = actor.account, at
    draft.save()
    return draft
