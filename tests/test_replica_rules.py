"""Who is read for from the replica: everybody who brings neither session nor token, of what is the same for all."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import override

from courtcase.replica import is_read_by_all

PUBLIC = ("/api/v1/rulings/", "/api/v1/norms/", "/api/v1/measures/", "/api/v1/statistics/", "/api/v1/open-data/")


def is_read(path: str, method: str = "GET", **headers: str) -> bool:
    """Say whether a request of an address is read for from the replica."""
    request = RequestFactory().generic(method, path)
    request.META.update(headers)
    request.COOKIES = {settings.SESSION_COOKIE_NAME: "x"} if "HTTP_COOKIE" in headers else {}
    with override("ru"):  # the language of the addresses below: what ran before may have left another
        return is_read_by_all(request, resolve(path))


@pytest.mark.parametrize("path", [*PUBLIC, "/ru/rulings/", "/ru/norms/constitution-1995"])
def test_what_is_public_is_read_there_for_whoever_brings_nothing(path: str) -> None:
    assert is_read(path)
    assert is_read(path, "HEAD")
    assert not is_read(path, "POST")
    assert not is_read(path, HTTP_COOKIE="sessionid=x")
    assert not is_read(path, HTTP_AUTHORIZATION="Token x")


@pytest.mark.parametrize("path", ["/api/v1/petitions/", "/ru/petitions/track/", "/ru/intake/", "/api/schema/"])
def test_nothing_of_petitions_is(path: str) -> None:
    assert not is_read(path)
