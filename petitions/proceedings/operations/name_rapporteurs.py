from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.register.operations import record
from petitions.cases import lock_open_case
from petitions.models import Case, Rapporteur
from petitions.proceedings.operations.keep_naming import keep_naming
from petitions.proceedings.operations.name_judges import require_judges
from petitions.telling import tell_bench


@operation
def name_rapporteurs(
    *, case: Case, judges: Sequence[Account], actor: Actor, at: datetime, version: int | None = None
) -> list[Rapporteur]:
    """Name one or two judge-rapporteurs of a case; those named before are relieved, and told.

    Raises OperationError beside `judges`, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_open_case(case=case, action="case.name_rapporteurs", actor=actor, at=at, version=version)
    chosen = require_judges(judges, at=at)
    if len(chosen) > 2:
        raise OperationError(_("A case has one or two judge-rapporteurs."), field="judges")
    keep_naming(chosen=chosen, case=locked, actor=actor, at=at)
    before = [one.judge for one in locked.rapporteurs.filter(ended_at=None).select_related("judge").order_by("pk")]
    locked.rapporteurs.filter(ended_at=None).update(ended_at=at)
    named = Rapporteur.objects.bulk_create(
        Rapporteur(case=locked, judge=judge, named_by=actor.signed_in, named_at=at) for judge in chosen
    )
    locked.version += 1
    locked.save(update_fields=["version"])
    body = {"judges": " ".join(sorted(str(judge.public_id) for judge in chosen))}
    record(subject=locked.subject, event="case.rapporteurs_named", actor=actor, at=at, body=body)
    told, key = {"case": str(locked.public_id)}, f"v{locked.version}"
    relieved = [judge for judge in before if judge not in chosen]
    for judges, event in ((chosen, "case.rapporteurs_named"), (relieved, "case.rapporteur_left")):
        tell_bench(subject=locked.subject, judges=judges, event=event, context=told, at=at, key=key)
    return named
