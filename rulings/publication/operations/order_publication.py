from __future__ import annotations

from datetime import datetime

import structlog
from django.utils.translation import gettext_lazy as _

from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from rulings import access
from rulings.models import Ruling, RulingState
from rulings.models.kinds import PROCEDURAL
from rulings.publication.operations.publish_ruling import publish_ruling, require_anonymised
from rulings.steps import lock_ruling, save_next

logger = structlog.get_logger(__name__)


@operation
def order_publication(
    *,
    ruling: Ruling,
    actor: Actor,
    at: datetime,
    when: datetime | None = None,
    despite: str = "",
    chosen: bool = False,
    version: int | None = None,
) -> Ruling:
    """Order that a signed ruling be published: now, or at an instant ahead, until which nobody reads it.

    It is published once the notices to those it concerns have left, at once where none waits; `despite` says why it shall not
    wait for them. A procedural ruling is published only where it was `chosen` for it. A later order takes the place of an
    earlier one. Returns the ruling, published or not. Raises OperationError beside `when`, `despite` or `chosen`, NotAllowed,
    StaleVersion, WrongState.
    """
    locked = lock_ruling(ruling=ruling, version=version)
    if not access.may(actor, "ruling.publish", locked, at):
        raise NotAllowed()
    if locked.state != RulingState.SIGNED:
        raise WrongState(_("Only a signed ruling that is not published yet can be published."))
    if locked.kind in PROCEDURAL and not chosen:
        raise OperationError(_("Procedural rulings are published only where they were chosen for it."), field="chosen")
    if when is not None and when < at:
        raise OperationError(_("This time has passed."), field="when")
    if len(despite) > 300:
        raise OperationError(_("Say why in at most 300 characters."), field="despite")
    require_anonymised(locked)
    save_next(locked, publish_at=when or at, publish_despite=" ".join(despite.split()))
    body = {"at": (when or at).isoformat(), "waits_for_notices": not locked.publish_despite, "chosen": chosen}
    record(subject=locked.subject, event="ruling.publication_ordered", actor=actor, at=at, body=body)
    return publish_ruling(ruling=locked, actor=actor, at=at) if is_due(locked, at) else locked


@operation
def take_back_publication(*, ruling: Ruling, actor: Actor, at: datetime, version: int | None = None) -> Ruling:
    """Take back the order to publish a ruling that is not published yet. Raises NotAllowed, StaleVersion, WrongState."""
    locked = lock_ruling(ruling=ruling, version=version)
    if not access.may(actor, "ruling.publish", locked, at):
        raise NotAllowed()
    if locked.state != RulingState.SIGNED or locked.publish_at is None:
        raise WrongState(_("Nothing was ordered that could be taken back."))
    save_next(locked, publish_at=None, publish_despite="")
    record(subject=locked.subject, event="ruling.publication_taken_back", actor=actor, at=at)
    return locked


def is_due(ruling: Ruling, at: datetime) -> bool:
    """Say whether an ordered publication is to be carried out now."""
    if ruling.state != RulingState.SIGNED or ruling.publish_at is None or ruling.publish_at > at:
        return False
    return bool(ruling.publish_despite) or notices_waiting(ruling, at) == 0


def notices_waiting(ruling: Ruling, at: datetime) -> int:
    """Return how many notices to those a ruling concerns should have left and did not, letters to be printed among them."""
    petitions = ruling.petition_links.values("petition__subject")
    owed = Notice.objects.filter(subject__in=petitions, state=Notice.State.OWED, not_before__lte=at)
    # What members of the Court read on the site is told nobody outside.
    return owed.exclude(channel=Notice.Channel.INAPP).count()


def publish_due(*, at: datetime) -> int:
    """Publish every ruling whose order is due; returns how many. One that cannot be is told to whoever runs the house."""
    published = 0
    for ruling in Ruling.objects.filter(state=RulingState.SIGNED, publish_at__lte=at).order_by("pk"):
        if not is_due(ruling, at):
            continue
        try:
            publish_ruling(ruling=ruling, actor=Actor.system("rulings.publish"), at=at)
        except OperationError as error:
            logger.error("ruling_not_published", ruling=str(ruling.public_id), code=error.code)
        else:
            published += 1
    return published
