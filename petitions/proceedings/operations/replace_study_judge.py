"""A judge who was named to study a petition and cannot go on is replaced, or leaves the study to the others."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from petitions.content import seal_text
from petitions.models import Petition, StudyAssignment
from petitions.proceedings.operations.keep_naming import keep_naming
from petitions.proceedings.operations.name_judges import require_judges
from petitions.steps import lock_petition, take_step
from petitions.telling import tell_staff

LEFT = "petition.study_left"


@operation
def replace_study_judge(
    *,
    petition: Petition,
    leaving: Account,
    taking: Account | None,
    reason: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Petition:
    """Let `taking` study the petition in the place of `leaving`, who is recused, away or ill; None leaves it to the others.

    Whoever names judges replaces them; why is kept sealed with what was known of every judge. Both are told, and the one who
    leaves sees the petition no longer. The term of the study runs on. Where all the others have reported, the study is
    complete. Raises OperationError beside `leaving`, `taking` or `reason`; NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    if len(reason.strip()) < 20:
        raise OperationError(_("Write the reason: at least one sentence."), field="reason")
    study = study_of(locked, leaving)
    require_successor(locked, leaving=leaving, taking=taking, at=at)
    others = locked.studies.exclude(pk=study.pk).select_related("judge").order_by("pk")
    chosen = [taking] if taking else [one.judge for one in others]
    naming = keep_naming(chosen=chosen, petition=locked, actor=actor, at=at, field="taking")
    naming.left = [str(leaving.public_id)]
    naming.sealed_reason = seal_text(locked, reason.strip())
    naming.save(update_fields=["left", "sealed_reason"])
    body = {"left": str(leaving.public_id), "came": str(taking.public_id) if taking else None}
    take_step(petition=locked, step="replace_judge", actor=actor, at=at, body=body, content=reason.strip().encode())
    study.delete()
    tell_staff(petition=locked, account=leaving, event=LEFT, at=at)
    if taking is not None:
        StudyAssignment.objects.create(petition=locked, judge=taking, named_by=actor.signed_in, named_at=at)
        tell_staff(petition=locked, account=taking, event="petition.study_begun", at=at)
    elif not locked.studies.filter(reported_at=None).exists():
        take_step(petition=locked, step="complete_study", actor=actor, at=at)
    return locked


def study_of(petition: Petition, judge: Account) -> StudyAssignment:
    """Return the study that a judge still owes; raises OperationError beside `leaving` where there is none."""
    study = StudyAssignment.objects.filter(petition=petition, judge=judge).first()
    if study is None:
        raise OperationError(_("This judge was not named for the study."), field="leaving")
    if study.reported_at is not None:
        raise OperationError(_("This judge has reported already: there is nobody to replace."), field="leaving")
    return study


def require_successor(petition: Petition, *, leaving: Account, taking: Account | None, at: datetime) -> None:
    """Raise OperationError beside `taking` unless somebody who may is left to study the petition."""
    others = petition.studies.exclude(judge=leaving)
    if taking is None:
        if not others.exists():
            raise OperationError(_("Nobody would study the petition: say who comes."), field="taking")
        return
    require_judges([taking], at=at, field="taking")
    if taking == leaving or others.filter(judge=taking).exists():
        raise OperationError(_("This judge was named for the study already."), field="taking")
