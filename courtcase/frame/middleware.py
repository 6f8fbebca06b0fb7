"""What a view did not answer itself becomes a plain page: a database that is away, an operation that was refused."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from courtcase.frame.errors import database_unavailable, not_found, refused
from courtcase.frame.outages import LOCK_NOT_AVAILABLE, outage_of, sqlstate_of
from courtcase.operations import NotAllowed, OperationError

log = structlog.get_logger(__name__)
BUSY = _("Somebody else is changing this at the moment. Wait a few seconds and send it again.")


class PermissionsPolicyMiddleware:
    """Say in every answer that our pages want neither camera nor place nor anything else of the reader's machine."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


class DatabaseUnavailableMiddleware:
    """Answer 503 where a view met a database that did not answer, and 409 where it only waited too long for somebody else.

    What fails before a view (session, account) Django turns into a server error by itself; then
    `errors.server_error` says the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for a database error of a view; leave every other exception alone."""
        outage = outage_of(exception)
        if outage is None:
            return None
        sqlstate = sqlstate_of(outage)
        log.warning("database_unavailable", sqlstate=sqlstate)
        if sqlstate == LOCK_NOT_AVAILABLE:
            return refused(request, OperationError(BUSY), may_send_again=True)
        return database_unavailable(request)


class RefusedOperationMiddleware:
    """Answer for an operation that was refused where no form could show it: 404 where nothing may be hinted at, else 409."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for a refused operation; leave every other exception alone."""
        if isinstance(exception, NotAllowed):
            return not_found(request)
        return refused(request, exception) if isinstance(exception, OperationError) else None
