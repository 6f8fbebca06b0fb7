from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.permissions import may
from courtcase.register.operations import record
from petitions.cases import lock_open_case, seal_words
from petitions.models import Case, Recusal, SittingMember
from petitions.telling import tell_bench

GROUNDS_PURPOSE = "case.recusal"


@operation
def ask_recusal(*, case: Case, judge: Account, grounds: str, actor: Actor, at: datetime) -> Recusal:
    """Ask that a judge be recused from a case: the judge themselves, or the secretary for whoever takes part. Returns it.

    Raises OperationError beside `grounds`, NotAllowed, WrongState where it is asked already.
    """
    locked = lock_open_case(case=case, action="case.ask_recusal", actor=actor, at=at)
    if judge != actor.account and not may(actor, "session.manage", at):
        raise NotAllowed()
    if len(grounds.strip()) < 20:
        raise OperationError(_("Write the grounds: at least one sentence."), field="grounds")
    if locked.recusals.filter(judge=judge, granted=None).exists():
        raise WrongState(_("The recusal of this judge is asked for already."))
    asked = Recusal.objects.create(
        case=locked,
        judge=judge,
        sealed_grounds=seal_words(locked, grounds.strip(), at=at, purpose=GROUNDS_PURPOSE),
        asked_by=actor.signed_in,
        asked_at=at,
    )
    facts = {"judge": str(judge.public_id)}
    record(subject=locked.subject, event="case.recusal_asked", actor=actor, at=at, body=facts, content=grounds.encode())
    return asked


@operation
def decide_recusal(*, recusal: Recusal, granted: bool, actor: Actor, at: datetime) -> Recusal:
    """Decide on a recusal: granted, the judge is rapporteur no longer and leaves the benches still to sit in the case.

    The Chair then names another judge and calls a full bench. Raises NotAllowed, also to the judge concerned; WrongState.
    """
    case = lock_open_case(case=recusal.case, action="case.decide_recusal", actor=actor, at=at)
    locked = Recusal.objects.select_for_update(of=("self",)).select_related("judge").get(pk=recusal.pk)
    if locked.judge == actor.account:
        raise NotAllowed()
    if locked.granted is not None:
        raise WrongState(_("This recusal was decided already."))
    locked.granted, locked.decided_by, locked.decided_at = granted, actor.account, at
    locked.save(update_fields=["granted", "decided_by", "decided_at"])
    if granted:
        case.rapporteurs.filter(judge=locked.judge, ended_at=None).update(ended_at=at)
        to_come = case.sittings.filter(held_at=None, adjourned_at=None)
        SittingMember.objects.filter(sitting__in=to_come, judge=locked.judge).delete()
    facts = {"judge": str(locked.judge.public_id), "granted": granted}
    record(subject=case.subject, event="case.recusal_decided", actor=actor, at=at, body=facts)
    told = {"case": str(case.public_id)}
    key = f"recusal:{locked.public_id}"
    tell_bench(subject=case.subject, judges=[locked.judge], event="case.recusal_decided", context=told, at=at, key=key)
    return locked
