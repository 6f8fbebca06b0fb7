from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from petitions.filing.calendars import Entry, calendar_of

AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


def made(*entries: Entry) -> Calendar:
    """Return a calendar as another program reads it."""
    return Calendar.from_ical(calendar_of(entries, name="Мерзімдер", at=AT))  # type: ignore[return-value]


class TestACalendar:
    def test_holds_a_day_for_each_term(self) -> None:
        entry = Entry(
            "a-cure", date(2026, 10, 5), "Қателіктерді түзету мерзімі, 47-бап", url="https://court.example/kk/"
        )
        found = made(entry, Entry("b-study", date(2026, 10, 9), "Оқу")).walk("VEVENT")
        assert [one.decoded("dtstart") for one in found] == [date(2026, 10, 5), date(2026, 10, 9)]
        assert str(found[0]["summary"]) == entry.title
        assert found[0]["uid"] == "a-cure@courtcase"

    def test_reminds_in_the_morning_a_week_and_a_day_before(self) -> None:
        event = made(Entry("a", date(2026, 10, 5), "Мерзім")).walk("VEVENT")[0]
        nine = timedelta(hours=9)
        assert [one.decoded("trigger") for one in event.walk("VALARM")] == [
            nine - timedelta(days=7),
            nine - timedelta(days=1),
        ]

    def test_stays_quiet_about_a_day_that_only_tells(self) -> None:
        assert made(Entry("a", date(2026, 10, 5), "Күні", warn=False)).walk("VALARM") == []

    def test_lets_no_text_become_a_line_of_its_own(self) -> None:
        event = made(Entry("a", date(2026, 10, 5), "Бір\r\nATTENDEE:mailto:x@example.org")).walk("VEVENT")[0]
        assert "attendee" not in event

    def test_is_the_same_file_each_time(self) -> None:
        entry = Entry("a", date(2026, 10, 5), "Мерзім")
        assert calendar_of([entry], name="М", at=AT) == calendar_of([entry], name="М", at=AT)
