"""The request id: one short word that follows a request through logs, outbox rows and tasks."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterator

import structlog

WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}\Z")


def new_request_id() -> str:
    """Return a fresh random id of 22 URL-safe characters."""
    return secrets.token_urlsafe(16)


def accepted_request_id(offered: str | None) -> str:
    """Return `offered` when it is well-formed (8 to 64 letters, digits, - or _), else a fresh id."""
    return offered if offered and WELL_FORMED.match(offered) else new_request_id()


def current_request_id() -> str:
    """Return the id bound to the running request or task, or an empty string outside of both."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


@contextlib.contextmanager
def bound_request_id(request_id: str) -> Iterator[None]:
    """Let everything logged or owed inside carry `request_id`; an empty one binds nothing."""
    if not request_id:
        yield
        return
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        yield
