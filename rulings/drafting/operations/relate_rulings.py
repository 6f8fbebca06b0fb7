from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from rulings.drafting.operations.link_changes import links_changed
from rulings.models import Ruling, RulingLink
from rulings.publication.operations.show_links import cited_by
from rulings.steps import lock_for_links, page_changed


@operation
def relate_ruling(
    *, ruling: Ruling, to: Ruling, kind: str, actor: Actor, at: datetime, version: int | None = None
) -> RulingLink:
    """Write down how a ruling stands to a published one: it cites, follows, corrects, interprets or supplements it.

    Returns the link, the one that stood if it did. Raises OperationError beside `number` or `kind`, NotAllowed,
    StaleVersion, WrongState.
    """
    locked = lock_for_links(ruling=ruling, version=version, actor=actor, at=at)
    if kind not in RulingLink.Kind.values:
        raise OperationError(_("Choose how the ruling stands to the other."), field="kind")
    if not to.is_published or to.pk == locked.pk:
        raise OperationError(_("Only another, published ruling can be cited."), field="number")
    link, _created = RulingLink.objects.get_or_create(from_ruling=locked, to_ruling=to, kind=kind)
    links_changed(locked, "ruling.related", body={}, before=cited_by(locked), actor=actor, at=at)
    return link


@operation
def unrelate_ruling(*, link: RulingLink, actor: Actor, at: datetime, version: int | None = None) -> Ruling:
    """Take a relation of a ruling out again. Returns the ruling. Raises NotAllowed, StaleVersion, WrongState."""
    locked = lock_for_links(ruling=link.from_ruling, version=version, actor=actor, at=at)
    locked.links_out.filter(pk=link.pk).delete()
    page_changed(rulings=[link.to_ruling_id], at=at)
    return links_changed(locked, "ruling.related", body={}, before=cited_by(locked), actor=actor, at=at)
