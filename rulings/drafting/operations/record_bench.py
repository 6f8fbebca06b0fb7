from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.register.operations import record
from petitions.models import Sitting
from rulings.models import BenchMember, Ruling, SignedHow
from rulings.steps import lock_draft, save_next


@operation
def record_bench(
    *,
    ruling: Ruling,
    sitting: Sitting,
    signed: Collection[Account],
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Ruling:
    """Write down the session that adopted the ruling, and certify who of those present signed the paper.

    Who sat is taken from the session's attendance. `actor` certifies the signatures: a person, never the system's own.
    Returns the ruling. Raises OperationError beside `sitting` or `signed`, NotAllowed, StaleVersion, WrongState.
    """
    locked = lock_draft(ruling=ruling, version=version, action="ruling.draft", actor=actor, at=at)
    if actor.account is None:
        raise NotAllowed()
    if sitting.held_at is None:
        raise OperationError(_("Attendance of this session has not been recorded yet."), field="sitting")
    if sitting.case_id is not None and locked.case_id is not None and sitting.case_id != locked.case_id:
        raise OperationError(_("This session sat on another case."), field="sitting")
    members = copy_bench(ruling=locked, sitting=sitting)
    outside = {judge.pk for judge in signed} - {member.judge_id for member in members}
    if outside:
        raise OperationError(_("Only those who sat can have signed."), field="signed")
    certify(members=members, signed=signed, by=actor.account, at=at)
    save_next(locked, sitting=sitting)
    body = {"sitting": str(sitting.public_id), "sat": len(members), "signed": len(signed)}
    record(subject=locked.subject, event="ruling.bench_recorded", actor=actor, at=at, body=body)
    return locked


def copy_bench(*, ruling: Ruling, sitting: Sitting) -> list[BenchMember]:
    """Put those present at the session under the ruling, the presiding judge first; signatures begin empty."""
    ruling.bench.all().delete()
    rapporteurs = (
        set(ruling.case.rapporteurs.filter(ended_at=None).values_list("judge", flat=True)) if ruling.case else ()
    )
    present = sitting.members.filter(present=True).select_related("judge").order_by("-presides", "pk")
    return BenchMember.objects.bulk_create(
        BenchMember(
            ruling=ruling,
            judge=member.judge,
            name_printed=member.judge.full_name,
            position=position,
            presides=member.presides,
            rapporteur=member.judge_id in rapporteurs,
        )
        for position, member in enumerate(present, start=1)
    )


def certify(*, members: Collection[BenchMember], signed: Collection[Account], by: Account, at: datetime) -> None:
    """Mark the members whose signature stands on the paper."""
    signatures = {judge.pk for judge in signed}
    chosen = [member for member in members if member.judge_id in signatures]
    for member in chosen:
        member.signed_how = SignedHow.PAPER_CERTIFIED
        member.certified_by = by
        member.signed_at = at
    BenchMember.objects.bulk_update(chosen, ["signed_how", "certified_by", "signed_at"])
