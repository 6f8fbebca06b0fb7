from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.models import Case, CaseState
from rulings.models import Ruling, RulingPetition
from rulings.models.kinds import ON_A_PETITION, RulingKind
from rulings.steps import lock_draft, save_next


@operation
def link_case(*, ruling: Ruling, case: Case, actor: Actor, at: datetime, version: int | None = None) -> Ruling:
    """Link a draft to the case it decides, and so to every petition joined in it.

    Returns the ruling. Raises OperationError beside `case`, NotAllowed, StaleVersion, WrongState.
    """
    locked = lock_draft(ruling=ruling, version=version, action="ruling.draft", actor=actor, at=at)
    if locked.kind in ON_A_PETITION or locked.kind == RulingKind.SEVERANCE:
        raise OperationError(_("A ruling of this kind is on one petition, not on a case."), field="case")
    if case.state != CaseState.PREPARATION:
        raise WrongState(_("This case is already closed."))
    refresh_petitions(ruling=locked, case=case)
    save_next(locked, case=case)
    body = {"case": str(case.public_id), "petitions": locked.petition_links.count()}
    record(subject=locked.subject, event="ruling.petitions_linked", actor=actor, at=at, body=body)
    return locked


def refresh_petitions(*, ruling: Ruling, case: Case) -> None:
    """Make the petitions of a draft those that stand joined in its case now."""
    joined = list(case.petitions.order_by("pk"))
    ruling.petition_links.exclude(petition__in=joined).delete()
    known = set(ruling.petition_links.values_list("petition", flat=True))
    RulingPetition.objects.bulk_create(
        RulingPetition(ruling=ruling, petition=each) for each in joined if each.pk not in known
    )
