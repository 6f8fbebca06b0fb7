"""Forms everyone can use: errors at the top and beside the field, hints tied to their input, answers kept."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courtcase.operations import Faults, OperationError, StaleVersion

# What browsers may fill in by themselves (WCAG 1.3.5), by the name a field commonly has here.
AUTOCOMPLETE = {
    "full_name": "name",
    "email": "email",
    "phone": "tel",
    "address": "street-address",
    "postal_code": "postal-code",
    "birth_date": "bday",
    "organisation": "organization",
}
NO_ADDRESS = _("This is not an e-mail address. Write it whole, for example name@example.kz.")
NO_SUCH_DAY = _("There is no such day in the calendar. Look at the day and the month once more.")
# A day, month and year, or the other way round, written in figures: what then is no date is no day of the calendar.
DAY_IN_FIGURES = re.compile(r"\s*([0-9]{1,2}([./ -])[0-9]{1,2}\2[0-9]{4}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})\s*")
SHORT_WIDGETS = (forms.NumberInput,)


class SummaryLine(NamedTuple):
    """One line of the error summary: the id of the input it leads to (empty: none), and the words."""

    target: str
    words: str


class CalendarDayField(forms.DateField):
    """A day of which it is said whether it is written in another way than is understood, or does not exist."""

    default_error_messages = {"no_such_day": NO_SUCH_DAY}

    def to_python(self, value: Any) -> date | None:
        """Return the day. Raises ValidationError “no_such_day” for 31.02.2026, “invalid” for what is no day in figures."""
        try:
            return super().to_python(value)
        except ValidationError:
            if isinstance(value, str) and DAY_IN_FIGURES.fullmatch(value):
                raise ValidationError(self.error_messages["no_such_day"], code="no_such_day") from None
            raise


class CourtDateField(CalendarDayField):
    """A day written as 14.03.2026; what people also write (14/03/2026, 14-03-2026, 2026-03-14) is understood."""

    default_error_messages = {"invalid": _("Write the date as day, month, year: for example 14.03.2026.")}

    def __init__(self, **keywords: Any) -> None:
        keywords.setdefault("input_formats", ["%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %m %Y", "%Y-%m-%d"])
        keywords.setdefault(
            "widget", forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric", "class": "short"})
        )
        super().__init__(**keywords)


class CourtHourField(forms.TimeField):
    """An hour in Astana written as 10:00; 10.00 and 10 are understood."""

    default_error_messages = {"invalid": _("Write the hour like 10:00.")}

    def __init__(self, **keywords: Any) -> None:
        keywords.setdefault("input_formats", ["%H:%M", "%H.%M", "%H"])
        keywords.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"class": "short", "inputmode": "numeric"}))
        super().__init__(**keywords)


class AccessibleForm(forms.Form):
    """A form whose parts (templates/parts/field.html, error_summary.html) have all they need.

    Labels carry no colon, the browser's own messages are off, and `autocomplete` follows the field's name.
    """

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        keywords.setdefault("label_suffix", "")
        super().__init__(*arguments, **keywords)
        for name, field in self.fields.items():
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = NO_ADDRESS
            field.widget.attrs.setdefault("autocomplete", AUTOCOMPLETE.get(name, "off"))
            if field.widget.use_fieldset or isinstance(field.widget, (forms.HiddenInput, forms.CheckboxInput)):
                field.widget.attrs.pop("autocomplete", None)
            if isinstance(field.widget, SHORT_WIDGETS):
                field.widget.attrs.setdefault("class", "short")
        # The browser's own bubbles speak its language, not the page's: the server answers for every field.
        self.use_required_attribute = False

    def add_operation_error(self, error: OperationError) -> None:
        """Put what an operation refused beside the field it names, or above the form when it names none we have.

        Where the thing was changed meanwhile, the form takes the version that now stands: sent again, it is meant so.
        """
        for one in error.each if isinstance(error, Faults) else (error,):
            self.add_error(one.field if one.field in self.fields else None, str(one.message))
        if isinstance(error, StaleVersion) and "version" in self.fields:
            renewed = QueryDict(mutable=True)
            renewed.update(self.data)
            renewed.setlist(self.add_prefix("version"), [str(error.current)])
            self.data = renewed

    def error_summary(self) -> list[SummaryLine]:
        """Return the lines of the summary at the top: the whole form's errors first, then the fields' in their order."""
        lines = [SummaryLine("", str(words)) for words in self.non_field_errors()]
        for bound in self:
            lines.extend(SummaryLine(first_input(bound), labelled(bound, words)) for words in bound.errors)
        return lines


class AccessibleModelForm(AccessibleForm, forms.ModelForm):  # type: ignore[misc]
    """The same for a form of a model; it is never saved, only read: operations write."""


def labelled(bound: forms.BoundField, words: object) -> str:
    """Return an error after its field's label; a label that is a question has its own mark at the end."""
    label = str(bound.label)
    return f"{label} {words}" if label.endswith("?") else f"{label}: {words}"


def first_input(bound: forms.BoundField) -> str:
    """Return the id of the first thing that can take the focus in a field."""
    if bound.is_hidden:
        return ""
    identifier = bound.auto_id or ""
    grouped = isinstance(bound.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
    return f"{identifier}_0" if grouped else bound.id_for_label or str(identifier)
