"""The small form of whoever met something wrong, and the word it is closed with."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.frame.place import LONGEST
from courtcase.frame.quiet_check import QuietCheck

# Twelve digits, however they are grouped: an IIN, or a mistyped one. Eleven are a telephone, sixteen a card.
TWELVE_DIGITS = re.compile(r"(?<!\d)(?<!\d[ \u00a0-])\d(?:[   -]?\d){11}(?![   -]?\d)")
CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2,}\b")
NO_IIN = _("There is a number of twelve digits here, like an IIN. Take it out: nobody needs it to mend a page.")
NO_CODE = _("This looks like the code of a petition. Take it out: whoever knows it can open the petition.")


class TellForm(QuietCheck, AccessibleForm):
    """What is wrong, and the address of whoever wants an answer. The rest comes from the page."""

    what = forms.CharField(
        label=_("What is wrong?"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "For example: a word, a date or a link that is not right, a button that does nothing, something you cannot read. "
            "Write no IIN, no code of a petition and nothing about your case: this does not go into any petition."
        ),
        error_messages={"required": _("Write what is wrong.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail, if you want an answer"),
        required=False,
        max_length=254,
        help_text=_(
            "Leave it empty and nobody will know who wrote. If you give it, it is kept encrypted and used for one answer."
        ),
    )
    page = forms.CharField(required=False, max_length=4 * LONGEST, widget=forms.HiddenInput)
    width = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput(attrs={"data-width": ""}))

    def clean_what(self) -> str:
        """Refuse numbers that belong to a person or open a petition; what was typed stays in the field."""
        what = str(self.cleaned_data["what"])
        if TWELVE_DIGITS.search(what):
            raise forms.ValidationError(NO_IIN)
        if CODE.search(what):
            raise forms.ValidationError(NO_CODE)
        return what

    def clean_email(self) -> str:
        """Refuse an address that holds twelve digits in a row."""
        email = str(self.cleaned_data["email"])
        if TWELVE_DIGITS.search(email):
            raise forms.ValidationError(NO_IIN)
        return email

    def clean_width(self) -> int | None:
        """Return a believable width in pixels; nonsense is as good as nothing, for nobody typed it."""
        word = str(self.cleaned_data["width"])
        return int(word) if word.isascii() and word.isdecimal() and 100 <= int(word) <= 20_000 else None


class AnswerForm(AccessibleForm):
    """The word with which a report is closed."""

    answer = forms.CharField(
        label=_("Your answer, or what was done"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("If an address was left, this is sent to it."),
        error_messages={"required": _("Write a word: what was done, or why nothing is.")},
    )
