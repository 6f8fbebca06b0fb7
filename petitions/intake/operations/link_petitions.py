from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.content import seal_text
from petitions.models import LinkKind, Petition, PetitionLink
from petitions.steps import lock_petition
from petitions.workflow import State

ACTION = "petition.link"
SHORTEST_REASON = 10


@operation
def link_petitions(
    *, petition: Petition, other: Petition, kind: str, reason: str, actor: Actor, at: datetime
) -> PetitionLink:
    """Link two petitions, or say that the later repeats the earlier, and why; recorded of both.

    It moves neither: cases are joined by a ruling alone. Raises OperationError beside `kind` or `reason`, NotAllowed,
    WrongState where the two are linked already.
    """
    if petition.pk == other.pk:
        raise OperationError(_("A petition is not linked with itself."))
    earlier, later = locked_both(petition, other, actor=actor, at=at)
    if kind not in LinkKind.values:
        raise OperationError(_("Choose what you decide."), field="kind")
    why = checked_reason(reason)
    if PetitionLink.objects.filter(petition=later, earlier=earlier, ended_at=None).exists():
        raise WrongState(_("These two are linked already. Undo that first, to decide anew."))
    link = PetitionLink.objects.create(
        petition=later,
        earlier=earlier,
        kind=kind,
        sealed_reason=seal_text(later, why),
        made_by=actor.signed_in,
        made_at=at,
    )
    record_both(link, "petition.linked", why=why, actor=actor, at=at)
    return link


@operation
def unlink_petitions(*, link: PetitionLink, reason: str, actor: Actor, at: datetime) -> PetitionLink:
    """Undo a link that stands, and say why. Raises OperationError beside `reason`, NotAllowed, WrongState."""
    earlier, later = locked_both(link.petition, link.earlier, actor=actor, at=at)
    locked = PetitionLink.objects.select_for_update().get(pk=link.pk)
    locked.petition, locked.earlier = later, earlier
    if locked.ended_at is not None:
        raise WrongState(_("This link was undone already."))
    why = checked_reason(reason)
    locked.sealed_end_reason, locked.ended_by, locked.ended_at = seal_text(later, why), actor.signed_in, at
    locked.save(update_fields=["sealed_end_reason", "ended_by", "ended_at"])
    record_both(locked, "petition.unlinked", why=why, actor=actor, at=at)
    return locked


def locked_both(one: Petition, another: Petition, *, actor: Actor, at: datetime) -> tuple[Petition, Petition]:
    """Return both petitions locked, the earlier first, so that two who link the same two never wait for each other.

    Raises NotAllowed where the actor may not link one of them.
    """
    first, second = sorted((one, another), key=lambda petition: petition.pk)
    earlier, later = lock_petition(petition=first), lock_petition(petition=second)
    for petition in (earlier, later):
        if petition.state == State.DRAFT or not access.may(actor, ACTION, petition, at):
            raise NotAllowed()
    return earlier, later


def checked_reason(reason: str) -> str:
    """Return the reason. Raises OperationError beside `reason` where nothing much is said."""
    why = reason.strip()
    if len(why) < SHORTEST_REASON:
        raise OperationError(_("Say why, in a few words."), field="reason")
    return why


def record_both(link: PetitionLink, event: str, *, why: str, actor: Actor, at: datetime) -> None:
    """Record what was done of both petitions, each naming the other by what stands for it in the register."""
    for one, other in ((link.earlier, link.petition), (link.petition, link.earlier)):
        body = {"kind": str(link.kind), "with": str(other.subject.uuid)}
        record(subject=one.subject, event=event, actor=actor, at=at, body=body, content=why.encode())
