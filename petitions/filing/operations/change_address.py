from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.notices.operations import owe_notice
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.addresses import FIELDS, on_file, seal_address
from petitions.content import Person
from petitions.models import Mark, MarkKind, Petition
from petitions.steps import lock_petition
from petitions.telling import is_told_by_account, tell_petitioner, to_petitioner, written_person

EVENT = "petition.address_changed"


@operation
def change_address(
    *,
    petition: Petition,
    residence: str,
    phone: str,
    email: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Petition:
    """Have letters of a filed petition go elsewhere from now on; what was filed stays as it is.

    Told at the new address and at the old one. An address that is the present one changes nothing. Raises
    OperationError beside `residence`, NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=petition, version=version)
    if not access.may(actor, "petition.change_address", locked, at):
        raise NotAllowed()
    if locked.filed_on is None:
        raise WrongState(_("The petition is not filed yet: write the address in the petition itself."))
    if not residence.strip():
        raise OperationError(_("Write where you live: the Court's letters go there."), field="residence")
    written = written_person(locked)
    before = on_file(locked, written)
    changed: Person = {"residence": residence.strip(), "phone": phone, "email": email}
    if all(changed.get(name, "") == before.get(name, "") for name in FIELDS):
        return locked
    locked.sealed_address = seal_address(locked, changed)
    locked.version += 1
    rows.update(locked, ["sealed_address", "version"])
    # So that the new telephone is marked too.
    Mark.objects.filter(petition=locked, kind=MarkKind.MADE).update(digest=Mark.STALE)
    record(subject=locked.subject, event=EVENT, actor=actor, at=at, body={"version": locked.version})
    tell_both(locked, before=before, at=at)
    return locked


def tell_both(petition: Petition, *, before: Person, at: datetime) -> None:
    """Owe a notice by the road that counts now, and one to the address that counted until now."""
    tell_petitioner(petition=petition, event=EVENT, at=at)
    if is_told_by_account(petition):
        return
    # One key for both: where only the street changed and both go to one mailbox, it is one message.
    old = to_petitioner(petition=petition, event=EVENT, person=before, not_before=at)
    owe_notice(**old, data_key=petition.data_key)
