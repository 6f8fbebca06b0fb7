"""What an API answers when something went wrong: problem details (RFC 9457), the same shape for every room."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import exception_handler
from drf_standardized_errors.types import ErrorResponse, ExceptionHandlerContext
from rest_framework.exceptions import APIException, ErrorDetail, ParseError, ValidationError
from rest_framework.response import Response

from courtcase.frame.errors import RETRY_SECONDS
from courtcase.frame.outages import outage_of
from courtcase.frame.problem_titles import title_of
from courtcase.operations import NotAllowed, OperationError, StaleVersion, TermPassed, WrongState
from courtcase.reading import reads_here

IDEMPOTENCY_CONFLICT = "idempotency_conflict"
CONTENT_TYPE = "application/problem+json"


class ProblemFormatter(ExceptionFormatter):
    """Writes the errors that drf-standardized-errors gathers as one problem."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        """Return the problem: its status in words, what is wrong, and each error with the field it belongs to."""
        status = HTTPStatus(self.exc.status_code)
        errors = [{"field": error.attr, "code": error.code, "detail": error.detail} for error in error_response.errors]
        return {
            "type": "about:blank",
            "title": title_of(status.value),
            "status": status.value,
            "detail": errors[0]["detail"] if errors else "",
            "errors": errors,
        }


class Conflict(APIException):
    """What was asked does not fit what stands by now."""

    status_code = HTTPStatus.CONFLICT
    default_code = "conflict"


class Unavailable(APIException):
    """The database did not answer, or not in time: the same request may be sent again."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_code = "unavailable"
    default_detail = _("The database did not answer. Send the request again in a few seconds.")


def as_api_error(refused: OperationError) -> APIException | Http404:
    """Return a refused operation as an API says it: 404 where nothing may be hinted at, 409 for a state, else 400."""
    if isinstance(refused, NotAllowed):
        return Http404()
    message = str(refused.message)
    if isinstance(refused, WrongState | StaleVersion | TermPassed) or refused.code == IDEMPOTENCY_CONFLICT:
        return Conflict(message, code=refused.code)
    return ValidationError({refused.field or "non_field_errors": [ErrorDetail(message, code=refused.code)]})


def answer(exc: Exception, context: ExceptionHandlerContext) -> Response | None:
    """Return the answer to an exception of a view of the API, marked as a problem; None for one that is no answer."""
    if isinstance(exc, OperationError):
        exc = as_api_error(exc)
    if isinstance(exc, ParseError):  # whose own words quote the parser, in English
        exc = ParseError(_("What was sent is not well formed: it cannot be read."))
    is_outage = outage_of(exc) is not None
    if is_outage and reads_here.get():
        return None  # the replica failed: the answer is made again from the primary (courtcase/replica.py)
    response = exception_handler(Unavailable() if is_outage else exc, context)
    if response is not None and is_outage:
        response["Retry-After"] = str(RETRY_SECONDS)
    if response is not None:
        response.content_type = CONTENT_TYPE
    return response
