"""What stands around every request: its id, bound for all that is logged meanwhile, and one line when it is over."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from courtcase.observability.request_ids import accepted_request_id

log = structlog.get_logger("courtcase.access")

# Asked every few seconds by machines; a line each would bury the rest.
UNLOGGED = ("/healthz", "/readyz", "/metrics", "/static/")


class RequestIdMiddleware:
    """Take a well-formed X-Request-ID or make one, bind it, return it, and log the request without its query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside its id."""
        request_id = accepted_request_id(request.headers.get("X-Request-ID"))
        request.request_id = request_id  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            response["X-Request-ID"] = request_id
            self.log_access(request, response, milliseconds=(time.perf_counter() - started) * 1000)
        return response

    def log_access(self, request: HttpRequest, response: HttpResponse, *, milliseconds: float) -> None:
        """Log method, route, status and time. The route's pattern stands in for the path, which may hold a code."""
        if request.path.startswith(UNLOGGED):
            return
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            route="/" + match.route if match else "unknown",
            status=response.status_code,
            milliseconds=round(milliseconds, 1),
        )
