"""What the server says of itself while it is measured: how long a request took it and what it asked the database."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


class Counter:
    """Counts statements; the first of a transaction brings BEGIN along, and COMMIT follows the last."""

    def __init__(self) -> None:
        self.count = 0
        self.open = False

    def __call__(self, execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        """Count one statement, and the transaction it opens."""
        self.count += 1
        transaction = not connection.get_autocommit()
        if transaction and not self.open:
            self.count += 2
        self.open = transaction
        return execute(sql, parameters, many, context)


class TimingMiddleware:
    """The outermost middleware of the bench: adds a Server-Timing header that the readers read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, and say what it took."""
        began, counter = perf_counter(), Counter()
        with connection.execute_wrapper(counter):
            response = self.get_response(request)
        taken = (perf_counter() - began) * 1000
        response["Server-Timing"] = f"total;dur={taken:.3f}, statements;desc={counter.count}"
        return response
