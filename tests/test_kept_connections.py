"""A connection that is kept between requests is used again while it lives, and left when its server ended it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection, connections

from courtcase.frame.outages import outage_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Iterator[Any]:
    """Return a connection of its own, as a request before this one left it."""
    wrapper: Any = connections["default"].copy()
    wrapper.inc_thread_sharing()
    assert number_of(wrapper)
    wrapper.health_check_done = False
    yield wrapper
    wrapper.close()


def number_of(wrapper: Any) -> int:
    """Return the number by which the server knows a connection."""
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_one_that_lives_is_used_again(kept: Any) -> None:
    before = kept.connection
    assert kept.is_usable()
    assert number_of(kept)
    assert kept.connection is before


def test_one_that_its_server_ended_is_left_before_anything_is_asked(kept: Any) -> None:
    before, number = kept.connection, number_of(kept)
    kept.health_check_done = False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
        assert cursor.fetchone() == (True,)
    assert number_of(kept) != number
    assert kept.connection is not before


def test_one_that_its_server_ends_while_a_list_is_read_to_its_end_is_an_outage(kept: Any) -> None:
    """As a page meets it that has all the rows of a list already: what closes the list fails, in the driver's own words."""
    number = number_of(kept)
    rows = kept.chunked_cursor()
    rows.execute("SELECT 1")
    assert rows.fetchall() == [(1,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    with pytest.raises(psycopg2.Error) as fault:
        rows.close()
    assert outage_of(fault.value) is fault.value


def test_one_that_was_closed_is_not_usable(kept: Any) -> None:
    kept.connection.close()
    assert not kept.is_usable()
    kept.close()
    assert not kept.is_usable()
