from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.queries import valid_grants
from courtcase.people.roles import BENCH
from petitions.models import Petition, StudyAssignment
from petitions.proceedings.operations.keep_naming import keep_naming
from petitions.steps import lock_petition, take_step
from petitions.telling import tell_petitioner, tell_staff


@operation
def name_judges(
    *, petition: Petition, judges: Sequence[Account], actor: Actor, at: datetime, version: int | None = None
) -> list[StudyAssignment]:
    """Name one or several judges for the preliminary study of a petition (art. 48: the Chair names them).

    Raises OperationError beside `judges`, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    chosen = require_judges(judges, at=at)
    keep_naming(chosen=chosen, petition=locked, actor=actor, at=at)
    take_step(
        petition=locked,
        step="name_judges",
        actor=actor,
        at=at,
        body={"judges": " ".join(sorted(str(judge.public_id) for judge in chosen))},
    )
    studies = [StudyAssignment(petition=locked, judge=judge, named_by=actor.signed_in, named_at=at) for judge in chosen]
    StudyAssignment.objects.bulk_create(studies)
    tell_petitioner(petition=locked, event="petition.study_begun", at=at)
    for judge in chosen:
        tell_staff(petition=locked, account=judge, event="petition.study_begun", at=at)
    return studies


def require_judges(judges: Sequence[Account], *, at: datetime, field: str = "judges") -> list[Account]:
    """Return the accounts, each once; raises OperationError beside `field` unless each is a judge today."""
    serving = set(valid_grants(at).filter(role__in=BENCH, account__is_active=True).values_list("account", flat=True))
    chosen = list(dict.fromkeys(judges))
    if not chosen or any(judge.pk not in serving for judge in chosen):
        raise OperationError(_("Choose one or several judges."), field=field)
    return chosen
