from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from rulings.models import Ruling, RulingLink
from rulings.steps import lock_draft, save_next


@operation
def relate_ruling(
    *, ruling: Ruling, to: Ruling, kind: str, actor: Actor, at: datetime, version: int | None = None
) -> RulingLink:
    """Write down how a draft stands to a published ruling: it cites, follows, corrects, interprets or supplements it.

    Returns the link, the one that stood if it did. Raises OperationError beside `number` or `kind`, NotAllowed,
    StaleVersion, WrongState.
    """
    locked = lock_draft(ruling=ruling, version=version, action="ruling.draft", actor=actor, at=at)
    if kind not in RulingLink.Kind.values:
        raise OperationError(_("Choose how the ruling stands to the other."), field="kind")
    if not to.is_published or to.pk == locked.pk:
        raise OperationError(_("Only another, published ruling can be cited."), field="number")
    link, _created = RulingLink.objects.get_or_create(from_ruling=locked, to_ruling=to, kind=kind)
    save_next(locked)
    record(subject=locked.subject, event="ruling.related", actor=actor, at=at, body={"version": locked.version})
    return link


@operation
def unrelate_ruling(*, link: RulingLink, actor: Actor, at: datetime, version: int | None = None) -> Ruling:
    """Take a relation of a draft out again. Returns the ruling. Raises NotAllowed, StaleVersion, WrongState."""
    locked = lock_draft(ruling=link.from_ruling, version=version, action="ruling.draft", actor=actor, at=at)
    locked.links_out.filter(pk=link.pk).delete()
    save_next(locked)
    record(subject=locked.subject, event="ruling.related", actor=actor, at=at, body={"version": locked.version})
    return locked
