"""Closing an account that has petitions: they stay before the Court, and each gets a code by which it goes on."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from courtcase import rows
from courtcase.keys import operations as keys
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.operations import close_own_account
from courtcase.people.permissions import may
from courtcase.register import receipt_code
from courtcase.register.operations import record
from petitions.filing.operations.desk import clear_desk
from petitions.models import Petition
from petitions.steps import lock_petition
from petitions.workflow import State


class GoesOn(NamedTuple):
    """A petition after its account was closed, and the code that opens it: shown once, stored nowhere."""

    petition: Petition
    code: str


@operation
def close_account(*, account: Account, actor: Actor, at: datetime) -> list[GoesOn]:
    """Close one's own account and return its petitions, each with its new code.

    The law's record stays: petitions, their events and documents are not the account's to take away. Letters go from
    now on to the address written in each petition. Clients and papers on its desk are erased. Raises NotAllowed,
    WrongState as `close_own_account`.
    """
    if actor.account != account or not may(actor, "account.close", at):
        raise NotAllowed()
    found = Petition.objects.filter(account=account, institution=None).order_by("subject_id")
    going_on = [let_go(petition, actor=actor, at=at) for petition in found]
    clear_desk(actor=actor, at=at)
    close_own_account(account=account, actor=actor, at=at)
    # The account is locked now. What was begun in it since the first look goes on too; what is begun from here on is not.
    return [*going_on, *[let_go(petition, actor=actor, at=at) for petition in found.all()]]


def let_go(petition: Petition, *, actor: Actor, at: datetime) -> GoesOn:
    """Take a petition off the account and give it a new code; who held an older one holds nothing."""
    locked = lock_petition(petition=petition)
    code = receipt_code.generate()
    digest = keys.code_hmac(code)
    is_draft = locked.state == State.DRAFT
    locked.account = None
    locked.holder_digest, locked.code_digest = (digest, None) if is_draft else (None, digest)
    locked.code_epoch += 1
    locked.version += 1
    rows.update(locked, ["account", "holder_digest", "code_digest", "code_epoch", "version"])
    record(subject=locked.subject, event="petition.account_closed", actor=actor, at=at)
    return GoesOn(locked, code)
