"""Codes by text message: confirming the telephone of an account, and signing in by it.

Whoever asks is told the same whether the number belongs to an account or not, and in the same time: the code is made and
sent by a worker. Nobody who works at the Court signs in like this: they have a second factor.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from courtcase.keys import operations as keys
from courtcase.law.keeping import over_before
from courtcase.notices import sms
from courtcase.notices.operations import owe_job
from courtcase.notices.texts import Text, written_text
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account, PhoneCode, PhoneCodePurpose
from courtcase.people.operations.accounts import checked_phone
from courtcase.people.operations.recording import record_account
from courtcase.people.permissions import ensure, roles_of
from courtcase.people.roles import STAFF

JOB = "telephone.send_code"
MINUTES = 20
TRIES = 5
# At most so many codes of one account within an hour, and within a day: five tries at each of a million codes.
MOST_IN_AN_HOUR, MOST_IN_A_DAY = 5, 10
TOO_MANY = _("Too many codes were asked for. Wait an hour, or sign in by e-mail and password.")


def is_offered() -> bool:
    """Say whether text messages leave this house at all."""
    return bool(settings.SMS_URL) or settings.IS_DEMO


@operation
def ask_confirmation(*, account: Account, actor: Actor, at: datetime) -> int:
    """Owe a code to the telephone of one's own account, to confirm it; return the id of its row.

    Raises NotAllowed, WrongState without a telephone or where no text messages are sent, OperationError for too many.
    """
    ensure(actor, "account.settings", at)
    if actor.account != account:
        raise NotAllowed()
    if not is_offered():
        raise WrongState(_("Text messages are not set up at this address."))
    locked = Account.objects.select_for_update(of=("self",)).select_related("subject").get(pk=account.pk)
    if not locked.phone:
        raise WrongState(_("Write your telephone number first."))
    made = make_row(locked, PhoneCodePurpose.CONFIRM, at=at)
    if made is None:
        raise OperationError(TOO_MANY, code="too_many")
    return made


@operation
def ask_sign_in(*, phone: str, actor: Actor, at: datetime) -> int | None:
    """Owe a code to sign in by to the account whose confirmed telephone this is; return the id of its row.

    None where there is no such account, it may not sign in like this, or too many were asked for: nobody is told which.
    Raises OperationError beside `phone` for what is no telephone number, and where no text messages are sent.
    """
    ensure(actor, "account.sign_in", at)
    number = checked_phone(phone)
    if number is None:
        raise OperationError(_("Write your telephone number."), field="phone", code="required")
    if not is_offered():
        raise OperationError(_("Text messages are not set up at this address."), field="phone", code="not_set_up")
    found = Account.objects.select_for_update(of=("self",)).select_related("subject")
    account = found.filter(phone=number, phone_confirmed_at__isnull=False, is_active=True).first()
    if account is None or works_at_the_court(account, at):
        return None
    return make_row(account, PhoneCodePurpose.SIGN_IN, at=at)


def works_at_the_court(account: Account, at: datetime) -> bool:
    """Say whether the account acts for the Court: then a code by text message opens nothing."""
    return bool(STAFF & roles_of(Actor.of(account), at))


def make_row(account: Account, purpose: PhoneCodePurpose, *, at: datetime) -> int | None:
    """Owe a code of a locked account and end the one before; return its row's id, None where too many were asked for."""
    codes = PhoneCode.objects.filter(account=account)
    asked = list(codes.filter(made_at__gt=at - timedelta(days=1)).values_list("made_at", flat=True))
    lately = [one for one in asked if one > at - timedelta(hours=1)]
    if len(lately) >= MOST_IN_AN_HOUR or len(asked) >= MOST_IN_A_DAY:
        return None
    codes.filter(purpose=purpose, used_at=None, revoked_at=None).update(revoked_at=at)
    over = at + timedelta(minutes=MINUTES)
    made = PhoneCode.objects.create(account=account, purpose=purpose, made_at=at, expires_at=over)
    owe_job(kind=JOB, subject=account.subject, key=f"{JOB}:{made.pk}", not_before=at, body={"code": made.pk})
    return made.pk


@operation
def send_code(*, code_id: int, actor: Actor, at: datetime) -> bool:
    """Make the code of a row, hand it to the gateway and keep its digest; say whether one was sent.

    A row that is over or ended is let be. Raises NotSent and what the gateway raises: the work is then owed on, with
    another code. Raises NotAllowed for everybody but the system.
    """
    if not actor.is_system:
        raise NotAllowed()
    found = PhoneCode.objects.select_for_update(of=("self",)).select_related("account").filter(pk=code_id).first()
    if found is None or found.used_at or found.revoked_at or found.expires_at <= at or not found.account.phone:
        return False
    code = f"{secrets.randbelow(10**6):06d}"
    found.digest = keys.short_code_hmac(code, owner_of(found))
    found.save(update_fields=["digest"])
    language = found.account.language
    with override(language):
        text = Text(title="", body=written_text("telephone/code.sms.txt", {"code": code, "minutes": MINUTES}))
    sms.send(to=found.account.phone, text=text, language=language, key=secrets.token_hex(32))
    return True


@operation
def use_code(*, code_id: int, purpose: PhoneCodePurpose, typed: str, actor: Actor, at: datetime) -> Account | None:
    """Use up the code of a row where `typed` is it: confirm the telephone, or return whose sign-in it is.

    None for every other word, each of which is counted: what is wrong is an answer, for an error would undo the count.
    """
    codes = PhoneCode.objects.select_for_update(of=("self",)).select_related("account__subject")
    found = codes.filter(pk=code_id, purpose=purpose).first()
    if found is None or found.used_at or found.revoked_at or found.expires_at <= at or found.tries >= TRIES:
        return None
    digits = "".join(sign for sign in typed if sign.isdecimal())
    if not keys.is_short_code(digits, owner_of(found), found.digest or b""):
        found.tries += 1
        found.save(update_fields=["tries"])
        return None
    account = found.account
    if not account.is_active or (purpose == PhoneCodePurpose.SIGN_IN and works_at_the_court(account, at)):
        return None
    found.used_at = at
    found.save(update_fields=["used_at"])
    if purpose == PhoneCodePurpose.CONFIRM:
        confirm(account, actor=actor, at=at)
    else:
        record_account(account=account, event="account.signed_in_by_phone", actor=Actor.of(account), at=at)
    return account


def confirm(account: Account, *, actor: Actor, at: datetime) -> None:
    """Note that the telephone of an account is its own. Another account with the number cannot sign in by it any more:
    numbers are given to new people, and who holds one today is who got the code.
    """
    if actor.account != account:
        raise NotAllowed()
    for other in Account.objects.select_for_update(of=("self",)).filter(
        phone=account.phone, phone_confirmed_at__isnull=False
    ):
        if other.pk != account.pk:
            other.phone_confirmed_at = None
            other.save(update_fields=["phone_confirmed_at"])
            record_account(account=other, event="account.phone_lost", actor=Actor.system(JOB), at=at)
    account.phone_confirmed_at = at
    account.save(update_fields=["phone_confirmed_at"])
    record_account(account=account, event="account.phone_confirmed", actor=actor, at=at)


@operation
def forget_codes(*, actor: Actor, at: datetime) -> int:
    """Delete codes older than the table of keeping says, and return how many. Raises NotAllowed for everybody but the system."""
    if not actor.is_system:
        raise NotAllowed()
    before = over_before("sign_in_code", at)
    return 0 if before is None else PhoneCode.objects.filter(made_at__lt=before).delete()[0]


def owner_of(code: PhoneCode) -> str:
    """Return what binds a short code to its row."""
    return f"telephone:{code.purpose}:{code.pk}"
