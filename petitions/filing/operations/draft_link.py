"""The way back to a draft by a message: one code that works once, and one message to an address nobody has confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from courtcase.keys import operations as keys
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register import receipt_code
from courtcase.register.operations import record
from petitions import access
from petitions.filing.operations.first_message import had_its_message, wait_for_address
from petitions.filing.sending import send_now
from petitions.filing.writers_address import seal_draft_address
from petitions.models import CodePurpose, OneTimeCode, Petition
from petitions.steps import lock_petition
from petitions.workflow import UNFILED

DAYS = 7
MOST_IN_A_DAY = 5


def send_draft_link(*, petition: Petition, channel: str, address: str, actor: Actor, at: datetime) -> None:
    """Send the way back to a draft to an e-mail or a telephone number the person typed.

    An address that nobody confirmed by using a code gets one message, of whichever draft, and no more: asked again, nothing
    is sent and nothing is told, so that nobody learns whose address is known. Raises OperationError where the message
    could not be handed over or too many were asked for, NotAllowed, WrongState.
    """
    code = receipt_code.generate()
    made = make_link_code(petition=petition, code=code, channel=channel, address=address, actor=actor, at=at)
    if made is None:
        return
    with override(petition.language):
        page = settings.PUBLIC_ADDRESS + reverse("filing:open_draft")
    went = send_now(
        channel=channel,
        to=address,
        title=_("The way back to your draft"),
        template="draft_link",
        values={"code": code, "page": page, "days": DAYS},
        language=petition.language,
    )
    if not went:
        take_back_link(code_id=made, actor=actor, at=at)
        raise OperationError(
            _("The message could not be sent just now. Try again in a minute, or write the code down.")
        )


@operation
def make_link_code(
    *, petition: Petition, code: str, channel: str, address: str, actor: Actor, at: datetime
) -> int | None:
    """Keep the digest of a code that opens the draft once, and return its row's id; None where the address had its message."""
    locked = lock_petition(petition=petition)
    if not access.may(actor, "petition.draft", locked, at):
        raise NotAllowed()
    if locked.state not in UNFILED:
        raise WrongState(_("This petition is filed: it is found by its number and its code."))
    address_indexes = wait_for_address(address)
    if had_its_message(address_indexes):
        return None
    own = OneTimeCode.objects.filter(petition=locked, purpose=CodePurpose.LINK, made_at__gt=at - timedelta(days=1))
    if own.count() >= MOST_IN_A_DAY:
        raise OperationError(_("Too many messages were asked for today. Write the code down, or come back tomorrow."))
    made = OneTimeCode.objects.create(
        petition=locked,
        purpose=CodePurpose.LINK,
        digest=keys.code_hmac(code),
        channel=channel,
        address_index=address_indexes[0],
        sealed_address=seal_draft_address(locked, channel=channel, address=address),
        made_at=at,
        expires_at=at + timedelta(days=DAYS),
    )
    record(subject=locked.subject, event="petition.draft_link_sent", actor=actor, at=at, body={"channel": channel})
    return made.pk


@operation
def take_back_link(*, code_id: int, actor: Actor, at: datetime) -> None:
    """Forget a code whose message surely did not go, so that its address may be written to after all."""
    OneTimeCode.objects.filter(pk=code_id, used_at=None).delete()


@operation
def use_link_code(*, code: str, actor: Actor, at: datetime) -> Petition | None:
    """Use the code of a message up and return its draft; None for every other word, and for what is used, over or filed."""
    parsed = receipt_code.parse(code)
    found = (
        OneTimeCode.objects.filter(digest__in=keys.code_hmacs(parsed or ""), used_at=None, revoked_at=None)
        .filter(purpose=CodePurpose.LINK)
        .select_related("petition")
        .first()
    )
    if parsed is None or found is None:
        return None
    locked = lock_petition(petition=found.petition)
    mine = OneTimeCode.objects.filter(pk=found.pk, used_at=None, revoked_at=None, expires_at__gt=at)
    if locked.state not in UNFILED or not mine.update(used_at=at):
        return None
    record(
        subject=locked.subject, event="petition.draft_link_used", actor=actor, at=at, body={"channel": found.channel}
    )
    return locked
