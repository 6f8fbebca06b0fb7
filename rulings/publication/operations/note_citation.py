from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from rulings.models import Ruling, RulingLink
from rulings.steps import page_changed
from rulings.watching.operations.tell_watchers import owe_telling


@operation
def note_citation(
    *, citing: Ruling, cited: Ruling, source: str, actor: Actor, at: datetime, kind: str = RulingLink.Kind.CITES
) -> RulingLink:
    """Note that one published ruling speaks of another, as `source` tells; both pages change. Returns the link.

    A link noted before is returned as it is. Raises OperationError for a ruling that is not published, NotAllowed.
    """
    if not may(actor, "ruling.publish", at):
        raise NotAllowed()
    if not (citing.is_published and cited.is_published):
        raise OperationError(_("Only another, published ruling can be cited."), field="cited")
    link, created = RulingLink.objects.get_or_create(
        from_ruling=citing, to_ruling=cited, kind=kind, defaults={"source": source[:300]}
    )
    if created:
        page_changed(rulings=[citing.pk, cited.pk], at=at)
        owe_telling(ruling=citing, occasion=f"link-{link.pk}")
    return link
