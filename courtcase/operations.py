"""The one way to change state: an operation is a plain function that runs in one transaction."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

P = ParamSpec("P")
R = TypeVar("R")

# PostgreSQL: serialization_failure and deadlock_detected. Both leave nothing behind and are safe to run again.
RETRIED_SQLSTATES = frozenset({"40001", "40P01"})


class OperationError(Exception):
    """An operation that could not be done, with words safe to show the person who asked.

    `message` is a translated sentence, `field` the form field it belongs beside (None: the whole form),
    `code` a stable word for machines.
    """

    code = "refused"

    def __init__(self, message: str | Promise, *, field: str | None = None, code: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
        if code is not None:
            self.code = code


class Faults(OperationError):
    """Several answers of a form that cannot be taken: `each` is refused beside a field of its own."""

    def __init__(self, each: Sequence[OperationError]) -> None:
        super().__init__(each[0].message, field=each[0].field, code=each[0].code)
        self.each = tuple(each)


class Checks:
    """Gathers what is refused beside fields, so that a person reads of everything at once."""

    def __init__(self) -> None:
        self.found: list[OperationError] = []

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep a refusal beside a field for later; what is refused as a whole, is at once."""
        try:
            yield
        except OperationError as error:
            if error.field is None:
                raise
            self.found.append(error)

    def refuse(self) -> None:
        """Raise what was kept: the refusal itself where there is one, Faults where there are several."""
        if len(self.found) > 1:
            raise Faults(self.found)
        if self.found:
            raise self.found[0]


class NotAllowed(OperationError):
    """The actor may not do this; views answer 404 so that nothing is hinted at."""

    code = "not_allowed"

    def __init__(self, message: str | Promise | None = None, **keywords: str | None) -> None:
        super().__init__(message or _("You may not do this."), **keywords)


class WrongState(OperationError):
    """The thing is not in a state from which this can be done."""

    code = "wrong_state"


class StaleVersion(OperationError):
    """Somebody changed the thing after it was shown; `current` is the version that now stands."""

    code = "stale_version"

    def __init__(self, message: str | Promise, *, current: int) -> None:
        super().__init__(message)
        self.current = current


class TermPassed(OperationError):
    """The term within which the law allows this has run out."""

    code = "term_passed"


def may_run_again(error: OperationalError) -> bool:
    """Say whether PostgreSQL ended a transaction only because another one was in its way: it is safe to run it again."""
    return getattr(error.__cause__, "pgcode", None) in RETRIED_SQLSTATES


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` in one transaction and once more if PostgreSQL ended it for a deadlock.

    Inside a transaction that is already open the retry is left to the outer operation, because the
    server has already aborted everything the outer one did.
    """

    @functools.wraps(function)
    def run(*arguments: P.args, **keywords: P.kwargs) -> R:
        outermost = not transaction.get_connection().in_atomic_block
        try:
            with transaction.atomic():
                return function(*arguments, **keywords)
        except OperationalError as error:
            if not outermost or not may_run_again(error):
                raise
        with transaction.atomic():
            return function(*arguments, **keywords)

    return run
