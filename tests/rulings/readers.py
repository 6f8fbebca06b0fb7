"""Readers of every role the matrix knows, for tests that look at something as everybody: a role without one fails them."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from courtcase.people.actors import Actor
from courtcase.people.cast import MEMBERS
from courtcase.people.models import ApiScope
from courtcase.people.operations import admit_program, register_account
from courtcase.people.permissions import matrix
from courtcase.people.roles import ACCOUNT, HOLDER, NOBODY, SYSTEM, Role
from petitions.models import Case
from petitions.proceedings.operations.admit_participant import admit_to_case
from tests.petitions.acts import signed_in
from tests.petitions.strangers import holder, nameless
from tests.petitions.walk import Walk

Reader = Callable[[Walk, Case], Client]
# Judges differ: one is rapporteur of the case, another sits on nothing.
FURTHER = ("judge9",)


def roles() -> list[str]:
    """Return every role that stands in the matrix and can look at a page: the system itself reads none."""
    return sorted({row.role for row in matrix()} - {SYSTEM})


def readers(walk: Walk, case: Case) -> dict[str, Client]:
    """Return a browser or program of each role. Raises LookupError for a role nobody here has: give it a reader below."""
    made = {role: reader_of(role)(walk, case) for role in roles()}
    return made | {name: signed_in(getattr(walk.cast, name)) for name in FURTHER}


def reader_of(role: str) -> Reader:
    """Return how a reader of a role comes to be: in a way of its own, else as the first of the cast who has it."""
    if role in OF_THEIR_OWN:
        return OF_THEIR_OWN[role]
    key = next((member.key for member in MEMBERS if role in member.roles), None)
    if key is None:
        raise LookupError(f"the matrix knows the role {role!r}, and nobody looks as one: see {__name__}")
    return lambda walk, _case: signed_in(getattr(walk.cast, key))


def program_of(institution: str, head: str) -> Reader:
    """Return how a program of an institution of the cast reads: with a token of every scope."""

    def made(walk: Walk, _case: Case) -> Client:
        issued = admit_program(
            institution=walk.cast.institution(institution),
            name="Канцелярия",
            scopes=ApiScope.values,
            actor=Actor.of(getattr(walk.cast, head)),
            at=walk.tick(),
        )
        return Client(headers={"Authorization": f"Bearer {issued.secret}"})

    return made


def without_a_role(walk: Walk, _case: Case) -> Client:
    """Return a browser of somebody who is signed in and has no role."""
    account = register_account(
        email="without-a-role@example.kz",
        full_name="Үлгі Мысалов",
        language="ru",
        role=None,
        actor=Actor.system("tests"),
        at=walk.tick(),
    )
    return signed_in(account)


def of_a_code(walk: Walk, _case: Case) -> Client:
    """Return a browser in which the code of a petition was entered."""
    return holder(walk, nameless(walk))


def participant(walk: Walk, case: Case) -> Client:
    """Return a browser of an expert who was admitted to the case."""
    admit_to_case(
        case=case,
        account=walk.cast.stranger,
        capacity="expert",
        reason="распоряжение судьи",
        actor=Actor.of(walk.cast.secretary),
        at=walk.tick(),
    )
    return signed_in(walk.cast.stranger)


OF_THEIR_OWN: dict[str, Reader] = {
    NOBODY: lambda _walk, _case: Client(),
    ACCOUNT: without_a_role,
    HOLDER: of_a_code,
    Role.PARTICIPANT: participant,
    Role.MACHINE: program_of("commissioner", "commissioner_head"),
    Role.PORTAL: program_of("portal", "portal_head"),
}
