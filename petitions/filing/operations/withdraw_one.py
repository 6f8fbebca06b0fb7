from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from petitions.content import PetitionContent, open_content
from petitions.filing.operations.follow_up import keep_reason
from petitions.filing.operations.petitioners import write_without
from petitions.filing.operations.receive_signed import receive_signed
from petitions.models import Petition, Petitioner
from petitions.signatories import missing, remaining
from petitions.steps import assign_fields, lock_petition, require, take_step
from petitions.telling import tell_one, tell_petitioner, tell_working
from petitions.versions import as_told
from petitions.workflow import SIGNABLE, UNFILED, State, transition_named
from petitions.writers import REPRESENTING

STEP_OF_THE_REST = {
    State.AWAITING_SIGNATURE: "file_without",
    State.CURE_AWAITING_SIGNATURE: "take_up_without",
}


@operation
def withdraw_one(
    *, petition: Petition, petitioner: int, actor: Actor, at: datetime, reason: str = "", version: int | None = None
) -> Petition:
    """Let one of several petitioners (the id of the row) leave the petition; the others go on.

    The last one who leaves withdraws it. Where the others had signed and this signature alone was missing, the petition
    is filed now. The Apparatus does it on a signed letter; of those who filed, `may_leave` says who may. A reason that is
    said is kept for the Apparatus to read.
    Raises OperationError beside `petitioner`, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    require(petition=locked, transition=transition_named("withdraw_one"), actor=actor, at=at)
    people = remaining(locked)
    leaving = next((one for one in people if one.pk == petitioner), None)
    if leaving is None:
        raise OperationError(_("Choose who withdraws."), field="petitioner")
    if leaving not in may_leave(locked, people, actor):
        raise NotAllowed(_("Each petitioner withdraws in person, by a signed letter to the Court."))
    content = open_content(locked, as_told(locked))
    said = reason.encode() if reason else None
    keep_reason(petition=locked, reason=reason, at=at, key=leaving.key)
    if len(people) == 1:
        take_step(petition=locked, step="withdraw_last", actor=actor, at=at, content=said)
        tell_petitioner(petition=locked, event="petition.withdrawn", at=at, content=content)
        tell_working(petition=locked, event="petition.withdrawn", at=at, key="withdrawn")
    leaving.withdrawn_on = court_day(at)
    rows.update(leaving, ["withdrawn_on"])
    if len(people) == 1:
        return locked
    return go_on_without(locked, leaving, content=content, said=said, actor=actor, at=at)


def go_on_without(
    petition: Petition, leaving: Petitioner, *, content: PetitionContent, said: bytes | None, actor: Actor, at: datetime
) -> Petition:
    """Record that one petitioner left a locked petition, tell the others, and file it where nobody else must sign."""
    take_step(
        petition=petition,
        step="withdraw_one",
        actor=actor,
        at=at,
        body={"petitioner": leaving.position + 1},
        content=said,
    )
    write_without(petition, leaving, at=at)
    tell_one(petition=petition, petitioner=leaving, content=content, event="petition.petitioner_withdrew", at=at)
    tell_petitioner(petition=petition, event="petition.petitioner_withdrew", at=at, content=content)
    tell_working(petition=petition, event="petition.petitioner_withdrew", at=at, key=f"withdrew:{leaving.key}")
    state = State(petition.state)
    if state in SIGNABLE and not missing(remaining(petition), version=as_told(petition).number):
        day = court_day(at)
        body = {"signature": "all", "received_on": day.isoformat()}
        step = STEP_OF_THE_REST[state]
        receive_signed(petition=petition, step=step, day=day, body=body, content=content, actor=actor, at=at)
    let_go(petition, leaving)
    return petition


def may_leave(petition: Petition, people: list[Petitioner], actor: Actor) -> list[Petitioner]:
    """Return which of `people` the actor may take out: a member of the Court, on a letter, and a representative anybody.

    Before it is filed whoever writes takes out anybody: nothing lies before the Court. Later each goes for themself, and
    the account or the code that filed is that of the first; the others have codes of their own.
    """
    if (mine := {row for row, _epoch in actor.petitioners} & {one.pk for one in people}) and not is_own(
        petition, actor
    ):
        return [one for one in people if one.pk in mine]
    if not is_own(petition, actor) or petition.state in UNFILED or petition.writer in REPRESENTING:
        return people
    return [one for one in people if one.is_first]


def is_own(petition: Petition, actor: Actor) -> bool:
    """Say whether the actor comes as one who filed: by the account of the petition or by its code."""
    own_account = actor.account is not None and actor.account.pk == petition.account_id
    return own_account or petition.subject_id in actor.subjects


def let_go(petition: Petition, leaving: Petitioner) -> None:
    """Take account and code from the person to whom they belonged: neither opens the petition any longer.

    The others have codes of their own; of the first nothing is taken where a representative acts, or before it is filed.
    The code of another ends as the last thing: with it they may have come.
    """
    if not leaving.is_first:
        leaving.code_digest, leaving.code_epoch = None, leaving.code_epoch + 1
        rows.update(leaving, ["code_digest", "code_epoch"])
    if not leaving.is_first or petition.writer in REPRESENTING or petition.state in UNFILED:
        return
    # A new epoch ends the sessions; without the digests the code that was written down cannot begin another.
    changes = {"account": None, "code_digest": None, "holder_digest": None, "code_epoch": petition.code_epoch + 1}
    assign_fields(petition, changes)
    rows.update(petition, [*changes])
