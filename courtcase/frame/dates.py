"""Dates as a lawyer writes them in Kazakh, Russian and English. Django's Kazakh formats miss the word order and the cases."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language

ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
RUSSIAN_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
KAZAKH_MONTHS = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
    "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
)  # fmt: skip
# The endings of "to", "from" and "in" follow the last sound of each month.
KAZAKH_ENDINGS = {
    "until": ("ға", "ға", "ға", "ге", "ға", "ға", "ге", "ға", "ке", "ға", "ға", "ға"),
    "from": ("дан", "нан", "дан", "ден", "дан", "нан", "ден", "дан", "тен", "нан", "дан", "нан"),
    "on": ("да", "да", "да", "де", "да", "да", "де", "да", "те", "да", "да", "да"),
}
KAZAKH_AFTER = {"until": " дейін", "from": " бастап"}
RUSSIAN_BEFORE = {"until": "до ", "from": "с "}
ENGLISH_BEFORE = {"until": "until ", "from": "from ", "on": "on "}
FORMS = ("long", "short", "until", "from", "on")


def local_day(value: date | datetime) -> date:
    """Return the calendar day of a date, or of an instant in the Court's time zone."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def kazakh(day: date, form: str) -> str:
    """Return the day in Kazakh, the month in the case that `form` asks for."""
    ending = KAZAKH_ENDINGS[form][day.month - 1] if form in KAZAKH_ENDINGS else ""
    return f"{day.year} жылғы {day.day} {KAZAKH_MONTHS[day.month - 1]}{ending}{KAZAKH_AFTER.get(form, '')}"


def russian(day: date, form: str) -> str:
    """Return the day in Russian with the preposition that `form` asks for."""
    return f"{RUSSIAN_BEFORE.get(form, '')}{day.day} {RUSSIAN_MONTHS[day.month - 1]} {day.year} года"


def english(day: date, form: str) -> str:
    """Return the day in English with the preposition that `form` asks for."""
    return f"{ENGLISH_BEFORE.get(form, '')}{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


WRITERS = {"kk": kazakh, "ru": russian, "en": english}


def court_date(value: date | datetime | None, form: str = "long", language: str | None = None) -> str:
    """Return a day in words: "25 September 2023", or with "until", "from", "on"; "short" gives 25.09.2023 in every language.

    An instant is taken in the Court's time zone; None gives an empty string; `language` is the active one unless given.
    Raises ValueError on an unknown form.
    """
    if form not in FORMS:
        raise ValueError(f"Unknown form of a date: {form}")
    if value is None:
        return ""
    day = local_day(value)
    if form == "short":
        return f"{day:%d.%m.%Y}"
    return WRITERS[(language or get_language() or "kk")[:2]](day, form)


def court_time(value: datetime | None) -> str:
    """Return an instant as 12.10.2026, 14:32 in the Court's time zone; None gives an empty string."""
    if value is None:
        return ""
    return f"{timezone.localtime(value):%d.%m.%Y, %H:%M}"
