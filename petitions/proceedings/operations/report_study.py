from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from petitions.content import seal_text
from petitions.models import Petition, Recommendation, StudyAssignment
from petitions.steps import lock_petition, take_step


@operation
def report_study(
    *,
    petition: Petition,
    recommendation: Recommendation,
    report: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> StudyAssignment:
    """File a named judge's report on the preliminary study; the last report of all named completes the study.

    Raises OperationError beside `report`, NotAllowed to anyone but a named judge, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    study = StudyAssignment.objects.filter(petition=locked, judge=actor.account).first()
    if study is None:
        raise NotAllowed()
    if study.reported_at is not None:
        raise WrongState(_("You have already reported on this petition."))
    if len(report.strip()) < 20:
        raise OperationError(_("Write the report: at least one sentence."), field="report")
    take_step(petition=locked, step="report", actor=actor, at=at, content=report.encode())
    study.recommendation = recommendation
    study.sealed_report = seal_text(locked, report.strip())
    study.reported_at = at
    study.save(update_fields=["recommendation", "sealed_report", "reported_at"])
    if not locked.studies.filter(reported_at=None).exists():
        take_step(petition=locked, step="complete_study", actor=actor, at=at)
    return study
