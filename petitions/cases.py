"""What every operation on a case begins with: lock, permit, compare; and the sealing of what is written about a case."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.keys import operations as keys
from courtcase.keys.models import DataKey
from courtcase.operations import NotAllowed, StaleVersion, WrongState
from courtcase.people.actors import Actor
from petitions import access
from petitions.models import Case, CaseState

PURPOSE = "case"


def lock_case(case: Case) -> Case:
    """Return the case read anew and locked after its subject, in the house's order (Subject, Case, Petition)."""
    return Case.objects.select_related("subject").select_for_update(of=("subject", "self")).get(pk=case.pk)


def lock_open_case(*, case: Case, action: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Return the case locked, when it is still in preparation and `actor` may do `action` to it.

    Raises NotAllowed, StaleVersion where another version stands than the person saw, WrongState once it is closed.
    """
    locked = lock_case(case)
    if not access.cases_for(actor, action, at).filter(pk=case.pk).exists():
        raise NotAllowed()
    if version is not None and locked.version != version:
        raise StaleVersion(_("Somebody changed this case after you opened it."), current=locked.version)
    if locked.state != CaseState.PREPARATION:
        raise WrongState(_("This case is already closed."))
    return locked


def key_of(case: Case, *, at: datetime) -> DataKey:
    """Return the data key of a locked case; a case from before it was needed is given one."""
    if case.data_key is None:
        case.data_key = keys.new_data_key(at=at)
        case.save(update_fields=["data_key"])
    return case.data_key


def seal_words(case: Case, words: str, *, at: datetime, purpose: str = PURPOSE) -> bytes:
    """Return `words` sealed with the key of a locked case."""
    return keys.seal_json(key_of(case, at=at), {"text": words}, purpose=purpose)


def open_words(case: Case, sealed: bytes | memoryview | None, *, purpose: str = PURPOSE) -> str:
    """Return what `seal_words` sealed for the same purpose; the empty string where nothing was written."""
    if sealed is None or case.data_key is None:
        return ""
    return str(keys.open_json(case.data_key, bytes(sealed), purpose=purpose)["text"])
