from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.permissions import ensure
from petitions.intake.columns import OFFERED
from petitions.intake.exporting import may_see


@operation
def choose_columns(*, source: str, names: Sequence[str], actor: Actor, at: datetime) -> Account:
    """Keep which columns of a list the actor sees, in this order; none: the standard ones. A taste: the register is not told.

    Raises NotAllowed, OperationError for a column that the list does not have.
    """
    ensure(actor, "list.choose_columns", at)
    if not may_see(source, actor=actor, at=at):
        raise NotAllowed()
    if not {column.name for column in OFFERED[source]}.issuperset(names):
        raise OperationError(_("There is no such column."))
    locked = Account.objects.select_for_update(no_key=True).get(pk=actor.signed_in.pk)
    locked.list_columns = {**(locked.list_columns or {}), source: list(dict.fromkeys(names))}
    locked.save(update_fields=["list_columns"])
    return locked
