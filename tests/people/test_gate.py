"""No view is entered without a stated action, or by an actor who may not do it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.views import View
from rest_framework.authentication import SessionAuthentication
from rest_framework.response import Response
from rest_framework.views import APIView

from courtcase.people.api_permissions import StatesAction
from courtcase.people.middleware import judged_by_api, stated_action
from courtcase.people.permissions import public, requires
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("entered")


class Page(View):
    action = "queue.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("entered")


class Guarded(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [StatesAction]
    states_action = "queue.view"

    def get(self, request: HttpRequest) -> Response:
        return Response({"actor": request.actor.kind})  # type: ignore[attr-defined]


class Unstated(Guarded):
    states_action = None  # type: ignore[assignment]


class Open(Guarded):
    states_action = "page.home"


urlpatterns: list[URLPattern | URLResolver] = [
    path("bare/", bare),
    path("queue/", requires("queue.view")(bare)),
    path("page/", Page.as_view()),
    path("home/", public("page.home")(lambda request: HttpResponse(request.actor.kind))),
    path("api/guarded/", Guarded.as_view()),
    path("api/unstated/", Unstated.as_view()),
    path("api/open/", Open.as_view()),
    path("", include("courtcase.people.urls")),
]


@pytest.fixture
def gate(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


def as_member(cast: Cast, key: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, key))
    return client


def test_a_view_that_states_nothing_lets_in_nobody(gate: None, cast: Cast) -> None:
    assert as_member(cast, "head_of_intake").get("/bare/").status_code == 404
    assert Client().get("/bare/").status_code == 404


@pytest.mark.parametrize("address", ["/queue/", "/page/"])
def test_who_may_enters_others_see_404(gate: None, cast: Cast, address: str) -> None:
    assert as_member(cast, "clerk").get(address).status_code == 200
    assert as_member(cast, "petitioner").get(address).status_code == 404
    assert as_member(cast, "petitioner").post(address).status_code == 404


def test_nobody_is_sent_to_sign_in_and_comes_back(gate: None) -> None:
    answer = Client().get("/queue/?team=3")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=/queue/%3Fteam%3D3"
    assert Client().post("/queue/").status_code == 404


def test_a_public_page_sets_no_cookie_and_varies_by_none(gate: None) -> None:
    answer = Client().get("/home/")
    assert answer.content == b"nobody"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_a_public_page_knows_who_is_signed_in(gate: None, cast: Cast) -> None:
    assert as_member(cast, "clerk").get("/home/").content == b"account"


def test_the_api_asks_the_same_matrix(gate: None, cast: Cast) -> None:
    assert as_member(cast, "clerk").get("/api/guarded/").json() == {"actor": "account"}
    assert as_member(cast, "petitioner").get("/api/guarded/").status_code == 403
    assert Client().get("/api/guarded/").status_code in {401, 403}
    assert as_member(cast, "clerk").get("/api/unstated/").status_code == 403
    assert Client().get("/api/open/").json() == {"actor": "nobody"}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def test_every_address_of_the_project_states_an_action() -> None:
    silent = []
    for entry in patterns(get_resolver()):
        request = HttpRequest()
        request.resolver_match = type("Match", (), {"url_name": entry.name})()
        if not judged_by_api(entry.callback) and stated_action(entry.callback, request) is None:
            silent.append(f"{entry.pattern} ({entry.name})")
    assert silent == []
