"""What people do with notices: print a letter, decide about one that did not arrive, open one on this site."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.notices.models import Notice
from courtcase.notices.queries import told_on_site
from courtcase.notices.wake import wake
from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may


def locked(notice: Notice) -> Notice:
    """Return the row as it stands now, locked until the end of the transaction."""
    return Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)


def refuse_unless_waiting(notice: Notice) -> None:
    """Raise WrongState unless the notice is on the list of those that did not, or perhaps did not, arrive."""
    if notice.state not in {Notice.State.UNDELIVERED, Notice.State.PERHAPS_SENT}:
        raise WrongState(_("Somebody has already decided about this notice."))


@operation
def send_again(*, notice: Notice, actor: Actor, at: datetime) -> Notice:
    """Owe an undelivered or perhaps sent notice anew; return it.

    Raises NotAllowed, or WrongState when it is not on the list any more.
    """
    if not may(actor, "notice.decide", at):
        raise NotAllowed
    fresh = locked(notice)
    refuse_unless_waiting(fresh)
    fresh.state, fresh.decision, fresh.decided_by = Notice.State.OWED, "resend", actor.account
    fresh.attempts, fresh.next_attempt_at = 0, at
    fresh.sending_since = fresh.settled_at = fresh.lease_until = fresh.lease_token = None
    fresh.save()
    wake()
    return fresh


@operation
def mark_delivered(*, notice: Notice, actor: Actor, at: datetime) -> Notice:
    """Note that the person was told in another way, or that a perhaps sent notice did arrive; return it.

    Raises NotAllowed, or WrongState when it is not on the list any more.
    """
    if not may(actor, "notice.decide", at):
        raise NotAllowed
    fresh = locked(notice)
    refuse_unless_waiting(fresh)
    fresh.state, fresh.decision, fresh.decided_by = Notice.State.SENT, "delivered", actor.account
    fresh.settled_at = at
    fresh.save(update_fields=["state", "decision", "decided_by", "settled_at"])
    return fresh


@operation
def mark_printed(*, notice: Notice, actor: Actor, at: datetime) -> Notice:
    """Note that a letter was printed and handed over to the post; return it. Repeating it changes nothing.

    Raises NotAllowed, or WrongState when it is no letter or was taken back.
    """
    if not may(actor, "notice.print_queue", at):
        raise NotAllowed
    fresh = locked(notice)
    if fresh.state == Notice.State.PRINTED:
        return fresh
    if fresh.channel != Notice.Channel.POST or fresh.state != Notice.State.OWED or fresh.not_before > at:
        raise WrongState(_("This letter is not waiting to be printed."))
    fresh.state, fresh.decision, fresh.decided_by = Notice.State.PRINTED, "printed", actor.account
    fresh.settled_at = at
    fresh.save(update_fields=["state", "decision", "decided_by", "settled_at"])
    return fresh


@operation
def mark_read(*, actor: Actor, at: datetime) -> int:
    """Note that the account has opened the notices it finds on this site; return how many were new.

    Raises NotAllowed for anybody without an account.
    """
    if actor.account is None:
        raise NotAllowed
    return told_on_site(actor.account, at).filter(read_at=None).update(read_at=at)
