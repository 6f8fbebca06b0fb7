"""Who does owed work and who says what a notice needs: rooms register theirs in `<app>/jobs.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from courtcase.notices.models import Job, Notice

JobHandler = TypeVar("JobHandler", bound="Callable[[Job], None]")
ContextBuilder = TypeVar("ContextBuilder", bound="Callable[[Notice], dict[str, Any]]")

job_handlers: dict[str, Callable[[Job], None]] = {}
quick_kinds: set[str] = set()
context_builders: dict[str, Callable[[Notice], dict[str, Any]]] = {}


def job_handler(kind: str, *, quick: bool = False) -> Callable[[JobHandler], JobHandler]:
    """Register the decorated function as the handler of jobs of `kind`.

    `quick` work takes milliseconds and asks nobody outside the database: a worker takes several of it at once.

    It is called with the Job inside a transaction that also marks the job done, so what it writes to the database
    happens once. It must be idempotent all the same, because anything else it touches may happen again.
    Raises ValueError when two functions claim one kind.
    """

    def register(function: JobHandler) -> JobHandler:
        if job_handlers.get(kind, function) is not function:
            raise ValueError(f"two handlers for jobs of kind {kind}")
        job_handlers[kind] = function
        if quick:
            quick_kinds.add(kind)
        return function

    return register


def notice_context(event: str) -> Callable[[ContextBuilder], ContextBuilder]:
    """Register the decorated function as what gathers the template's values for notices of `event`.

    It is called with the Notice at the moment of sending and returns the values by name. The text stands in
    `templates/notices/<event, dots as slashes>.txt` (first line "Subject: ...") and, for text messages, `.sms.txt`.
    Raises ValueError when two functions claim one event.
    """

    def register(function: ContextBuilder) -> ContextBuilder:
        if context_builders.get(event, function) is not function:
            raise ValueError(f"two context builders for notices of {event}")
        context_builders[event] = function
        return function

    return register
