"""What a check is and what it finds: a state, a sentence that says what is, and one that says what to do.

No finding holds personal data, a text of a petition, or an address: only counts, ages, sizes and names of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import IntegerChoices
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

from courtcase.frame.dates import court_date, court_time

Words = str | Promise


class State(IntegerChoices):
    """How something is, the worst last; a person is told the word, a script the number or the name."""

    WELL = 0, pgettext_lazy("finding", "Well")
    NOT_SET_UP = 1, pgettext_lazy("finding", "Not set up")
    LOOK = 2, pgettext_lazy("finding", "To look at")
    WRONG = 3, pgettext_lazy("finding", "Wrong")


@dataclass(frozen=True)
class Said:
    """A sentence with values, put into the language that is active when it is read, not when it was found."""

    text: Words
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.text) % {name: in_words(value) for name, value in self.values.items()}


@dataclass(frozen=True)
class Listed:
    """Counts by name, such as "terms 3, grounds 2"; the names are translated when read."""

    counts: tuple[tuple[Words, int], ...]

    def __str__(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in self.counts)


@dataclass(frozen=True)
class Outcome:
    """What one check saw. An empty `do` means the check's own remedy, where the state asks for one."""

    state: State
    what: Said
    do: Said | None = None


@dataclass(frozen=True)
class Check:
    """One question to the system, with what is done when the answer is bad, and how it is found out.

    A check that asks the database runs on the caller's connection; the others, beside it, in threads of their own.
    """

    code: str
    title: Words
    measured: Words
    remedy: Words
    asks_database: bool
    function: Callable[[], Outcome]


@dataclass(frozen=True)
class Finding:
    """A check with its outcome, ready to be said."""

    code: str
    title: Words
    state: State
    what: Said
    do: Said
    measured: Words

    def as_words(self) -> dict[str, str]:
        """Return the finding in the active language, the state by its lasting name."""
        return {
            "code": self.code,
            "name": str(self.title),
            "state": self.state.name.lower(),
            "what": str(self.what),
            "do": str(self.do),
            "measured": str(self.measured),
        }


CHECKS: dict[str, Check] = {}


class NotExamined(Exception):
    """A check cannot be made because of what another check names; `because` is a sentence that says so."""

    def __init__(self, because: Words) -> None:
        super().__init__()
        self.because = because


def check(
    code: str, *, title: Words, measured: Words, remedy: Words = "", asks_database: bool = False
) -> Callable[[Callable[[], Outcome]], Callable[[], Outcome]]:
    """Register the decorated function as the check `code`; raises ValueError where another has that code."""

    def register(function: Callable[[], Outcome]) -> Callable[[], Outcome]:
        if code in CHECKS:
            raise ValueError(f"two checks are called {code}")
        CHECKS[code] = Check(code, title, measured, remedy, asks_database, function)
        return function

    return register


def in_words(value: object) -> object:
    """Return a value as people read it: a fraction with one digit, a day and an instant in the Court's form."""
    if isinstance(value, float):
        figure = number_format(value, decimal_pos=1)
        return figure.replace(".", ",") if get_language() == "kk" else figure  # Django knows no Kazakh separator
    if isinstance(value, datetime):
        return court_time(value)
    return court_date(value, "short") if isinstance(value, date) else value


def found(state: State, text: Words, **values: object) -> Outcome:
    """Return an outcome of the state given, with the check's own remedy."""
    return Outcome(state, Said(text, values))


def well(text: Words, **values: object) -> Outcome:
    """Return that all is well, with what was seen."""
    return Outcome(State.WELL, Said(text, values))


def not_set_up(text: Words, *, do: Words = "", **values: object) -> Outcome:
    """Return that something optional is not there, and what that means."""
    return Outcome(State.NOT_SET_UP, Said(text, values), Said(do, values) if do else None)


def look(text: Words, *, do: Words = "", **values: object) -> Outcome:
    """Return that somebody should look at it soon; `do` takes the place of the check's remedy."""
    return Outcome(State.LOOK, Said(text, values), Said(do, values) if do else None)


def wrong(text: Words, *, do: Words = "", **values: object) -> Outcome:
    """Return that something does not work; `do` takes the place of the check's remedy."""
    return Outcome(State.WRONG, Said(text, values), Said(do, values) if do else None)


def finding(check: Check, outcome: Outcome) -> Finding:
    """Join a check and its outcome; what is well, or left out by choice, has no remedy of its own."""
    remedy = check.remedy if outcome.state in {State.LOOK, State.WRONG} else ""
    return Finding(check.code, check.title, outcome.state, outcome.what, outcome.do or Said(remedy), check.measured)
