"""Accounts of staff that an administrator names, and the provider's identities that open them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from courtcase.keys.operations import blind_indexes
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account, LinkedIdentity
from courtcase.people.operations.accounts import register_account
from courtcase.people.operations.recording import record_account
from courtcase.people.operations.sessions import end_sessions
from courtcase.people.permissions import ensure, may, roles_of
from courtcase.people.provider_sessions import is_of_provider_session, session_digests
from courtcase.people.roles import STAFF

# One text whatever the reason: whoever is not ours learns nothing of who is.
NOT_OURS = _(
    "The sign-in service knows you, but it does not open an account of the Court for you. Ask the administrator of this "
    "site to name your address and to give you a role; the service must have confirmed the same address."
)


@operation
def name_account(*, email: str, full_name: str, language: str, actor: Actor, at: datetime) -> Account:
    """Create an account for somebody who will work at the Court, without password or role, and return it.

    Its owner comes in by the Court's provider, or sets a password by recovery. Raises NotAllowed, OperationError beside
    email, full_name or language.
    """
    ensure(actor, "administration.accounts", at)
    return register_account(email=email, full_name=full_name, language=language, role=None, actor=actor, at=at)


@operation
def sign_in_by_identity(*, issuer: str, sub: str, email: str, entitled: bool, actor: Actor, at: datetime) -> Account:
    """Return the account that an identity of the Court's provider opens; link it where it is met for the first time.

    `email` is the address the provider has confirmed, empty for none. Only an open account with a role of the Court is
    opened, and none is made. Raises OperationError with one text for every reason; its `code` tells which, for the log.
    """
    ensure(actor, "account.sign_in", at)
    if not entitled:
        raise OperationError(NOT_OURS, code="claim_missing")
    digests = blind_indexes(f"{issuer}\n{sub}", "identity")
    known = LinkedIdentity.objects.select_for_update(of=("self",)).filter(identity__in=digests).first()
    account = locked_account(known, email)
    if not account.is_active or not STAFF & roles_of(Actor.of(account), at):
        raise OperationError(NOT_OURS, code="not_staff")
    if known is None:
        known = link(account, digests[0], at=at)
    # What the provider calls somebody is known at this moment alone: here an older digest is written anew.
    known.last_used_at, known.identity = at, digests[0]
    known.save(update_fields=["last_used_at", "identity"])
    record_account(account=account, event="account.signed_in_by_provider", actor=Actor.of(account), at=at)
    return account


def locked_account(known: LinkedIdentity | None, email: str) -> Account:
    """Return the account an identity is linked with, else the one with the confirmed address. Raises OperationError."""
    found = Account.objects.select_for_update(of=("self",)).select_related("subject")
    if known is not None:
        return found.get(pk=known.account_id)
    account = found.filter(email=email).first() if email else None
    if account is None:
        raise OperationError(NOT_OURS, code="address_unknown" if email else "address_unconfirmed")
    return account


def link(account: Account, digest: bytes, *, at: datetime) -> LinkedIdentity:
    """Write that the identity is this account's owner, whose address the provider has confirmed; return the row.

    Where nobody had confirmed the address here, whoever typed it first may know the password: it is worth nothing from now on.
    Raises OperationError where the account has another identity already: the administrator ends that one first.
    """
    if account.identities.exists():
        raise OperationError(NOT_OURS, code="linked_otherwise")
    address, _made = EmailAddress.objects.get_or_create(user=account, email=account.email, defaults={"primary": True})
    if not address.verified:
        account.set_unusable_password()
        account.save(update_fields=["password"])
        address.verified = True
        address.save(update_fields=["verified"])
    record_account(account=account, event="account.identity_linked", actor=Actor.of(account), at=at)
    return LinkedIdentity.objects.create(account=account, identity=digest, linked_at=at)


@operation
def sign_out_by_provider(*, issuer: str, sub: str, sid: str, actor: Actor, at: datetime) -> int:
    """End sessions here because the provider ended its own, and return how many; of an identity nobody knows here, none.

    With a `sid` those that were opened within that session of the provider; else every session of whoever `sub` is, however
    it was opened: who is signed out everywhere there is nobody's session here (OpenID Connect Back-Channel Logout 1.0, 2.7).
    Raises NotAllowed for everybody but the system, which has verified the provider's word.
    """
    if not actor.is_system:
        raise NotAllowed()
    known = LinkedIdentity.objects.select_related("account__subject")
    if sub:
        known = known.filter(identity__in=blind_indexes(f"{issuer}\n{sub}", "identity"))
    ended = 0
    for account in {one.account for one in known}:
        chosen = within(account, session_digests(issuer, sid)) if sid else {}
        count = end_sessions(account, **chosen)
        if count:
            body = {"sessions": count}
            record_account(account=account, event="account.signed_out_by_provider", actor=actor, at=at, body=body)
        ended += count
    return ended


def within(account: Account, digests: Sequence[str]) -> dict[str, object]:
    """Return which sessions of an account were opened within one session of the provider, as `end_sessions` takes it."""
    known = UserSession.objects.filter(user=account).values_list("pk", "session_key")
    return {"pk__in": [pk for pk, key in known if is_of_provider_session(key, digests)]}


@operation
def unlink_identity(*, account: Account, actor: Actor, at: datetime) -> int:
    """End that the provider opens this account, until its owner comes with the same confirmed address again; and its sessions.

    Returns how many identities were unlinked. Raises NotAllowed for one's own account or without the right, WrongState
    where none is linked.
    """
    if not may(actor, "administration.accounts", at) or actor.account == account:
        raise NotAllowed()
    ended = LinkedIdentity.objects.filter(account=account).delete()[0]
    if not ended:
        raise WrongState(_("This account is not linked with the Court's sign-in service."))
    end_sessions(account)
    record_account(account=account, event="account.identity_unlinked", actor=actor, at=at)
    return ended
