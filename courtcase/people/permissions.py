"""Who may do what: actions declared by the rooms, one matrix of role and action as data, scopes as Q-expressions.

`docs/permissions.md` tells the whole of it. Nothing here knows a petition: a room hands its own table of scopes to `scoped`.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from django.db.models import Model, Q, QuerySet

from courtcase import rows
from courtcase.operations import NotAllowed
from courtcase.people.actors import Actor
from courtcase.people.models import RoleGrant
from courtcase.people.roles import ACCOUNT, HOLDER, NOBODY, SYSTEM

MATRIX_FILE = Path(__file__).with_name("matrix.csv")
# What a scope word may be; each room says in its ScopeTable what the word means for its own rows.
SCOPES = frozenset(
    {
        "all",
        "own",
        "institution",
        "team",
        "intake",
        "assigned",
        "bench",
        "participant",
        "portal",
        "co_petitioner",
        "signed",
        "in_danger",
        "forwarded",
        "granted",
    }
)

Row = TypeVar("Row", bound=Model)
View = TypeVar("View", bound=Callable[..., Any])
ScopeTable = dict[str, Callable[[Actor, datetime], Q]]


class Action(NamedTuple):
    """Something that can be done, e.g. petition.register, and the app that declared it."""

    name: str
    app: str


class MatrixRow(NamedTuple):
    """One line of the matrix: this role may do this action within this scope."""

    action: str
    role: str
    scope: str


DECLARED: dict[str, Action] = {}
PUBLIC_ACTIONS: set[str] = set()


def declare(app: str, names: Iterable[str]) -> None:
    """Make the actions of an app known; called once by each app's `actions.py`.

    Raises ValueError on a name taken by another app.
    """
    for name in names:
        known = DECLARED.setdefault(name, Action(name, app))
        if known.app != app:
            raise ValueError(f"Action {name} of {app} is already declared by {known.app}")


@functools.cache
def matrix() -> tuple[MatrixRow, ...]:
    """Return the rows of matrix.csv, read once."""
    with MATRIX_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(MatrixRow(row["action"], row["role"], row["scope"]) for row in csv.DictReader(file))


@functools.cache
def granted() -> dict[tuple[str, str], frozenset[str]]:
    """Return the scopes of each (action, role)."""
    table: dict[tuple[str, str], set[str]] = {}
    for row in matrix():
        table.setdefault((row.action, row.role), set()).add(row.scope)
    return {key: frozenset(scopes) for key, scopes in table.items()}


def grants_of(actor: Actor, at: datetime) -> tuple[RoleGrant, ...]:
    """Return the role grants of an account that are valid at `at`; one query for the life of the account object."""
    account = actor.account
    if account is None or not account.is_active:
        return ()
    kept: tuple[RoleGrant, ...] | None = account.__dict__.get("_kept_grants")
    if kept is None:
        kept = tuple(rows.read_all(RoleGrant, "account_id = %s ORDER BY id", [account.pk]))
        account.__dict__["_kept_grants"] = kept
    return tuple(grant for grant in kept if grant.is_valid(at))


def forget_grants(actor: Actor) -> None:
    """Read the account's grants anew at the next question: called when one was given or taken."""
    if actor.account is not None:
        actor.account.__dict__.pop("_kept_grants", None)
        actor.account.__dict__.pop("_kept_roles", None)


def roles_of(actor: Actor, at: datetime) -> frozenset[str]:
    """Return the roles and pseudo-roles of the actor at `at`; what is open to nobody is open to all."""
    if actor.is_system:
        return frozenset({SYSTEM, NOBODY})
    roles = {NOBODY}
    if actor.kind == "holder" or actor.holds_codes:
        roles.add(HOLDER)
    if actor.account is not None and actor.account.is_active:
        roles |= granted_roles(actor, at)
    return frozenset(roles)


def granted_roles(actor: Actor, at: datetime) -> frozenset[str]:
    """Return the roles granted to an account at `at`; a page asks it of one instant for each of twenty actions in turn."""
    kept = actor.signed_in.__dict__
    instant, roles = kept.get("_kept_roles", (None, frozenset()))
    if instant != at:
        roles = frozenset({ACCOUNT, *(grant.role for grant in grants_of(actor, at))})
        kept["_kept_roles"] = (at, roles)
    found: frozenset[str] = roles
    return found


def scopes_for(actor: Actor, action: str, at: datetime) -> frozenset[str]:
    """Return the scope words within which the actor may do the action at `at`; empty: not at all.

    The system, which is never made from a request, may do every declared action everywhere.
    Raises KeyError on an action nobody declared.
    """
    if action not in DECLARED:
        raise KeyError(f"No app declares the action {action}")
    if actor.is_system:
        return frozenset({"all"})
    return scopes_of(action, roles_of(actor, at))


@functools.lru_cache(maxsize=10_000)
def scopes_of(action: str, roles: frozenset[str]) -> frozenset[str]:
    """Return the scope words within which whoever has these roles may do the action."""
    table = granted()
    return frozenset().union(*(table.get((action, role), frozenset()) for role in roles))


def may(actor: Actor, action: str, at: datetime) -> bool:
    """Say whether the actor may do the action at `at` within some scope; on which rows, `scoped` says."""
    return bool(scopes_for(actor, action, at))


def all_allowed(actor: Actor, actions: Iterable[str], at: datetime) -> frozenset[str]:
    """Return those of `actions` that the actor may do at `at` within some scope, asking once for the actor's roles.

    What no app declares, nobody may.
    """
    roles, table = roles_of(actor, at), granted()
    known = (action for action in actions if action in DECLARED)
    if actor.is_system:
        return frozenset(known)
    return frozenset(action for action in known if any((action, role) in table for role in roles))


def ensure(actor: Actor, action: str, at: datetime) -> None:
    """Raise NotAllowed unless the actor may do the action at `at` within some scope."""
    if not may(actor, action, at):
        raise NotAllowed()


def rows_allowed(actor: Actor, action: str, at: datetime, scopes: ScopeTable) -> Q | None:
    """Return of which rows the actor may do the action: the scopes' Q-expressions joined by OR; None of none at all.

    An empty expression means every row. A scope word the room's table does not know opens nothing.
    """
    words = scopes_for(actor, action, at)
    if "all" in words and "all" not in scopes:
        return Q()
    wanted = [scopes[word](actor, at) for word in sorted(words) if word in scopes]
    if not wanted:
        return None
    # An empty Q means every row, but Django drops it from an OR: whoever had it beside a narrower scope would lose rows.
    if any(not one for one in wanted):
        return Q()
    return functools.reduce(Q.__or__, wanted)


def scoped(queryset: QuerySet[Row], actor: Actor, action: str, at: datetime, scopes: ScopeTable) -> QuerySet[Row]:
    """Return the rows to which the actor may do the action, none without a scope."""
    wanted = rows_allowed(actor, action, at, scopes)
    if wanted is None:
        return queryset.none()
    return queryset.filter(wanted) if wanted else queryset


def requires(action: str) -> Callable[[View], View]:
    """Decorate a view: only those who may do `action` enter; others see 404, the anonymous the sign-in page."""

    def decorate(view: View) -> View:
        return stating(view, action)

    return decorate


def public(action: str) -> Callable[[View], View]:
    """Decorate a view open to all: the matrix must give `action` to nobody, or the start fails."""

    def decorate(view: View) -> View:
        PUBLIC_ACTIONS.add(action)
        return stating(view, action)

    return decorate


def stating(view: View, action: str) -> View:
    """Return a view that does the same and states `action`; the given one is left as it is, so it can serve another too."""

    @functools.wraps(view)
    def stated(*arguments: Any, **keywords: Any) -> Any:
        return view(*arguments, **keywords)

    stated.action = action  # type: ignore[attr-defined]
    return cast(View, stated)
