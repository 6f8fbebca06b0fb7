from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from petitions.models import Case, Naming, Petition
from petitions.proceedings.judges import shown_for


def keep_naming(
    *,
    chosen: Sequence[Account],
    actor: Actor,
    at: datetime,
    petition: Petition | None = None,
    case: Case | None = None,
    field: str = "judges",
) -> Naming:
    """Keep whom the Chair named together with what was known of every judge at that moment.

    Called within the operation that names. Raises OperationError beside `field` where one of them is recused.
    """
    shown = shown_for(at=at, petition=petition, case=case)
    recused = [one.judge.full_name for one in shown if one.is_recused and one.judge in chosen]
    if recused:
        message = _("%(names)s: recused from this case.") % {"names": ", ".join(recused)}
        raise OperationError(message, field=field, code="recused")
    return Naming.objects.create(
        petition=petition,
        case=case,
        named_by=actor.signed_in,
        named_at=at,
        shown=[one.as_json() for one in shown],
        chosen=sorted(str(judge.public_id) for judge in chosen),
    )
