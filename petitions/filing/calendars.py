"""Dates of petitions as a calendar file (iCalendar, RFC 5545) that any telephone takes in. No personal data stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

MAKER = "-//Constitutional Court of the Republic of Kazakhstan//Courtcase//"
CONTENT_TYPE = "text/calendar; charset=utf-8"
WARNED_BEFORE = (timedelta(days=7), timedelta(days=1))


@dataclass(frozen=True)
class Entry:
    """One legal day: `code` is the same each time the file is made, so that a calendar moves it and never doubles it.

    `url` is the full address where it is explained; `warn`: whether the calendar reminds of it. `starts` is the instant
    of something with an hour, at `place`; without one the entry takes the whole day.
    """

    code: str
    day: date
    title: str
    note: str = ""
    url: str = ""
    warn: bool = True
    starts: datetime | None = None
    place: str = ""


def calendar_of(entries: Iterable[Entry], *, name: str, at: datetime) -> bytes:
    """Return a calendar called `name`, made at `at`, with an all-day entry for each legal day."""
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for entry in entries:
        made.add_component(event_of(entry, at=at))
    return bytes(made.to_ical())


def event_of(entry: Entry, *, at: datetime) -> Event:
    """Return the entry as an event: of the whole day, which keeps nobody busy, or from its hour on."""
    event = Event()
    event.add("uid", f"{entry.code}@courtcase")
    event.add("dtstamp", at)
    event.add("dtstart", entry.starts or entry.day)
    if entry.starts is None:
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if entry.place:
        event.add("location", entry.place)
    event.add("summary", entry.title)
    if entry.note:
        event.add("description", entry.note)
    if entry.url:
        event.add("url", entry.url)
    for before in WARNED_BEFORE if entry.warn else ():
        event.add_component(warning(entry, before=before))
    return event


def warning(entry: Entry, *, before: timedelta) -> Alarm:
    """Return the reminder that a calendar gives at nine in the morning, so many days `before`."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Reminder: %(title)s") % {"title": entry.title})
    alarm.add("trigger", timedelta(hours=9) - before)
    return alarm
