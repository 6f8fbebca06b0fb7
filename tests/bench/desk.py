"""A clerk's desk under measurement: signed in, on a copy of a database with many petitions."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Count
from django.test import Client

from courtcase.people.models import Account
from petitions.models import QueueEntry
from tests.bench.house import House
from tests.bench.load import Round, request
from tests.bench.store import loaded

WARM = 5


def desk_copy(house: House, name: str, *, petitions: int) -> str:
    """Return the name of a copy of the database with so many petitions: signing in and reading write to it."""
    source = loaded(house, petitions)
    house.drop(name)
    # Written to the log page by page, a copy of gigabytes would take minutes.
    house.as_owner(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY')
    house.made.append(name)
    return name


def busiest_clerk() -> Account:
    """Return the account to whom most open petitions are given."""
    found = QueueEntry.objects.exclude(assignee=None).values_list("assignee").annotate(load=Count("pk"))
    return Account.objects.get(pk=found.order_by("-load", "assignee")[0][0])


def cookies_of(account: Account) -> dict[str, str]:
    """Return the headers of a browser in which `account` is signed in."""
    client = Client()
    client.force_login(account)
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"}


def opened_in_turn(
    house: House, port: int, addresses: Sequence[str], headers: dict[str, str], each: int, *, warm: int = WARM
) -> Round:
    """Open pages by one reader, `each` times in turn, once the server is warm; one at a time, so that none waits for another."""
    asked = [request(address, headers=headers) for address in addresses]
    house.readers.send(port, asked * warm, count=1).require(200)
    return house.readers.send(port, asked * each, count=1).require(200)
