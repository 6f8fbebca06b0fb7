"""Whatever is sent to a form or a list: never a crash, a message beside its field, and what was typed is kept."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.test import Client

from petitions.workflow import State
from tests.addresses import Route, asked, routes, why
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


def some_addresses(world: World, *, of_each: int = 1) -> Iterator[tuple[Route, str]]:
    """Yield every route of our own with one address, or where it has many with `of_each` from all along them."""
    for route in routes():
        if route.is_our_own:
            known = arguments_of(route.route, world) if route.parameters else [{}]
            for arguments in known[:: -(-len(known) // of_each)] if len(known) >= 5 else known[:1]:
                yield route, route.address(arguments, "ru")


def form_pages(world: World, client: Client) -> Iterator[tuple[str, forms.BaseForm]]:
    """Yield the address and the form of every page that shows one to the client, each form of a route once."""
    seen = set()
    for route, address in some_addresses(world, of_each=6):
        shown = asked(client, "GET", address)
        form = (getattr(shown, "context", None) or {}).get("form")
        if isinstance(form, forms.BaseForm) and (route.route, type(form), *form.fields) not in seen:
            seen.add((route.route, type(form), *form.fields))
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


def crashes_of_forms(world: World, filler: str, *, every: bool) -> list[str]:
    """Send bad input to every form that `filler` is shown; return what went wrong, a line each."""
    client, wrong = signed_in(world, filler), []
    for number, (address, form) in enumerate(form_pages(world, client)):
        for name, value in some(number + FILLERS.index(filler), every=every).items():
            answer = asked(client, "POST", address, dict.fromkeys(map(form.add_prefix, form.fields), value))
            if answer.status_code >= 500 or answer.status_code == 400:
                wrong.append(f"{address}, {name}: {answer.status_code} {why(answer)}")
            elif answer.status_code == 422 and name == "markup" and not kept(answer, form, value):
                wrong.append(f"{address}: what was typed is gone")
    return wrong


def crashes_of_lists(world: World, reader: str | None, *, every: bool) -> list[str]:
    """Ask every page with bad words in its query; return what went wrong, a line each. A shut door is tried once."""
    client, wrong = signed_in(world, reader), []
    for number, (_route, address) in enumerate(some_addresses(world)):
        for name, value in some(number, every=every).items():
            answer = asked(client, "GET", address, dict.fromkeys(WORDS_OF_LISTS, value[:1_000]))
            if answer.status_code >= 500 and "readyz" not in address:
                wrong.append(f"{address}, {name}: {answer.status_code} {why(answer)}")
            if answer.status_code in {302, 401, 403, 404, 405}:
                break
    return wrong


class TestForms:
    @pytest.mark.parametrize("filler", ["petitioner", "clerk", "secretary", "judge1"])
    def test_take_anything_without_a_crash(self, world: World, filler: str) -> None:
        assert crashes_of_forms(world, filler, every=False) == []

    @pytest.mark.faults
    @pytest.mark.parametrize("filler", FILLERS)
    def test_take_everything_without_a_crash(self, world: World, filler: str) -> None:
        assert crashes_of_forms(world, filler, every=True) == []

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
