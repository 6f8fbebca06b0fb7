"""What a clock of the law says to the person who looks at it: words, a bar, a tone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from courtcase.frame.dates import court_date

NEARLY_OVER_DAYS = 3


@dataclass(frozen=True)
class ClockFace:
    """A clock to be shown: `words` first, the bar from 0 to `most` at `passed` (days), and a tone (plain, warn, bad)."""

    words: str
    until: str
    passed: int
    most: int
    tone: str


def clock_face(*, starts_on: date, due_on: date, today: date) -> ClockFace:
    """Return the face of a term that runs from `starts_on` to `due_on` (both court days, the last one included) as of `today`."""
    most = max((due_on - starts_on).days, 1)
    passed = min(max((today - starts_on).days, 0), most)
    left = (due_on - today).days
    if left < 0:
        words = ngettext("%(days)d day over the term", "%(days)d days over the term", -left) % {"days": -left}
        return ClockFace(words, court_date(due_on, "until"), most, most, "bad")
    if left == 0:
        words = gettext("The last day is today")
    else:
        words = ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}
    return ClockFace(words, court_date(due_on, "until"), passed, most, "warn" if left <= NEARLY_OVER_DAYS else "plain")
