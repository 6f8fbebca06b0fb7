from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from rulings.drafting.operations.link_changes import links_changed
from rulings.models import CitationState, Ruling
from rulings.publication.operations.show_links import cited_by
from rulings.steps import lock_for_links


@operation
def decide_citations(
    *,
    ruling: Ruling,
    confirmed: Collection[int],
    rejected: Collection[int],
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Ruling:
    """Confirm citations of a ruling, which are links where it is published, and reject others, which stay text.

    Of a published ruling page and files follow at once. Both are given by the keys of their rows; those of another ruling
    are not touched. A rejected link made by hand is taken out. Returns the ruling. Raises
    OperationError for one that leads nowhere, NotAllowed, StaleVersion, WrongState.
    """
    locked = lock_for_links(ruling=ruling, version=version, actor=actor, at=at)
    own, before = locked.citations, cited_by(locked)
    nowhere = Q(provision__isnull=True, cited__isnull=True)
    if own.filter(nowhere, pk__in=confirmed).exists():
        raise OperationError(
            _("A citation that leads nowhere cannot be confirmed: choose what it names."), code="nowhere"
        )
    sure = own.filter(pk__in=confirmed, state__in=[CitationState.FOUND, CitationState.REJECTED])
    count = sure.update(state=CitationState.CONFIRMED)
    refused = own.filter(pk__in=rejected)
    out = refused.filter(state=CitationState.BY_HAND, reads="").delete()[0]
    out += refused.exclude(state=CitationState.REJECTED).update(state=CitationState.REJECTED)
    body = {"confirmed": count, "rejected": out}
    return links_changed(locked, "ruling.citations_decided", body=body, before=before, actor=actor, at=at)


@operation
def confirm_certain(*, ruling: Ruling, actor: Actor, at: datetime, version: int | None = None) -> int:
    """Confirm every citation of a ruling that nobody decided on and in which nothing was guessed; returns how many.

    Raises NotAllowed, StaleVersion, WrongState.
    """
    locked = lock_for_links(ruling=ruling, version=version, actor=actor, at=at)
    before = cited_by(locked)
    count = locked.citations.filter(state=CitationState.FOUND, certain=True).update(state=CitationState.CONFIRMED)
    body = {"confirmed": count, "rejected": 0}
    links_changed(locked, "ruling.citations_decided", body=body, before=before, actor=actor, at=at)
    return count
