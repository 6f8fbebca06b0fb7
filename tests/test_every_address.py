"""Every address, walked as every role and as nobody: no crash, no door left open, nothing of another's shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courtcase.people.actors import Actor
from courtcase.people.cast import MEMBERS
from courtcase.people.permissions import DECLARED, granted, may
from courtcase.people.roles import ACCOUNT
from petitions.workflow import State
from tests.addresses import LANGUAGES, Route, action_of, asked, is_machine, routes, why
from tests.petitions.prepared import Arguments, World, arguments_of, signed_in
from tests.worlds import world

__all__ = ["world"]
# One of the cast for each role, and nobody: a second clerk or judge would say what the first says.
ROLES = {member.roles: member.key for member in reversed(MEMBERS)}
VISITORS: tuple[str | None, ...] = (None, "stranger", *ROLES.values())
# Nobody, to whom the public pages are addressed, and the one whose petitions fill the prepared world.
OWNERS = (None, "petitioner")
REFUSED_METHOD = {403, 404, 405}
UNSAFE = ("POST", "PUT", "DELETE")
ROUTES = routes()


def filled(route: Route, world: World) -> Arguments:
    """Return what to put into the parameters of `route`. Fails, naming it, where nobody knows."""
    if not route.parameters:
        return [{}]
    found = arguments_of(route.route, world)
    assert found, f"{route.route}: say in tests/petitions/prepared.py what may stand in its parameters"
    return found


def addresses(world: World, turn: int, *, every: bool) -> Iterator[tuple[Route, str]]:
    """Yield each route with an address: one of those known by turns, or `every` other; the languages by turns too."""
    for number, route in enumerate(ROUTES):
        known = filled(route, world)
        chosen = known[(turn + number) % 2 :: 2] or known if every else [known[(turn + number) % len(known)]]
        for place, arguments in enumerate(chosen):
            yield route, route.address(arguments, LANGUAGES[(turn + number + place) % 3])


def is_shared(action: str) -> bool:
    """Say whether everybody may knock at the door, or everybody with an account: what lies behind it is somebody's own."""
    return may(Actor.nobody(), action, timezone.now()) or (action, ACCOUNT) in granted()


def methods_for(visitor: str | None, actor: Actor, action: str | None, *, turn: int) -> tuple[str, ...]:
    """Return the methods to try at a door: GET and POST where it is the visitor's, by turns one that no page knows.

    A door that is shut, or that many share, is the same for every visitor: one visitor in six tries it, and those
    always to whom what lies behind it belongs.
    """
    due = turn % 6 == 0
    if action is None or not may(actor, action, timezone.now()):
        return ("GET",) if due else ()
    if not due and visitor not in OWNERS and is_shared(action):
        return ()
    return ("GET", "POST", *((("PUT", "DELETE")[turn // 2 % 2],) if turn % 2 == 0 else ()))


def faults_of(world: World, visitor: str | None, *, every: bool) -> list[str]:
    """Walk the addresses as `visitor` and return what was wrong, a line each; by one address of each route, or by `every` one."""
    client, turn = signed_in(world, visitor), VISITORS.index(visitor)
    actor = Actor.of(getattr(world.walk.cast, visitor)) if visitor else Actor.nobody()
    faults = []
    for number, (route, address) in enumerate(addresses(world, turn, every=every)):
        action = action_of(route, address)
        shut = action is None or not may(actor, action, timezone.now())
        for method in methods_for(visitor, actor, action, turn=turn + number):
            answer = asked(client, method, address)
            if fault := fault_of(route, method, answer, shut=shut, is_nobody=visitor is None):
                faults.append(f"{method} {address} ({action}): {fault}")
    return faults


def fault_of(route: Route, method: str, answer: Any, *, shut: bool, is_nobody: bool) -> str:
    """Return in words what is wrong with an answer; nothing where all is right."""
    status = answer.status_code
    if status >= 500 and route.route != "readyz":  # which says that no worker runs here
        return f"{status} {why(answer)}"
    refused = status in {404, 405} or (is_nobody and status in {302, 403})
    if shut and not is_machine(route) and not refused:
        return f"{status} though the door is shut"
    known = status not in REFUSED_METHOD and not (status == 401 and is_machine(route))
    if method in {"PUT", "DELETE"} and route.is_our_own and known:
        return f"{status} to a method the page does not know"
    return ""


class TestEveryAddress:
    def test_states_an_action(self, world: World) -> None:
        unstated = [
            route.route for route in ROUTES if action_of(route, route.address(filled(route, world)[0])) not in DECLARED
        ]
        assert unstated == []

    @pytest.mark.parametrize("visitor", VISITORS)
    def test_answers_every_role(self, world: World, visitor: str | None) -> None:
        assert faults_of(world, visitor, every=False) == []

    @pytest.mark.faults
    @pytest.mark.parametrize("visitor", ["petitioner", "clerk", "secretary", "chair", "judge1"])
    def test_answers_about_every_thing(self, world: World, visitor: str) -> None:
        """Those who come to most petitions ask, between them, about one in every state, and about all else there is."""
        assert faults_of(world, visitor, every=True) == []


OTHERS = (None, "stranger", "counsel", "commissioner_head")


def seen_by(world: World, visitor: str | None, *, every: bool) -> list[str]:
    """Return the answers by which `visitor` learns anything of the petitioner's petitions, a line each."""
    client = signed_in(world, visitor)
    seen = []
    for route, address in addresses(world, OTHERS.index(visitor), every=every):
        if not route.route.startswith(("petitions/<", "intake/<", "proceedings/studies/<")):
            continue
        for method in ("GET", "POST"):
            answer = asked(client, method, address)
            to_sign_in = answer.status_code == 302 and "/account/login/" in answer["Location"]
            if answer.status_code not in {404, 405} and not (
                visitor is None and (to_sign_in or answer.status_code == 403)
            ):
                seen.append(f"{method} {address}: {answer.status_code}")
    return seen


class TestWhatIsAnothers:
    @pytest.mark.parametrize("visitor", OTHERS)
    def test_petition_is_not_there(self, world: World, visitor: str | None) -> None:
        assert seen_by(world, visitor, every=False) == []

    @pytest.mark.faults
    @pytest.mark.parametrize("visitor", OTHERS)
    def test_petition_is_not_there_whatever_its_state(self, world: World, visitor: str | None) -> None:
        assert seen_by(world, visitor, every=True) == []

    def test_judge_reads_what_the_judge_was_named_for_alone(self, world: World) -> None:
        named, other = signed_in(world, "judge1"), signed_in(world, "judge9")
        address = f"/ru/intake/{world.petitions[State.STUDY].public_id}/"
        assert asked(named, "GET", address).status_code == 200
        assert asked(other, "GET", address).status_code == 404

    def test_administrator_sees_no_petition(self, world: World) -> None:
        client = signed_in(world, "administrator")
        for petition in world.petitions.values():
            for room in ("petitions", "intake"):
                assert asked(client, "GET", f"/en/{room}/{petition.public_id}/").status_code == 404


# Mail programs send it by themselves (RFC 8058): whoever holds the link of a message may end it, from wherever.
ONE_CLICK = "alerts/<uuid:public_id>/leave/"


class TestForms:
    @pytest.mark.parametrize("visitor", [None, "clerk"])
    def test_sent_from_elsewhere_are_refused(self, world: World, visitor: str | None) -> None:
        """It is refused before anybody's office is asked: with a session and without one, the methods by turns."""
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        if visitor:
            client.force_login(getattr(world.walk.cast, visitor))
        taken = []
        for number, (route, address) in enumerate(addresses(world, 0, every=False)):
            for method in {"POST" if visitor is None else UNSAFE[number % 3], UNSAFE[number % 3]}:
                status = asked(client, method, address).status_code
                refused = {401, *REFUSED_METHOD} if is_machine(route) else {403}
                if status not in (refused | {302} if route.route.endswith(ONE_CLICK) else refused):
                    taken.append(f"{method} {address}: {status}")
        assert taken == []
