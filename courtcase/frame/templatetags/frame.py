"""Tags of the frame: dates in words, icons, clocks, and what a field's part must know."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, FileInput, Textarea
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from courtcase.frame.clock_faces import ClockFace
from courtcase.frame.clock_faces import clock_face as make_face
from courtcase.frame.context import in_language
from courtcase.frame.dates import court_date as date_in_words
from courtcase.frame.dates import court_time as time_in_figures
from courtcase.frame.form_renderer import filter_fields as fields_of_filters
from courtcase.frame.icons import PATHS
from courtcase.register.events import SENTENCES

register = template.Library()
# A number as it is printed with the letters of its series, before or behind it.
HYPHENED = re.compile(r"(?<![\w-])(\d{1,6}-[^\W\d_]{1,4}|[^\W\d_]{1,4}-\d{1,6})(?![\w-])")


@register.filter
def unbroken(words: str) -> SafeString:
    """{{ heading|unbroken }}: words in which no printed number (29-НП, ПКС-2) is broken at its hyphen; copied, it stays one."""
    pieces = HYPHENED.split(str(words))
    return format_html_join(
        "", "{}{}", ((word, marked(number)) for word, number in zip_longest(pieces[::2], pieces[1::2]))
    )


def marked(number: str | None) -> SafeString:
    """Return a printed number that stays on one line."""
    return format_html('<span class="number">{}</span>', number) if number else SafeString("")


@register.filter
def court_date(value: date | datetime | None, form: str = "long") -> str:
    """{{ day|court_date:"until" }}: a day in the page's language; forms are long (default), short, until, from, on."""
    return date_in_words(value or None, form)


@register.filter
def from_iso(value: str | None) -> date | None:
    """{{ "2026-03-02"|from_iso|court_date }}: the day an ISO text names; None where it names none."""
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None


@register.filter
def court_time(value: datetime | None) -> str:
    """{{ instant|court_time }}: day and minute in the Court's time zone."""
    return time_in_figures(value or None)


@register.filter
def court_iso(value: datetime | None) -> str:
    """{{ instant|court_iso }}: an instant for machines, in the Court's time zone; as `date:"c"` has it, for less."""
    return localtime(value).isoformat() if value else ""


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "download" %}: a drawing hidden from screen readers, beside its words. Raises KeyError on an unknown name."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"'
        ' stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        PATHS[name],
    )


@register.simple_tag
def clock_face(starts_on: date, due_on: date, today: date) -> ClockFace:
    """{% clock_face starts_on due_on today as face %}: what parts/clock.html shows."""
    return make_face(starts_on=starts_on, due_on=due_on, today=today)


@register.filter
def kind_of(field: BoundField) -> str:
    """{{ field|kind_of }}: choices, checkbox, file, textarea or plain: which shape parts/field.html takes."""
    widget = field.field.widget
    if isinstance(widget, FileInput):
        return "file"
    if widget.use_fieldset:
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    return "textarea" if isinstance(widget, Textarea) else "plain"


@register.filter
def filter_fields(form: BaseForm) -> SafeString:
    """{{ form|filter_fields }}: the labelled fields of a form of filters, which a loop would take thrice as long for."""
    return fields_of_filters(form)


@register.filter
def in_its_language(path: str, language: str) -> str:
    """{{ path|in_its_language:"ru" }}: the address of the same page in another language."""
    return in_language(path, language)


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """{{ mapping|get:key }}: the value under a key that is itself a variable; None where there is none."""
    return mapping.get(key)


@register.filter
def split_words(value: str) -> list[str]:
    """{{ "one two"|split_words }}: the words of a text."""
    return value.split()


@register.filter
def event_words(name: str) -> str:
    """{{ notice.event|event_words }}: the sentence of an event of the register, its bare name where none was declared."""
    return str(SENTENCES.get(name, name))
