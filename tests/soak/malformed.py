"""Requests that no program of ours would send: made by seed from the API's schema, the forms of the pages, and the addresses.

Each is asked of the application in this process, over the prepared world of the tests, and undone. See `test_campaigns.py`.
"""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from django import forms
from django.db import transaction
from django.test import Client

from courtcase.people.actors import Actor
from tests.addresses import Route, routes, why
from tests.people.test_programs import admitted
from tests.petitions.prepared import World, arguments_of, signed_in
from tests.rulings.test_api_schema import schema_now
from tests.test_bad_input import HOSTILE, WORDS_OF_LISTS, actor_of, doors, doors_of, form_pages

METHODS = ("GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND")
WORDS = (
    *HOSTILE.values(),
    *(
        "1e999",
        "-0",
        "0x10",
        "٣",
        "²",
        "9" * 5_000,
        "2026-13-45",
        "00.00.0000",
        "29.02.2026",
        "31.12.9999",
        "true",
        "[]",
    ),
    *(
        "{}",
        "../../etc/passwd",
        "%2e%2e%2f",
        "%",
        "%zz",
        "\r\nX-Own: y",
        "\x7f\x1b[2J",
        "🏛" * 60,
        "a" * 5_000,
        "null",
        "'",
    ),
    *('"', "\\", "' OR 1=1 --", "${7*7}", "00000000-0000-0000-0000-000000000000", "ÿ\u0301" * 30, "\u2028", " "),
)
HEADERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("HTTP_ACCEPT_LANGUAGE", ("xx", "kk;q=9", "ru,en;q=", "*", "a" * 900, "\xff")),
    ("HTTP_ACCEPT", ("nothing/at-all", "application/json;version=99", "*/*;q=x", "text/html;;")),
    ("HTTP_IF_NONE_MATCH", ("x", '"', "*", 'W/"' + "a" * 500)),
    ("HTTP_IF_MODIFIED_SINCE", ("yesterday", "Mon, 99 Foo 2026", "-1")),
    ("HTTP_RANGE", ("bytes=9-1", "bytes=-", "bytes=0-0,0-0,0-0", "lines=1", "bytes=" + "9" * 400)),
    ("HTTP_COOKIE", ("sessionid=" + "x" * 300, "csrftoken=\xd1\x8b", "=;=;", "sessionid=../..; sessionid=2")),
    ("HTTP_AUTHORIZATION", ("Bearer", "Bearer \xff", "Basic !!!", "Bearer " + "x" * 900, "Digest a=b")),
    ("HTTP_X_FORWARDED_FOR", ("not an address", "1.2.3.4, ::1, ,", "9" * 200)),
    ("HTTP_X_REQUEST_ID", ("\x00", "a" * 300)),
    ("HTTP_HX_REQUEST", ("true", "maybe")),
    ("HTTP_HX_CURRENT_URL", ("http://[", "javascript:0")),
)
CONTENT_TYPES = (
    *(
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=y",
    ),
    *(
        "multipart/form-data; boundary=" + "b" * 300,
        "application/json; charset=no-such",
        "text/plain",
        "",
        "application/xml",
    ),
    *("application/x-www-form-urlencoded; charset=utf-16", "application/octet-stream"),
)
ROLES = (None, "petitioner", "clerk", "secretary", "chair", "judge1", "publisher", "execution_officer", "administrator")


class Sent(NamedTuple):
    """One request: of which kind, by whom, and what it is."""

    kind: str
    who: str
    method: str
    address: str
    body: bytes
    content_type: str
    headers: dict[str, str]


@dataclass
class Found:
    """What came of a campaign."""

    seed: int
    sent: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it ready to be written."""
        return {"seed": self.seed, "sent": dict(self.sent), "statuses": dict(sorted(self.statuses.items()))} | {
            "broken": self.broken
        }


class Sender:
    """Makes and sends malformed requests from one seed."""

    def __init__(self, world: World, seed: int, fillers: tuple[str, ...]) -> None:
        self.world, self.chance, self.found = world, random.Random(seed), Found(seed)
        self.clients: dict[str, Client] = {str(role): signed_in(world, role) for role in ROLES}
        self.routes = routes()
        self.schema = schema_now()
        self.token = admitted(world.walk.cast, "read", "draft", "submit").secret
        self.forms = self.known_forms(fillers)
        self.kinds: tuple[Callable[[], Sent], ...] = (self.of_addresses, self.of_forms, self.of_schema)

    def known_forms(self, fillers: tuple[str, ...]) -> list[tuple[str, str, forms.BaseForm]]:
        """Return the forms that some of the people are shown, each once."""
        seen: set[object] = set()
        known, found = doors(self.world), []
        for filler in fillers:
            actor: Actor = actor_of(self.world, filler)
            shown = form_pages(self.clients[filler], doors_of(filler, actor, known, every=False), seen)
            found += [(filler, address, form) for address, form in shown]
        return found

    def run(self, count: int) -> Found:
        """Send so many, of the three kinds by turns."""
        for number in range(count):
            self.send(self.kinds[number % len(self.kinds)]())
        return self.found

    def send(self, sent: Sent) -> None:
        """Ask once, undo what it changed, and note what came back."""
        client = self.clients[sent.who]
        cookies = copy.copy(client.cookies)
        given: dict[str, Any] = dict(sent.headers)
        with transaction.atomic():
            answer: Any = client.generic(sent.method, sent.address, sent.body, content_type=sent.content_type, **given)
            if hasattr(answer, "streaming_content"):
                list(answer.streaming_content)
            transaction.set_rollback(True)
        client.cookies = cookies
        self.found.sent[sent.kind] += 1
        self.found.statuses[str(answer.status_code)] += 1
        if answer.status_code >= 500 and "readyz" not in sent.address:  # which says that no worker runs here
            self.found.broken.append(f"{sent.kind}: {sent.who} {sent.method} {sent.address[:200]} {why(answer)}")

    def word(self) -> str:
        """Return something nobody expects."""
        return self.chance.choice(WORDS)

    def some_headers(self) -> dict[str, str]:
        """Return up to three headers that make no sense."""
        chosen = self.chance.sample(HEADERS, self.chance.randrange(4))
        return {name: self.chance.choice(values) for name, values in chosen}

    def query(self) -> str:
        """Return a query string of words that lists know, with values they do not; now and then one that is no query."""
        names = self.chance.sample(WORDS_OF_LISTS, self.chance.randrange(4))
        if self.chance.random() < 0.1:
            return "?" + quote(self.word()[:300], safe="&=%;")
        pairs = [(name, self.word()[:1_000]) for name in names for _ in range(self.chance.choice((1, 1, 2)))]
        return f"?{urlencode(pairs)}" if pairs else ""

    def address_of(self, route: Route) -> str:
        """Return an address of the route, some of whose parameters are not what they should be."""
        known = arguments_of(route.route, self.world) if route.parameters else [{}]
        filled: dict[str, object] = dict(self.chance.choice(known)) if known else {}
        for name in route.parameters:
            if name not in filled or self.chance.random() < 0.4:
                filled[name] = quote(self.word()[:300], safe=self.chance.choice(("", "/%")))
        language = self.chance.choice(("kk", "ru", "en", "en", "xx", "KK"))
        address = route.address(filled, language)
        return address if self.chance.random() < 0.9 else address.rstrip("/") + "/" + quote(self.word()[:100])

    def of_addresses(self) -> Sent:
        """Return a request to some address by some method, of some role."""
        address, method = self.address_of(self.chance.choice(self.routes)), self.chance.choice(METHODS)
        body = self.word().encode("utf-8", "replace") if method in {"POST", "PUT", "PATCH"} else b""
        who, kind = str(self.chance.choice(ROLES)), self.chance.choice(CONTENT_TYPES)
        return Sent("addresses", who, method, address + self.query(), body, kind, self.some_headers())

    def of_forms(self) -> Sent:
        """Return a form some of whose fields are gone, doubled, or full of something else."""
        who, address, form = self.chance.choice(self.forms)
        pairs: list[tuple[str, str]] = []
        for name in map(form.add_prefix, form.fields):
            pairs += [(name, self.word()) for _ in range(self.chance.choice((0, 1, 1, 1, 2)))]
        pairs += [(self.word()[:80], self.word()[:80])] * self.chance.choice((0, 0, 1))
        drawn = self.chance.random()
        if drawn < 0.7:
            return Sent("forms", who, "POST", address, urlencode(pairs).encode(), CONTENT_TYPES[1], {})
        if drawn < 0.9:
            return Sent("forms", who, "POST", address, self.parts(pairs), "multipart/form-data; boundary=y", {})
        body = json.dumps(dict(pairs)).encode()
        return Sent("forms", who, "POST", address, body, self.chance.choice(CONTENT_TYPES), self.some_headers())

    def parts(self, pairs: list[tuple[str, str]]) -> bytes:
        """Return a form in parts: files where words belong, names without quotes, an end that may be missing."""
        lines = []
        for name, value in pairs:
            shown = name.replace('"', "").replace("\r", "").replace("\n", "")
            file = f'; filename="{self.chance.choice(("x.pdf", "", "../y", "ы.png"))}"' * (self.chance.random() < 0.4)
            head = f'--y\r\nContent-Disposition: form-data; name="{shown}"{file}\r\n'
            lines.append(
                head + self.chance.choice(("", "Content-Type: image/png\r\n", "X\r\n")) + f"\r\n{value[:9_000]}\r\n"
            )
        return ("".join(lines) + self.chance.choice(("--y--\r\n", "", "--y"))).encode("utf-8", "replace")

    def of_schema(self) -> Sent:
        """Return a call of the API whose path, query or body is not what the schema says."""
        path, methods = self.chance.choice(sorted(self.schema["paths"].items()))
        method = self.chance.choice([one for one in methods if one != "parameters"])
        known = methods[method]
        for parameter in known.get("parameters", []):
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", self.path_value(path, parameter["name"]))
        query = [(one["name"], self.word()[:500]) for one in known.get("parameters", []) if one["in"] == "query"]
        query = [pair for pair in query if self.chance.random() < 0.5]
        body, kind = self.body_of(known)
        headers = {"HTTP_AUTHORIZATION": f"Bearer {self.token}"} if self.chance.random() < 0.8 else self.some_headers()
        return Sent("schema", "None", method.upper(), f"{path}?{urlencode(query)}", body, kind, headers)

    def path_value(self, path: str, name: str) -> str:
        """Return something for a parameter of a path: now and then what is really there."""
        known = arguments_of(path.lstrip("/").replace("{" + name + "}", f"<uuid:{name}>"), self.world)
        if known and self.chance.random() < 0.6 and name in known[0]:
            return str(self.chance.choice(known)[name])
        return quote(self.word()[:300])

    def body_of(self, known: dict[str, Any]) -> tuple[bytes, str]:
        """Return a body with the names of the schema and values of any kind, or one that is no JSON at all."""
        contents = known.get("requestBody", {}).get("content", {})
        if not contents:
            return b"", "application/json"
        drawn = self.chance.random()
        if drawn < 0.15:
            broken = (
                b'{"a":',
                b"\xff\xfe",
                b"[" * 3_000,
                b'"\\ud800"',
                b"NaN",
                b"1e9999",
                b"",
                b"null",
                b'{"a":1,"a":2}',
            )
            return self.chance.choice(broken), "application/json"
        schema = next(iter(contents.values()))["schema"]
        body = json.dumps(self.value(schema, depth=0), allow_nan=True).encode("utf-8", "surrogatepass")
        return body, "application/json" if drawn < 0.9 else self.chance.choice(CONTENT_TYPES)

    def value(self, schema: dict[str, Any], *, depth: int) -> Any:
        """Return something in the place of a value: of the right shape, or of any."""
        if depth > 5 or self.chance.random() < 0.25:
            return self.anything()
        if "$ref" in schema:
            return self.value(self.schema["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], depth=depth)
        for several in ("oneOf", "anyOf", "allOf"):
            if several in schema:
                return self.value(self.chance.choice(schema[several]), depth=depth)
        if "properties" in schema:
            chosen = [one for one in schema["properties"].items() if self.chance.random() < 0.85]
            return {name: self.value(one, depth=depth + 1) for name, one in chosen}
        if "items" in schema:
            return [self.value(schema["items"], depth=depth + 1) for _ in range(self.chance.randrange(4))]
        return self.chance.choice(schema["enum"]) if "enum" in schema else self.anything()

    def anything(self) -> Any:
        """Return a value of any kind."""
        kinds: tuple[Any, ...] = (
            None,
            True,
            -1,
            10**30,
            1.5,
            float("nan"),
            [],
            {},
            [[[[]]]],
            {"": None},
            "\ud800",
            self.word(),
        )
        return self.chance.choice((*kinds, self.word(), self.word()))
