"""What the server says of itself while it is measured: how long a request took it and what it asked the database."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, HttpResponse


class Watch(ABC):
    """Sees every statement of this thread's connection within a block, and each commit."""

    @abstractmethod
    def statement(self, sql: str, parameters: Any) -> None:
        """Learn of one statement before it is sent."""

    @abstractmethod
    def committed(self) -> None:
        """Learn that a transaction was committed."""

    def __call__(self, execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        """Pass one statement on."""
        self.statement(sql, parameters)
        return execute(sql, parameters, many, context)

    @contextmanager
    def watching(self) -> Iterator[Any]:
        """Watch within the block; yields the connection. One watch may stand within another."""
        wrapper: Any = connections[DEFAULT_DB_ALIAS]
        commit = wrapper._commit

        def commit_and_tell() -> None:
            commit()
            self.committed()

        wrapper._commit = commit_and_tell
        try:
            with wrapper.execute_wrapper(self):
                yield wrapper
        finally:
            wrapper._commit = commit


class Counter(Watch):
    """Counts all that is sent: statements, each transaction's BEGIN and COMMIT."""

    def __init__(self) -> None:
        self.count = 0
        self.in_transaction = False

    def statement(self, sql: str, parameters: Any) -> None:
        """Count one, and the BEGIN that comes before the first of a transaction."""
        self.count += 1
        if not self.in_transaction and not connections[DEFAULT_DB_ALIAS].get_autocommit():
            self.in_transaction = True
            self.count += 1

    def committed(self) -> None:
        """Count the COMMIT; a transaction in which nothing was asked is none to the database."""
        self.count += self.in_transaction
        self.in_transaction = False


class TimingMiddleware:
    """The outermost middleware of the bench: adds a Server-Timing header that the readers read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, and say what it took."""
        began, counter = perf_counter(), Counter()
        with counter.watching():
            response = self.get_response(request)
        taken = (perf_counter() - began) * 1000
        response["Server-Timing"] = f"total;dur={taken:.3f}, statements;desc={counter.count}"
        return response
