"""The days of a paper, and which of them counts: rules of `courtcase.law`, which the Court sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Edition
from courtcase.law.queries import edition_on, rule_is_on
from courtcase.operations import OperationError

HANDED_OVER, POSTED = "custody_counts_from_handing_over", "paper_counts_from_posting"
# Why the day counts that counts. Nothing of it was seen in the law: the page says so.
WORDS: dict[str, Promise | str] = {
    "": _("counted from the day it reached the Court"),
    HANDED_OVER: _("counted from the day it was handed to the administration of the place of custody"),
    POSTED: _("counted from the day it was posted"),
}


@dataclass(frozen=True)
class PaperDays:
    """When a paper reached the Court, and, where that is known, when it was posted or handed over in custody."""

    received_on: date
    sent_on: date | None = None
    handed_on: date | None = None


@dataclass(frozen=True)
class Counted:
    """The day that counts, and the code of the rule by which it does ("": none, the day of receipt)."""

    day: date
    rule: str


def counted(days: PaperDays) -> Counted:
    """Return which of the days counts, by the rules of the day the paper came."""
    if days.handed_on is not None and rule_is_on(HANDED_OVER, days.received_on):
        return Counted(days.handed_on, HANDED_OVER)
    if days.sent_on is not None and rule_is_on(POSTED, days.received_on):
        return Counted(days.sent_on, POSTED)
    return Counted(days.received_on, "")


def checked_days(days: PaperDays, *, today: date, returned_on: date | None = None) -> PaperDays:
    """Return the days; `returned_on` is when the petition was returned on which the paper answers.

    Raises OperationError beside the day that cannot be.
    """
    if days.received_on > today:
        raise OperationError(_("This day has not come yet."), field="received_on")
    for field, day in (("received_on", days.received_on), ("sent_on", days.sent_on), ("handed_on", days.handed_on)):
        if day is None:
            continue
        if day > days.received_on:
            raise OperationError(_("This day lies after the day the paper reached the Court."), field=field)
        if not is_under_the_law(day):
            message = _("The law by which the Court works was not in force yet on this day. Look at the year.")
            raise OperationError(message, field=field)
        require_after_return(day, returned_on=returned_on, field=field)
    return days


def is_under_the_law(day: date) -> bool:
    """Say whether an edition of the law was in force on the legal `day`."""
    try:
        edition_on(day)
    except Edition.DoesNotExist:
        return False
    return True


def require_after_return(day: date, *, returned_on: date | None, field: str) -> None:
    """Raise OperationError beside `field` where what answers a return came on a `day` before it."""
    if returned_on is not None and day < returned_on:
        raise OperationError(_("The petition was not returned yet on this day."), field=field)
