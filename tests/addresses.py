"""Every address of the application, taken from the URL resolver, and how a test asks one and leaves no trace."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import RoutePattern
from django.utils import translation

from courtcase.people.middleware import judged_by_api, stated_action

LANGUAGES = ("kk", "ru", "en")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One pattern: its whole route (`petitions/<uuid:public_id>/`), whether a language stands before it, its view."""

    route: str
    translated: bool
    view: Callable[..., Any]

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.route)

    @property
    def is_our_own(self) -> bool:
        return self.view.__module__.split(".")[0] in {"courtcase", "petitions", "rulings"}

    def address(self, arguments: Mapping[str, object], language: str = "kk") -> str:
        """Return the address with `arguments` in the places of its parameters."""
        filled = PARAMETER.sub(lambda found: str(arguments[found.group(1)]), self.route)
        return f"/{language}/{filled}" if self.translated else f"/{filled}"


def routes() -> list[Route]:
    """Return every pattern of the application. Fails on one that is not a plain route: no test could fill it in."""
    return list(below(get_resolver().url_patterns, "", translated=False))


def below(patterns: Sequence[URLPattern | URLResolver], before: str, *, translated: bool) -> Iterator[Route]:
    """Yield the routes beneath `patterns`, which stand after `before`."""
    for found in patterns:
        if isinstance(found, URLResolver):
            languages = not isinstance(found.pattern, RoutePattern)
            begin = before if languages else before + str(found.pattern)
            yield from below(found.url_patterns, begin, translated=translated or languages)
        else:
            assert isinstance(found.pattern, RoutePattern), f"{before}{found.pattern} is not a plain route"
            yield Route(before + str(found.pattern), translated, found.callback)


def action_of(route: Route, address: str) -> str | None:
    """Return the action the view at `address` states (a view set of the API: for its GET); None where it states none."""
    by_method = getattr(getattr(route.view, "cls", None), "states_action", None)
    if isinstance(by_method, dict):
        return by_method.get(getattr(route.view, "actions", {}).get("get"))
    with translation.override(translation.get_language_from_path(address)):
        return stated_action(route.view, SimpleNamespace(resolver_match=resolve(address)))  # type: ignore[arg-type]


def is_machine(route: Route) -> bool:
    """Say whether the view belongs to the API, which knows its own sign-in and needs no CSRF token."""
    return judged_by_api(route.view) or bool(getattr(route.view, "csrf_exempt", False))


def asked(client: Client, method: str, address: str, values: Mapping[str, object] | None = None) -> HttpResponseBase:
    """Return the answer to one request, all of whose changes are undone: in the database and in the browser."""
    cookies = copy.copy(client.cookies)  # an answer puts new cookies in the place of old ones, and changes none
    with transaction.atomic():
        answer: HttpResponseBase = getattr(client, method.lower())(address, values or {})
        if hasattr(answer, "streaming_content"):
            list(answer.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def why(answer: Any) -> str:
    """Return in a line what went wrong on the server."""
    trace = getattr(answer, "exc_info", None)
    return f"{trace[0].__name__}: {trace[1]}" if trace else ""
