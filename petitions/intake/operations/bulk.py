"""One action on many petitions: chosen, said what to do, begun, and done by a job for each petition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courtcase.keys.operations import new_data_key
from courtcase.law.keeping import over_before
from courtcase.notices.models import Job
from courtcase.notices.operations import owe_job, prepare_job
from courtcase.notices.wake import wake
from courtcase.operations import NotAllowed, OperationError, StaleVersion, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account, Team
from courtcase.people.operations.recording import record_account
from courtcase.people.permissions import may
from petitions import access
from petitions.intake.bulk import MOST, Line, lines_of
from petitions.intake.operations.assign import assign_petition, assign_to_team
from petitions.intake.operations.register_petition import register_petition
from petitions.models import BulkKind, BulkRow, BulkState, BulkWork

ACTION = "queue.bulk"
BULK_JOB = "petitions.bulk"
PRINT_JOB = "petitions.bulk_print"
# So long a choice that nobody begins is kept, and so long what was done can be read.
# What an operation refuses beside a field, as the word that stands in the row.
BESIDE = {"assignee": "disputed", "grounds": "grounds", "explanation": "alike"}
Doer = Callable[[BulkRow, Actor, datetime], None]


@operation
def choose_many(*, kind: str, petitions: Sequence[int], language: str, actor: Actor, at: datetime) -> BulkWork:
    """Keep which petitions (ids, in their order) somebody wants to treat at once, each as it stands; nothing is done yet.

    Raises NotAllowed, and OperationError for none and for more than two hundred.
    """
    if not may(actor, ACTION, at):
        raise NotAllowed()
    if kind not in BulkKind.values:
        raise OperationError(_("Choose what shall be done with them."), field="kind")
    seen = access.petitions_for(actor, "petition.examine", at).filter(pk__in=petitions)
    versions = dict(seen.values_list("pk", "version"))
    chosen = [pk for pk in dict.fromkeys(petitions) if pk in versions]
    if not chosen:
        raise OperationError(_("Tick at least one petition."), field="which")
    if len(chosen) > MOST:
        raise OperationError(_("Two hundred petitions at a time at most."), field="which")
    work = BulkWork.objects.create(kind=kind, asked_by=actor.signed_in, language=language, chosen_at=at)
    BulkRow.objects.bulk_create(
        BulkRow(work=work, petition_id=pk, position=place, version=versions[pk])
        for place, pk in enumerate(chosen, start=1)
    )
    return work


def lock_work(work: BulkWork, *, version: int, actor: Actor, at: datetime) -> BulkWork:
    """Return an action that was not begun, locked. Raises NotAllowed, WrongState, StaleVersion."""
    related = BulkWork.objects.select_related("asked_by__subject", "assignee", "team")
    locked = related.select_for_update(of=("self",)).get(pk=work.pk)
    if actor.account is None or locked.asked_by_id != actor.account.pk or not may(actor, ACTION, at):
        raise NotAllowed()
    if locked.begun_at is not None:
        raise WrongState(_("This was begun already: look at how far it is."))
    if locked.version != version:
        raise StaleVersion(_("You changed this in another window. Look again, then decide."), current=locked.version)
    return locked


def changed(work: BulkWork, *fields: str) -> BulkWork:
    """Save a locked action under its next version."""
    work.version += 1
    work.save(update_fields=["version", *fields])
    return work


@operation
def say_receiver(
    *, work: BulkWork, assignee: Account | None, team: Team | None, version: int, actor: Actor, at: datetime
) -> BulkWork:
    """Say to whom the petitions shall be given: to one person, or to a team's queue.

    Raises OperationError beside `assignee` for neither and for both, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_work(work, version=version, actor=actor, at=at)
    if (assignee is None) == (team is None):
        raise OperationError(_("Choose one person or one team."), field="assignee")
    locked.assignee, locked.team = assignee, team
    return changed(locked, "assignee", "team")


@operation
def choose_anew(*, work: BulkWork, version: int, actor: Actor, at: datetime) -> BulkWork:
    """Take the petitions as they stand now: what changed since they were chosen is no reason to leave one alone any more.

    Raises NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_work(work, version=version, actor=actor, at=at)
    rows = list(locked.rows.select_related("petition"))
    for row in rows:
        row.version = row.petition.version
    BulkRow.objects.bulk_update(rows, ["version"])
    return changed(locked)


@operation
def begin_bulk(*, work: BulkWork, version: int, actor: Actor, at: datetime) -> BulkWork:
    """Begin what was looked at: owe a job for each petition with which it can be done, and leave the others alone, with why.

    Raises OperationError where it can be done with none, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_work(work, version=version, actor=actor, at=at)
    lines = lines_of(locked, actor=actor, at=at)
    doable = [line for line in lines if not line.code]
    if not doable:
        raise OperationError(_("There is no petition here with which this can be done."))
    for line in lines:
        if line.code:
            settled(line.row, line.code, at=at)
    locked.begun_at = at
    if locked.kind == BulkKind.PRINT:
        locked.data_key = new_data_key(at=at)
    changed(locked, "begun_at", "data_key")
    facts = {"kind": locked.kind, "petitions": len(doable), "left": len(lines) - len(doable)}
    record_account(account=locked.asked_by, event="queue.bulk_begun", actor=actor, at=at, body=facts)
    if locked.kind == BulkKind.PRINT:
        owe_job(kind=PRINT_JOB, subject=None, key=f"{BULK_JOB}:{locked.public_id}:file", body={"work": locked.pk})
    else:
        owe_rows(locked, doable)
    return locked


def owe_rows(work: BulkWork, lines: Sequence[Line]) -> None:
    """Owe a job for each petition, in one statement: each is done, or tried again, for itself."""
    jobs = [
        prepare_job(
            kind=BULK_JOB, subject=None, key=f"{BULK_JOB}:{work.public_id}:{line.row.pk}", body={"row": line.row.pk}
        )
        for line in lines
    ]
    Job.objects.bulk_create(jobs, ignore_conflicts=True)
    wake()


@operation
def do_row(*, row_id: int, doers: Mapping[BulkKind, Doer], at: datetime) -> BulkRow | None:
    """Do with one petition what was begun, by the operation of its kind and with the right of whoever began it.

    One that changed after it was chosen, or with which it cannot be done any more, is left alone, and its row says why.
    What was done already is let be: the worker may call it any number of times.
    """
    locked = BulkRow.objects.select_for_update(of=("self",)).select_related("work__asked_by", "work__assignee")
    row = locked.select_related("petition__data_key", "work__team").filter(pk=row_id, state=BulkState.WAITING).first()
    if row is None or row.work.begun_at is None:
        return row
    actor = Actor.of(row.work.asked_by)
    try:
        if not may(actor, ACTION, at):
            raise NotAllowed()
        doers[BulkKind(row.work.kind)](row, actor, at)
    except OperationError as error:
        return settled(row, BESIDE.get(error.field or "", error.code), at=at)
    return settled(row, "", at=at)


def settled(row: BulkRow, code: str, *, at: datetime) -> BulkRow:
    """Note what became of a petition: done, or left alone for the reason that the word says."""
    row.state, row.code, row.settled_at = BulkState.LEFT if code else BulkState.DONE, code, at
    row.sealed_why = None
    row.save(update_fields=["state", "code", "settled_at", "sealed_why"])
    return row


def give(row: BulkRow, actor: Actor, at: datetime) -> None:
    """Give the petition to the person or the team."""
    work, petition = row.work, row.petition
    if work.assignee is not None:
        assign_petition(petition=petition, assignee=work.assignee, version=row.version, actor=actor, at=at)
    elif work.team is not None:
        assign_to_team(petition=petition, team=work.team, version=row.version, actor=actor, at=at)


def register(row: BulkRow, actor: Actor, at: datetime) -> None:
    """Register the petition under the next number."""
    register_petition(petition=row.petition, version=row.version, actor=actor, at=at)


OF_INTAKE: dict[BulkKind, Doer] = {BulkKind.ASSIGN: give, BulkKind.REGISTER: register}


@operation
def forget_bulk(*, actor: Actor, at: datetime) -> int:
    """Delete choices that nobody began, and what was done, when the table of keeping says; return how many."""
    unbegun, done = over_before("export", at), over_before("bulk", at)
    over = Q(pk__in=[])
    if unbegun is not None:
        over |= Q(begun_at=None, chosen_at__lt=unbegun)
    if done is not None:
        over |= Q(begun_at__lt=done, document=None)
    deleted = list(BulkWork.objects.filter(over).values_list("pk", flat=True))
    BulkWork.objects.filter(pk__in=deleted).delete()
    return len(deleted)
