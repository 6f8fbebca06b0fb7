"""The same SQL without the application: what was captured of each filing, replayed raw on one connection."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any

import psycopg2
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client

from tests.bench.citizens import TOKEN, Written
from tests.bench.middleware import Watch

Transaction = list[tuple[str, Any]]


class Capture(Watch):
    """Every statement with its parameters, in the transactions in which they were sent."""

    def __init__(self) -> None:
        self.transactions: list[Transaction] = []
        self.open: Transaction = []

    def statement(self, sql: str, parameters: Any) -> None:
        """Keep one statement; outside a transaction it is one of its own."""
        if connections[DEFAULT_DB_ALIAS].get_autocommit():
            self.transactions.append([(sql, parameters)])
        else:
            self.open.append((sql, parameters))

    def committed(self) -> None:
        """Begin another transaction."""
        if self.open:
            self.transactions.append(self.open)
        self.open = []


def submissions(written: Sequence[Written]) -> list[list[Transaction]]:
    """Submit each petition through the whole application, in this process; return the transactions of each."""
    found = []
    for one in written:
        client = Client(enforce_csrf_checks=True)
        client.cookies["csrftoken"], client.cookies["sessionid"] = TOKEN, one.session
        capture = Capture()
        with capture.watching():
            path = f"/ru/petitions/{one.public_id}/write/check/"
            answer = client.post(path, {"csrfmiddlewaretoken": TOKEN, "version": one.version})
        if answer.status_code != 302:
            raise RuntimeError(f"a submission answered {answer.status_code}")
        found.append(capture.transactions)
    return found


class Raw:
    """One connection of psycopg2 with the application's rights, and nothing of Django."""

    def __init__(self, address: str) -> None:
        self.connection = psycopg2.connect(address)
        self.connection.autocommit = True

    def replay(self, filings: Sequence[list[Transaction]]) -> float:
        """Send the statements of filings that were captured on a copy; return how many filings a second that was."""
        began = perf_counter()
        with self.connection.cursor() as cursor:
            for transaction in (one for filing in filings for one in filing):
                self.send(cursor, transaction)
        return len(filings) / (perf_counter() - began)

    def send(self, cursor: Any, transaction: Transaction) -> None:
        """Send one transaction, its rows fetched as the application fetches them."""
        alone = len(transaction) == 1
        if not alone:
            cursor.execute("BEGIN")
        for sql, parameters in transaction:
            cursor.execute(sql, parameters)
            if cursor.description:
                cursor.fetchall()
        if not alone:
            cursor.execute("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
