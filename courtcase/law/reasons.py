"""Why a term ends when it ends, in words of the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

KAZAKH_MONTHS = (
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
)


@dataclass(frozen=True)
class Reason:
    """One step of counting: `code` names the sentence, `params` fill it (days as ISO, no personal data)."""

    code: str
    params: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return the reason as it is stored on a clock."""
        return {"code": self.code, "params": dict(self.params)}


def explain(reason: Reason | Mapping[str, Any], language: str | None = None) -> str:
    """Return one sentence for `reason` (or its stored form) in `language`, else in the active one.

    Raises KeyError for a code that has no sentence.
    """
    if not isinstance(reason, Reason):
        reason = Reason(reason["code"], reason["params"])
    with override(language or get_language()):
        # A Russian day ends in “г.”, and a sentence that ends in a day must not end in two full stops.
        return SENTENCES[reason.code](reason.params).replace("..", ".")


def explain_all(reasons: list[dict[str, Any]], language: str | None = None) -> list[str]:
    """Return the sentences of a clock's stored reasons, in order."""
    return [explain(reason, language) for reason in reasons]


def amount_words(amount: int, unit: str) -> str:
    """Return “15 calendar days” and the like in the active language."""
    if unit == "calendar_day":
        words = ngettext("%(count)d calendar day", "%(count)d calendar days", amount)
    elif unit == "working_day":
        words = ngettext("%(count)d working day", "%(count)d working days", amount)
    elif unit == "month":
        words = ngettext("%(count)d month", "%(count)d months", amount)
    else:
        words = ngettext("%(count)d year", "%(count)d years", amount)
    return words % {"count": amount}


def printed_day(iso: str) -> str:
    """Return a stored ISO day as the active language writes it; legal Kazakh puts the year first."""
    day = date.fromisoformat(iso)
    if (get_language() or "").startswith("kk"):
        return f"{day.year} жылғы {day.day} {KAZAKH_MONTHS[day.month - 1]}"
    return date_format(day, "DATE_FORMAT")


def started(params: Mapping[str, Any]) -> str:
    """Say what is counted, from when, and by which article or whose setting."""
    language = (get_language() or "en")[:2]
    backward = params["direction"] == "backward"
    sentence = (
        _("%(amount)s before %(day)s (%(event)s).") if backward else _("%(amount)s from %(day)s (%(event)s).")
    ) % {
        "amount": amount_words(params["amount"], params["unit"]),
        "day": printed_day(params["day"]),
        "event": params.get(f"event_{language}") or params["event_en"],
    }
    if params.get("configurable"):
        return sentence + " " + _("The law sets no such term; the Court set it.")
    if params.get("article"):
        return sentence + " " + _("The rule this site goes by: %(article)s.") % {"article": params["article"]}
    return sentence


def received(params: Mapping[str, Any]) -> str:
    """Say from which day something counts as received, and by which rule of ours."""
    language = (get_language() or "en")[:2]
    return _("It counts as received on %(day)s: %(rule)s.") % {
        "day": printed_day(params["day"]),
        "rule": params.get(f"rule_{language}") or params["rule_en"],
    }


def extended(params: Mapping[str, Any]) -> str:
    """Say by how much a ruling extended the term."""
    return _("Extended by %(amount)s by ruling %(ruling)s of %(day)s.") % {
        "amount": amount_words(params["amount"], params["unit"]),
        "ruling": params["ruling"],
        "day": printed_day(params["day"]),
    }


def suspended(params: Mapping[str, Any]) -> str:
    """Say that a ruling suspended the term."""
    return _("Suspended on %(day)s by ruling %(ruling)s.") % {
        "day": printed_day(params["day"]),
        "ruling": params["ruling"],
    }


def resumed(params: Mapping[str, Any]) -> str:
    """Say that the term runs again, with the suspended time added."""
    return _("Resumed on %(day)s by ruling %(ruling)s; the time of suspension is not counted.") % {
        "day": printed_day(params["day"]),
        "ruling": params["ruling"],
    }


def days_off(params: Mapping[str, Any]) -> str:
    """Say how many days off were left out."""
    words = ngettext(
        "%(count)d day off on the way was not counted.",
        "%(count)d days off on the way were not counted.",
        params["count"],
    )
    return words % {"count": params["count"]}


def no_such_day(params: Mapping[str, Any]) -> str:
    """Say why the month's last day was taken."""
    return _("The last month has no day %(number)s, so the term ends on its last day, %(day)s.") % {
        "number": params["number"],
        "day": printed_day(params["day"]),
    }


def rolled_forward(params: Mapping[str, Any]) -> str:
    """Say that the end moved to the next working day."""
    return _("%(from)s is not a working day, so the term ends on the next working day, %(day)s.") % {
        "from": printed_day(params["from"]),
        "day": printed_day(params["day"]),
    }


def rolled_back(params: Mapping[str, Any]) -> str:
    """Say that the end moved to the working day before."""
    return _("%(from)s is not a working day, so the term ends on the working day before it, %(day)s.") % {
        "from": printed_day(params["from"]),
        "day": printed_day(params["day"]),
    }


def calendar_changed(params: Mapping[str, Any]) -> str:
    """Say that a change of the working calendar moved the end."""
    return _("The working calendar changed (%(changed)s): the end moved from %(from)s to %(day)s.") % {
        "changed": printed_day(params["changed"]),
        "from": printed_day(params["from"]),
        "day": printed_day(params["day"]),
    }


SENTENCES = {
    "term_started": started,
    "counts_as_received": received,
    "term_extended": extended,
    "term_suspended": suspended,
    "term_resumed": resumed,
    "days_off_left_out": days_off,
    "month_has_no_such_day": no_such_day,
    "rolled_forward": rolled_forward,
    "rolled_back": rolled_back,
    "calendar_changed": calendar_changed,
}
