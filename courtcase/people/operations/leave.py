from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account, Leave
from courtcase.people.permissions import may
from courtcase.people.queries import judges_at
from courtcase.register.operations import open_subject, record


@operation
def enter_leave(
    *, account: Account, first_day: date, last_day: date, deputy: Account | None, actor: Actor, at: datetime
) -> Leave:
    """Enter the days on which a member of the Court is away, and who stands in: one's own, anybody's for the head, a judge's for
    the Chair and the secretary.

    Raises NotAllowed, OperationError beside `last_day`, `first_day` or `deputy`.
    """
    check_leave(account=account, actor=actor, at=at)
    if last_day < first_day:
        raise OperationError(_("The last day comes before the first."), field="last_day")
    if deputy == account:
        raise OperationError(_("Nobody stands in for themselves: choose another."), field="deputy")
    # The account is locked, so that two who enter leave of one person at once do not both find the days free.
    Account.objects.select_for_update().get(pk=account.pk)
    over = Leave.objects.filter(account=account, taken_back_at=None, first_day__lte=last_day, last_day__gte=first_day)
    if over.exists():
        raise OperationError(_("Leave is entered for some of these days already."), field="first_day")
    leave = Leave.objects.create(
        account=account,
        first_day=first_day,
        last_day=last_day,
        deputy=deputy,
        entered_by=actor.signed_in,
        entered_at=at,
    )
    body = {"account": str(account.public_id), "first_day": first_day.isoformat(), "last_day": last_day.isoformat()}
    body["deputy"] = str(deputy.public_id) if deputy else ""
    record(subject=open_subject(kind="rule", at=at), event="leave.entered", actor=actor, at=at, body=body)
    return leave


@operation
def take_back_leave(*, leave: Leave, actor: Actor, at: datetime) -> Leave:
    """Take leave back: from now on it counts for nothing. Raises NotAllowed, WrongState where it was done before."""
    locked = Leave.objects.select_for_update(of=("self",)).select_related("account").get(pk=leave.pk)
    check_leave(account=locked.account, actor=actor, at=at)
    if locked.taken_back_at is not None:
        raise WrongState(_("This leave was taken back already."))
    locked.taken_back_at = at
    locked.save(update_fields=["taken_back_at"])
    body = {"account": str(locked.account.public_id), "first_day": locked.first_day.isoformat()}
    record(subject=open_subject(kind="rule", at=at), event="leave.taken_back", actor=actor, at=at, body=body)
    return locked


def check_leave(*, account: Account, actor: Actor, at: datetime) -> None:
    """Raise NotAllowed unless the actor may enter the leave of `account`."""
    if account == actor.account and may(actor, "leave.mine", at):
        return
    if may(actor, "leave.of_bench", at) and judges_at(at).filter(pk=account.pk).exists():
        return
    if not may(actor, "leave.manage", at):
        raise NotAllowed()
