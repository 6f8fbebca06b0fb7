from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Ground
from courtcase.law.models.petitioners import GroundKind
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from courtcase.register.operations import open_subject, record
from petitions.models import Case, CaseState, Petition, Sitting
from petitions.workflow import State
from rulings.drafting.operations.record_bench import copy_bench
from rulings.models import Ruling, RulingKind, RulingPetition, RulingProvision
from rulings.models.kinds import CLOSES_CASE, DECIDES_NORMS, DRAFTED, ON_A_PETITION, WITH_GROUNDS

# From which state of a petition each kind of procedural ruling answers it.
ANSWERS_FROM = {
    RulingKind.ACCEPTANCE: State.REPORTED,
    RulingKind.REFUSAL: State.REPORTED,
    RulingKind.RETURN_UPHELD: State.RETURN_DISPUTED,
    RulingKind.RETURN_OVERTURNED: State.RETURN_DISPUTED,
}


@operation
def draft_ruling(
    *,
    kind: str,
    actor: Actor,
    at: datetime,
    sitting: Sitting | None = None,
    case: Case | None = None,
    petition: Petition | None = None,
    join: Case | None = None,
    grounds: Sequence[Ground] = (),
    extends_by: int | None = None,
    extends_unit: str = "",
    synthetic: bool = False,
) -> Ruling:
    """Begin a draft: of a case, or of a procedural ruling on one `petition` laid before a held `sitting`.

    `join` is the case an accepted petition, or a case, joins; `extends_by` units a term is extended; `grounds` are those
    of a refusal or termination. The norms of a decision begin as those its petitions contest, the bench as those who were
    present. Returns the draft.
    Raises OperationError beside `kind`, `petition`, `case`, `sitting`, `join`, `extends_by` or `grounds`; NotAllowed,
    WrongState.
    """
    if not may(actor, "ruling.draft", at):
        raise NotAllowed()
    require_matter(kind=kind, sitting=sitting, case=case, petition=petition)
    require_grounds(kind=kind, grounds=grounds)
    require_change(kind=kind, case=case, join=join, petition=petition, amount=extends_by)
    ruling = Ruling.objects.create(
        subject=open_subject(kind="ruling", at=at),
        kind=kind,
        sitting=sitting,
        case=case,
        join_case=join if kind in {RulingKind.ACCEPTANCE, RulingKind.JOINDER} else None,
        extends_by=extends_by if kind == RulingKind.EXTENSION else None,
        extends_unit=extends_unit if kind == RulingKind.EXTENSION else "",
        created_at=at,
        created_by=actor.account,
        synthetic=synthetic or any(thing is not None and thing.synthetic for thing in (case, petition)),
    )
    ruling.grounds.set(grounds)
    link_matter(ruling=ruling, case=case, petition=petition)
    if sitting is not None:
        copy_bench(ruling=ruling, sitting=sitting)
    record(subject=ruling.subject, event="ruling.drafted", actor=actor, at=at, body={"kind": str(kind)})
    return ruling


def require_matter(*, kind: str, sitting: Sitting | None, case: Case | None, petition: Petition | None) -> None:
    """Raise OperationError or WrongState unless the kind has what it rules on."""
    if kind not in DRAFTED:
        raise OperationError(_("Choose the kind of ruling."), field="kind")
    if sitting is not None and sitting.held_at is None:
        raise OperationError(_("Attendance of this session has not been recorded yet."), field="sitting")
    if kind in ON_A_PETITION:
        require_petition(kind=kind, sitting=sitting, petition=petition)
        return
    if petition is not None and kind != RulingKind.SEVERANCE:
        raise OperationError(_("A ruling of this kind is on a case, not on one petition."), field="petition")
    if case is None and kind != RulingKind.ADDITIONAL_DECISION:
        raise OperationError(_("Choose the case."), field="case")
    if case is not None and case.state != CaseState.PREPARATION:
        raise WrongState(_("This case is already closed."))


def require_petition(*, kind: str, sitting: Sitting | None, petition: Petition | None) -> None:
    """Raise unless the petition waits for a ruling of this kind and, for acceptance or refusal, lay before the session."""
    if petition is None:
        raise OperationError(_("Choose the petition."), field="petition")
    if petition.state != ANSWERS_FROM[RulingKind(kind)]:
        raise WrongState(_("The petition does not wait for a ruling of this kind."))
    if kind not in {RulingKind.ACCEPTANCE, RulingKind.REFUSAL}:
        return
    if sitting is None or not sitting.agenda.filter(petition=petition).exists():
        raise OperationError(_("The petition was not on the agenda of this session."), field="sitting")


def require_change(
    *, kind: str, case: Case | None, join: Case | None, petition: Petition | None, amount: int | None
) -> None:
    """Raise OperationError unless a ruling by which a case goes on says what changes: by what, with which, by how much."""
    if kind == RulingKind.JOINDER and (join is None or join == case):
        raise OperationError(_("Choose the other case, to which this one is joined."), field="join")
    if kind == RulingKind.SEVERANCE and (petition is None or case is None or petition.case_id != case.pk):
        raise OperationError(_("Choose the petition of this case that is severed."), field="petition")
    if kind == RulingKind.EXTENSION and (amount is None or amount < 1):
        raise OperationError(_("Say by how much the term is extended."), field="extends_by")


def require_grounds(*, kind: str, grounds: Sequence[Ground]) -> None:
    """Raise OperationError unless exactly the kinds that need grounds have them, each of its own kind."""
    if kind not in WITH_GROUNDS:
        if grounds:
            raise OperationError(_("A ruling of this kind has no grounds."), field="grounds")
        return
    wanted = GroundKind.REFUSAL if kind == RulingKind.REFUSAL else GroundKind.TERMINATION
    if not grounds:
        raise OperationError(_("Choose at least one ground."), field="grounds")
    if any(ground.kind != wanted or not ground.usable for ground in grounds):
        raise OperationError(_("One of these grounds cannot be chosen."), field="grounds")


def link_matter(*, ruling: Ruling, case: Case | None, petition: Petition | None) -> None:
    """Link a new draft to its petitions and, where it decides norms, to what they contest."""
    petitions = [petition] if petition else list(case.petitions.order_by("pk")) if case else []
    RulingPetition.objects.bulk_create(RulingPetition(ruling=ruling, petition=each) for each in petitions)
    if ruling.kind not in DECIDES_NORMS or ruling.kind not in CLOSES_CASE:
        return
    contested = (item.provision_id for each in petitions for item in each.contested.order_by("position"))
    norms = list(dict.fromkeys(norm for norm in contested if norm is not None))
    RulingProvision.objects.bulk_create(
        RulingProvision(ruling=ruling, provision_id=norm, position=position)
        for position, norm in enumerate(norms, start=1)
    )
