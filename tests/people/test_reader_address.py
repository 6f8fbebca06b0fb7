"""Whose address counts: the reader's where a trusted proxy tells it, else whoever connected."""

from __future__ import annotations

import pytest
from django.test import RequestFactory, override_settings

from courtcase.people.requests import reader_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "192.0.2.1"),
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "198.51.100.7", "192.0.2.1"),
        (1, "nonsense", "192.0.2.1"),
    ],
)
def test_the_address_of_a_reader(proxies: int, forwarded: str, expected: str) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.1")
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert reader_address(request) == expected
