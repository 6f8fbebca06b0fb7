"""Fields that take what people really type: dates with dots, texts pasted from anywhere, IINs with spaces."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import CalendarDayField
from courtcase.iin import is_valid_iin

# Marks that turn the direction of text: they can make a page show something else than what is stored.
DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
CONTROL_SIGNS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
DATE_FORMATS = ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %m %Y"]


def plain_text(value: str) -> str:
    """Return `value` in NFC with Unix line ends and without control signs and marks of direction."""
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL_SIGNS.sub("", DIRECTION_MARKS.sub("", text))


class TextField(forms.CharField):
    """One line or a whole text, cleaned of what cannot be seen."""

    def __init__(self, *, rows: int | None = None, **keywords: Any) -> None:
        if rows is not None:
            keywords.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**keywords)
        # A null byte is cleaned away like every other unseen sign, so nothing that was typed around it is lost.
        self.validators = [one for one in self.validators if type(one).__name__ != "ProhibitNullCharactersValidator"]

    def to_python(self, value: Any) -> str:
        """Return the cleaned text."""
        return plain_text(super().to_python(value) or "").strip()


class NameField(TextField):
    """The name of a person, in whatever letters and signs it is written: only what holds no letter at all is none."""

    def validate(self, value: str) -> None:
        """Raise ValidationError where nothing of it is a letter."""
        super().validate(value)
        if value and not any(sign.isalpha() for sign in value):
            raise ValidationError(_("Write the name in letters, as in the identity card: surname, name, patronymic."))


class DayField(CalendarDayField):
    """A legal day, typed as 14.03.2026."""

    def __init__(self, **keywords: Any) -> None:
        keywords.setdefault("input_formats", DATE_FORMATS)
        keywords.setdefault(
            "widget", forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric", "autocomplete": "off"})
        )
        keywords.setdefault("error_messages", {"invalid": _("Write the date like 14.03.2026.")})
        super().__init__(**keywords)


class IINField(forms.CharField):
    """An individual identification number: twelve digits, the last of which checks the others."""

    def to_python(self, value: Any) -> str:
        """Return the digits alone."""
        return re.sub(r"[\s\-]", "", plain_text(super().to_python(value) or ""))

    def validate(self, value: str) -> None:
        """Raise ValidationError with what is wrong, said plainly."""
        super().validate(value)
        if not value:
            return
        if not (value.isascii() and value.isdigit() and len(value) == 12):
            raise ValidationError(_("An IIN has 12 digits. It stands on the identity card."))
        if not is_valid_iin(value):
            raise ValidationError(_("This is not a valid IIN. Compare it with the identity card."))


class PhoneField(forms.CharField):
    """A telephone number, kept as +77011234567."""

    def to_python(self, value: Any) -> str:
        """Return the number in international form; eight as trunk prefix becomes +7."""
        digits = re.sub(r"[\s()\-.]", "", plain_text(super().to_python(value) or ""))
        if re.fullmatch(r"8\d{10}", digits):
            return "+7" + digits[1:]
        return "+" + digits if re.fullmatch(r"7\d{10}", digits) else digits

    def validate(self, value: str) -> None:
        """Raise ValidationError where no number can be read."""
        super().validate(value)
        if value and not re.fullmatch(r"\+\d{10,15}", value):
            raise ValidationError(_("Write the number with its code, like +7 701 123 45 67."))
