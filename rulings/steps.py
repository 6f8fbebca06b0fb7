"""What every operation on a ruling begins and ends with: lock, permit, compare, save with the next version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, StaleVersion, WrongState
from courtcase.people.actors import Actor
from rulings import access
from rulings.models import Ruling, RulingState

NO_DRAFT = {
    RulingState.SIGNED: _("A signed ruling cannot be changed."),
    RulingState.PUBLISHED: _("A signed ruling cannot be changed."),
    RulingState.DISCARDED: _("A discarded draft cannot be changed."),
}


def lock_ruling(*, ruling: Ruling, version: int | None = None) -> Ruling:
    """Return the ruling read anew and locked with its subject; `version` is the one the person saw.

    Raises StaleVersion when another stands by now.
    """
    locked = (
        Ruling.objects.select_related("subject", "case", "join_case", "sitting")
        .select_for_update(of=("subject", "self"), no_key=True)
        .get(pk=ruling.pk)
    )
    if version is not None and locked.version != version:
        raise StaleVersion(
            _("Somebody changed this ruling after you opened it. See what changed, then decide again."),
            current=locked.version,
        )
    return locked


def lock_draft(*, ruling: Ruling, version: int | None, action: str, actor: Actor, at: datetime) -> Ruling:
    """Return the ruling locked, when it is still a draft and `actor` may do `action` to it.

    Raises NotAllowed, StaleVersion and, once it is signed or discarded, WrongState.
    """
    locked = lock_ruling(ruling=ruling, version=version)
    if not access.may(actor, action, locked, at):
        raise NotAllowed()
    if locked.state != RulingState.DRAFT:
        raise WrongState(NO_DRAFT[RulingState(locked.state)])
    return locked


def lock_for_links(*, ruling: Ruling, version: int | None, actor: Actor, at: datetime) -> Ruling:
    """Return the ruling locked, when `actor` may change its links: of a draft whoever drafts, later whoever may mend it.

    Links are no part of what is signed. Raises NotAllowed, StaleVersion and, once it is discarded, WrongState.
    """
    locked = lock_ruling(ruling=ruling, version=version)
    if not access.may(actor, "ruling.draft" if locked.state == RulingState.DRAFT else "ruling.mend", locked, at):
        raise NotAllowed()
    if locked.state == RulingState.DISCARDED:
        raise WrongState(NO_DRAFT[RulingState.DISCARDED])
    return locked


def save_next(ruling: Ruling, **fields: Any) -> Ruling:
    """Save `fields` of a locked ruling and its next version; returns it."""
    for name, value in fields.items():
        setattr(ruling, name, value)
    ruling.version += 1
    ruling.save(update_fields=[*fields, "version"])
    return ruling


def page_changed(*, rulings: list[int], at: datetime) -> None:
    """Note that something shown on the public pages of these rulings (ids) changed, so that caches ask anew."""
    Ruling.objects.filter(pk__in=rulings, state=RulingState.PUBLISHED).update(page_changed_at=at)
