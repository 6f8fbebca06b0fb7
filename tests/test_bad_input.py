"""Whatever is sent to a form or a list: never a crash, a message beside its field, and what was typed is kept."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.test import Client
from django.utils import timezone

from courtcase.people.actors import Actor
from courtcase.people.permissions import granted, may
from courtcase.people.roles import ACCOUNT
from petitions.workflow import State
from tests.addresses import action_of, asked, routes, why
from tests.petitions.prepared import World, arguments_of, signed_in
from tests.worlds import world

__all__ = ["world"]
# What people and machines send, by a word that names it.
HOSTILE = {
    "nothing": "",
    "null bytes": "бір\x00екі",
    "marks of direction": "\u202eтұсбағар\u202c \u200fсол",
    "far too long": "ұзақ мәтін " * 19_000,  # the longest a field takes is 200,000 signs
    "markup": "<script>alert(1)</script> {{ 7 }} {% now 'Y' %} %s ${x}",
    "a huge number": "9" * 400,
    "less than nothing": "-1",
    "not a number": "NaN",
    "another's id": "00000000-0000-4000-8000-000000000000",
}
FILLERS = ("petitioner", "clerk", "secretary", "chair", "judge1", "publisher", "execution_officer", "administrator")
WORDS_OF_LISTS = (
    *("q", "view", "state", "stage", "before", "after", "order", "page", "year", "kind", "outcome", "act", "area"),
    *("language", "region", "petitioner_kind", "from", "to", "day", "lang", "number", "article", "cursor", "sort"),
)


@dataclass(frozen=True)
class Door:
    """A route of our own with the addresses it is known under, and the action it states."""

    route: str
    addresses: tuple[str, ...]
    action: str

    def is_open_to(self, actor: Actor) -> bool:
        return may(actor, self.action, timezone.now())

    @property
    def is_for_every_account(self) -> bool:
        return (self.action, ACCOUNT) in granted()


def doors(world: World, *, of_each: int = 1) -> list[Door]:
    """Return every route of our own with one address, or where it has many with `of_each` from all along them."""
    found = []
    for route in routes():
        if route.is_our_own:
            known = arguments_of(route.route, world) if route.parameters else [{}]
            chosen = known[:: -(-len(known) // of_each)] if len(known) >= 5 else known[:1]
            addresses = tuple(route.address(arguments, "ru") for arguments in chosen)
            found.append(Door(route.route, addresses, action_of(route, addresses[0]) or ""))
    return found


Shown = Iterator[tuple[str, forms.BaseForm]]


def form_pages(client: Client, known: Iterable[Door], seen: set[object]) -> Shown:
    """Yield the address and the form of every page of `known` that shows one to the client and was not `seen` yet."""
    for door in known:
        for address in door.addresses:
            shown = asked(client, "GET", address)
            form = (getattr(shown, "context", None) or {}).get("form")
            if isinstance(form, forms.BaseForm) and (door.route, type(form), *form.fields) not in seen:
                seen.add((door.route, type(form), *form.fields))
                yield address, form


def kept(answer: Any, form: forms.BaseForm, typed: str) -> bool:
    """Say whether each text field of a form that came back still holds what was typed (without what cannot be seen)."""
    wanted = html.escape(typed.strip()[:200])
    texts = [name for name, field in form.fields.items() if isinstance(field.widget, forms.Textarea)]
    return not texts or wanted in answer.content.decode()


def some(number: int, *, every: bool) -> dict[str, str]:
    """Return what to send to the page of this number: two kinds by turns, or `every` one."""
    names = list(HOSTILE)
    chosen = names if every else [names[number % len(names)], names[(number + 4) % len(names)]]
    return {name: HOSTILE[name] for name in chosen}


def actor_of(world: World, member: str | None) -> Actor:
    """Return the actor that a member of the cast is, or nobody."""
    return Actor.of(getattr(world.walk.cast, member)) if member else Actor.nobody()


def doors_of(filler: str, actor: Actor, known: Iterable[Door], *, every: bool) -> list[Door]:
    """Return the doors behind which `filler` may find a form of theirs.

    One who writes, and if `every` form counts a clerk too, looks behind those that are open to whoever has an account.
    """
    writers = ("petitioner", "clerk") if every else ("petitioner",)
    return [door for door in known if door.is_open_to(actor) and (filler in writers or not door.is_for_every_account)]


def crashes_of_forms(world: World, fillers: Sequence[str], *, every: bool) -> list[str]:
    """Send bad input to every form that one of the fillers is shown, once; return what went wrong, a line each."""
    seen: set[object] = set()
    known, wrong, number = doors(world, of_each=6 if every else 4), [], 0
    for filler in fillers:
        client, actor = signed_in(world, filler), actor_of(world, filler)
        for address, form in form_pages(client, doors_of(filler, actor, known, every=every), seen):
            number += 1
            for name, value in some(number + FILLERS.index(filler), every=every).items():
                answer = asked(client, "POST", address, dict.fromkeys(map(form.add_prefix, form.fields), value))
                if answer.status_code >= 500 or answer.status_code == 400:
                    wrong.append(f"{filler}: {address}, {name}: {answer.status_code} {why(answer)}")
                elif answer.status_code == 422 and name == "markup" and not kept(answer, form, value):
                    wrong.append(f"{filler}: {address}: what was typed is gone")
    assert number >= 20 * len(fillers) // len(FILLERS), "hardly a form was found"
    return wrong


def is_for(door: Door, reader: str | None, actor: Actor) -> bool:
    """Say whether a page is this reader's to try: open to them, and not to everybody or to every account besides."""
    if door.is_open_to(Actor.nobody()):
        return reader is None
    return door.is_open_to(actor) and (reader in {"petitioner", "clerk"} or not door.is_for_every_account)


def crashes_of_lists(world: World, reader: str | None, *, every: bool) -> list[str]:
    """Ask every page with bad words in its query; return what went wrong, a line each. A shut door is tried once.

    Of what is shut to a reader, and of what others try as well, one page in six is asked.
    """
    client, actor, wrong = signed_in(world, reader), actor_of(world, reader), []
    for number, door in enumerate(doors(world)):
        if number % 6 and not is_for(door, reader, actor):
            continue
        for name, value in some(number, every=every).items():
            answer = asked(client, "GET", door.addresses[0], dict.fromkeys(WORDS_OF_LISTS, value[:1_000]))
            if answer.status_code >= 500 and "readyz" not in door.route:
                wrong.append(f"{door.addresses[0]}, {name}: {answer.status_code} {why(answer)}")
            if answer.status_code in {302, 401, 403, 404, 405}:
                break
    return wrong


class TestForms:
    def test_take_anything_without_a_crash(self, world: World) -> None:
        """Each form takes two kinds, from the first who is shown it; in the second tier every kind, from everyone."""
        assert crashes_of_forms(world, FILLERS, every=False) == []

    @pytest.mark.faults
    @pytest.mark.parametrize("filler", FILLERS)
    def test_take_everything_without_a_crash(self, world: World, filler: str) -> None:
        assert crashes_of_forms(world, [filler], every=True) == []

    def test_ten_megabytes_of_text_are_answered_beside_their_field(self, world: World) -> None:
        client = signed_in(world, "petitioner")
        draft = world.petitions[State.DRAFT]
        address = f"/ru/petitions/{draft.public_id}/write/situation/"
        text = "мәтін " * (10 * 1024 * 1024 // len("мәтін ".encode()))
        answer: Any = asked(client, "POST", address, {"situation": text, "version": draft.version})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["situation"]
        assert text[:1_000] in answer.content.decode()

    def test_more_than_any_form_takes_is_answered_by_a_page_that_says_what_to_do(self, world: World) -> None:
        client = signed_in(world, "petitioner")
        address = f"/en/petitions/{world.petitions[State.DRAFT].public_id}/write/situation/"
        answer: Any = asked(client, "POST", address, {"situation": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
        assert answer.status_code == 400
        assert "attach it as a document" in answer.content.decode()

    def test_unreadable_bodies_are_answered_by_a_page(self, world: World) -> None:
        client = signed_in(world, "petitioner")
        address = f"/ru/petitions/{world.petitions[State.DRAFT].public_id}/write/situation/"
        bodies = [
            (b"situation=%ff%fe%00&version=1", "application/x-www-form-urlencoded"),
            (b"situation=\xff\xfe\xd0", "application/x-www-form-urlencoded"),
            ("situation=мәтін".encode("cp1251", "replace"), "application/x-www-form-urlencoded; charset=cp1251"),
            (b"situation=text", "application/x-www-form-urlencoded; charset=no-such-charset"),
            (b"--x\r\nbroken", "multipart/form-data; boundary=y"),
            (b"", "multipart/form-data"),
            (b'{"situation": ["a"]}', "application/json"),
            (b"\x00\x01\x02", "application/octet-stream"),
        ]
        for body, content_type in bodies:
            answer = client.generic("POST", address, body, content_type=content_type)
            assert answer.status_code in {302, 400, 422}, (content_type, answer.status_code)
            assert b"<h1" in answer.content or answer.status_code == 302


class TestLists:
    @pytest.mark.parametrize("reader", [None, "clerk", "secretary"])
    def test_take_any_query(self, world: World, reader: str | None) -> None:
        assert crashes_of_lists(world, reader, every=False) == []

    @pytest.mark.faults
    @pytest.mark.parametrize("reader", [None, "petitioner", "clerk", "secretary", "auditor", "registrar"])
    def test_take_every_query(self, world: World, reader: str | None) -> None:
        assert crashes_of_lists(world, reader, every=True) == []

    @pytest.mark.parametrize(
        "path", ["rulings/%00", "norms/%00/1", "norms/x/%00", "rulings/%ff%fe.pdf", "rulings/.pdf"]
    )
    def test_unreadable_addresses_lead_nowhere(self, world: World, path: str) -> None:
        assert Client(raise_request_exception=False).get(f"/kk/{path}").status_code == 404
