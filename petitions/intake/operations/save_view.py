from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, StaleVersion, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.permissions import ensure
from petitions.intake.saved import MOST, changeable_by, kept_of
from petitions.models import SavedView

LONGEST = 500


@operation
def save_view(*, name: str, query: str, is_shared: bool, actor: Actor, at: datetime) -> SavedView:
    """Save the filters of an address of the queue under a name; shared, everybody who sees the queue has it.

    Raises NotAllowed, OperationError beside `name` or about the whole.
    """
    ensure(actor, "queue.save_view", at)
    if is_shared:
        ensure(actor, "queue.share_view", at)
    kept = kept_of(query)
    if len(kept) > LONGEST:
        raise OperationError(_("So many filters cannot be saved as one view."))
    owner = Account.objects.select_for_update(no_key=True).get(pk=actor.signed_in.pk)
    if SavedView.objects.filter(owner=owner).count() >= MOST:
        raise OperationError(_("You have as many saved views as can be shown. Delete one first."))
    checked = checked_name(name, owner=owner)
    return SavedView.objects.create(owner=owner, name=checked, query=kept, is_shared=is_shared, created_at=at)


@operation
def rename_view(*, saved: SavedView, name: str, actor: Actor, at: datetime, version: int | None = None) -> SavedView:
    """Give a saved view another name; `version` is the one the person saw.

    Raises NotAllowed, StaleVersion, OperationError beside `name`.
    """
    locked = locked_view(saved, actor, at)
    if version is not None and version != locked.version:
        raise StaleVersion(_("Somebody changed this view after you opened it."), current=locked.version)
    locked.name = checked_name(name, owner=locked.owner, but=locked)
    return keep(locked, actor=actor, at=at)


@operation
def share_view(*, saved: SavedView, is_shared: bool, actor: Actor, at: datetime) -> SavedView:
    """Share a saved view with everybody who sees the queue, or no longer. Raises NotAllowed."""
    ensure(actor, "queue.share_view", at)
    locked = locked_view(saved, actor, at)
    locked.is_shared = is_shared
    return keep(locked, actor=actor, at=at)


@operation
def delete_view(*, saved: SavedView, actor: Actor, at: datetime) -> None:
    """Delete a saved view. Raises NotAllowed."""
    locked_view(saved, actor, at).delete()


def keep(locked: SavedView, *, actor: Actor, at: datetime) -> SavedView:
    """Save a locked view as its next version, with who changed it."""
    locked.version += 1
    locked.changed_by, locked.changed_at = actor.account, at
    locked.save(update_fields=["name", "is_shared", "version", "changed_by", "changed_at"])
    return locked


def locked_view(saved: SavedView, actor: Actor, at: datetime) -> SavedView:
    """Return the view, locked, where the actor may change it. Raises NotAllowed."""
    ensure(actor, "queue.save_view", at)
    allowed = changeable_by(actor, at).select_related("owner").select_for_update(of=("self",))
    locked = allowed.filter(pk=saved.pk).first()
    if locked is None:
        raise NotAllowed()
    return locked


def checked_name(name: str, *, owner: Account, but: SavedView | None = None) -> str:
    """Return the name as it is kept. Raises OperationError beside `name` for an empty one, or one the owner has already."""
    kept = " ".join(name.split())
    if not kept:
        raise OperationError(_("Give the view a name."), field="name")
    others = SavedView.objects.filter(owner=owner, name=kept)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise OperationError(_("There is a view of this name already."), field="name")
    return kept
