"""Programs of an institution that sign in by a token, and what they asked to be done once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.keys.operations import token_hmac
from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account, ApiRequest, ApiScope, ApiToken, Institution
from courtcase.people.operations.accounts import checked_name
from courtcase.people.operations.grants import write_grant
from courtcase.people.operations.institutions import check_head, institution_subject
from courtcase.people.queries import live_tokens
from courtcase.people.roles import Role
from courtcase.register.operations import open_subject, record

PREFIX = "courtcase_"  # so that a token found in a file or a log is known for what it is
SECRET_BYTES = 32
CHANGEOVER = timedelta(hours=24)
MAX_PROGRAMS = 50


@dataclass(frozen=True)
class Issued:
    """A token just made, and its secret, which is stored nowhere and shown this once."""

    token: ApiToken
    secret: str


@operation
def admit_program(*, institution: Institution, name: str, scopes: Iterable[str], actor: Actor, at: datetime) -> Issued:
    """Let a program called `name` act for the head's institution within `scopes` (of ApiScope), and give it a token.

    The program becomes an account of its own, so that the register names it. Raises NotAllowed, OperationError with
    field name or scopes.
    """
    check_head(institution=institution, actor=actor, at=at)
    chosen = checked_scopes(scopes)
    locked = (
        Institution.objects.select_for_update(no_key=True, of=("self",))
        .select_related("subject")
        .get(pk=institution.pk)
    )
    if live_tokens(locked, at).count() >= MAX_PROGRAMS:
        raise OperationError(_("At most 50 programs can be let in. End the token of one first."), field="name")
    program = Account(
        subject=open_subject(kind="account", at=at),
        full_name=checked_name(name),
        password=make_password(None),
        created_at=at,
        synthetic=locked.synthetic,
    )
    program.save(force_insert=True)
    write_grant(
        account=program,
        role=Role.PORTAL if locked.is_portal else Role.MACHINE,
        institution=locked,
        reason="let in by the head",
        granted_by=actor.account,
        actor=actor,
        at=at,
    )
    issued = write_token(account=program, institution=locked, scopes=chosen, actor=actor, at=at)
    record_token(issued.token, event="institution.program_admitted", actor=actor, at=at)
    return issued


@operation
def renew_token(*, token: ApiToken, actor: Actor, at: datetime) -> Issued:
    """Give a program a new token in place of one that works; the old one works for another day, to change over.

    Raises NotAllowed, WrongState where the token was ended or renewed already.
    """
    locked = lock_token(token=token, actor=actor, at=at)
    locked.ends_at = at + CHANGEOVER
    locked.save(update_fields=["ends_at"])
    issued = write_token(
        account=locked.account, institution=locked.institution, scopes=locked.scopes, actor=actor, at=at
    )
    record_token(issued.token, event="institution.token_renewed", actor=actor, at=at)
    return issued


@operation
def end_token(*, token: ApiToken, actor: Actor, at: datetime) -> ApiToken:
    """End a token now; also one that still works for its day of changeover. Raises NotAllowed, WrongState."""
    locked = lock_token(token=token, actor=actor, at=at, renewed_too=True)
    locked.ends_at = at
    locked.save(update_fields=["ends_at"])
    record_token(locked, event="institution.token_ended", actor=actor, at=at)
    return locked


@operation
def note_use(*, token: ApiToken, at: datetime) -> None:
    """Write down the legal day on which a token is used; called once a day."""
    ApiToken.objects.filter(pk=token.pk).update(last_used_on=timezone.localdate(at))


@operation
def once(
    *,
    account: Account,
    key: str,
    input_digests: Sequence[bytes],
    at: datetime,
    do: Callable[[], Mapping[str, Any]],
) -> tuple[dict[str, Any], bool]:
    """Do what a program asked under `key` unless it was done before; return what came of it, and whether just now.

    `input_digests` are digests of the input under each index key, the current one first: it is kept, any is recognised.
    Two requests at once wait for each other. `do` runs in this transaction and returns ids. Raises OperationError with
    code idempotency_conflict where the key came before with another input.
    """
    row = ApiRequest(account=account, key=key, input_digest=input_digests[0], made_at=at)
    is_new = rows.insert_unless_there(row)  # waits here for a twin that has not committed yet
    kept = row if is_new else ApiRequest.objects.select_for_update().get(account=account, key=key)
    require_same(kept, input_digests)
    if kept.outcome:
        return dict(kept.outcome), False
    kept.outcome = dict(do())
    kept.save(update_fields=["outcome"])
    return dict(kept.outcome), True


def done_before(*, account: Account, key: str, input_digests: Sequence[bytes]) -> dict[str, Any] | None:
    """Return what came of a request whose key came before, None where nothing did yet; locks nothing and waits for nobody.

    Raises OperationError as `once` does.
    """
    kept = ApiRequest.objects.filter(account=account, key=key).first()
    if kept is None:
        return None
    require_same(kept, input_digests)
    return dict(kept.outcome) or None


def require_same(kept: ApiRequest, input_digests: Sequence[bytes]) -> None:
    """Raise OperationError where a key came before with another input."""
    if bytes(kept.input_digest) not in input_digests:
        raise OperationError(
            _("This Idempotency-Key was used before with another request."), code="idempotency_conflict"
        )


@operation
def forget_requests(*, before: datetime) -> int:
    """Delete the keys of requests made before an instant; return how many. A key used again later begins anew."""
    deleted, _kinds = ApiRequest.objects.filter(made_at__lt=before).delete()
    return deleted


def write_token(*, account: Account, institution: Institution, scopes: list[str], actor: Actor, at: datetime) -> Issued:
    """Make a secret, and write the row that holds its digest."""
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken(
        account=account,
        institution=institution,
        digest=token_hmac(secret),
        ending=secret[-4:],
        scopes=scopes,
        made_by=actor.signed_in,
        made_at=at,
    )
    token.save(force_insert=True)
    return Issued(token=token, secret=secret)


def lock_token(*, token: ApiToken, actor: Actor, at: datetime, renewed_too: bool = False) -> ApiToken:
    """Return a token that works, locked. Raises NotAllowed unless the actor heads its institution, WrongState."""
    check_head(institution=token.institution, actor=actor, at=at)
    related = ApiToken.objects.select_related("account", "institution__subject")
    locked = related.select_for_update(of=("self",)).get(pk=token.pk)
    if not locked.works(at) or (locked.ends_at is not None and not renewed_too):
        raise WrongState(_("This token was ended or renewed already."))
    return locked


def checked_scopes(scopes: Iterable[str]) -> list[str]:
    """Return known scopes in their order; raises OperationError beside `scopes` for none or an unknown one."""
    chosen = set(scopes)
    if not chosen or not chosen <= set(ApiScope.values):
        raise OperationError(_("Choose what the program may do."), field="scopes", code="required")
    return [scope for scope in ApiScope.values if scope in chosen]


def record_token(token: ApiToken, *, event: str, actor: Actor, at: datetime) -> None:
    """Record a fact about a token with its institution: which program, and what it may do."""
    body = {"token": token.pk, "program": str(token.account.public_id), "scopes": ",".join(token.scopes)}
    record(subject=institution_subject(token.institution, at=at), event=event, actor=actor, at=at, body=body)
