"""Codes that find a petition, and actions that need little more than the version seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from petitions.filing.fields import TextField


class CodeForm(AccessibleForm):
    """The code by which a petition or a draft is found."""

    code = TextField(
        label=_("Code"),
        max_length=60,
        help_text=_(
            "It was shown when you saved or finished the petition, and is printed on its paper version. "
            "Large or small letters, with or without hyphens."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the code: sixteen letters and digits.")},
    )


class TrackForm(CodeForm):
    """The code, and beside it the register number where the petition has one."""

    number = TextField(
        label=_("Register number, if you know it"),
        max_length=60,
        required=False,
        help_text=_("It stands on the receipt and in every letter. A draft has none."),
    )
    field_order = ("number", "code")


class VersionForm(AccessibleForm):
    """An action that needs nothing but the version the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawOneForm(VersionForm):
    """Which of several petitioners leaves, and why, if that person wants to say."""

    petitioner = forms.TypedChoiceField(label=_("Who withdraws?"), coerce=int, widget=forms.RadioSelect)
    reason = TextField(label=_("Why (you need not say)"), rows=3, max_length=2000, required=False)

    def __init__(self, *arguments: Any, names: dict[int, str], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["petitioner"].choices = list(names.items())  # type: ignore[attr-defined]
        if len(names) == 1:
            self.fields["petitioner"].initial = next(iter(names))


class WithdrawForm(VersionForm):
    """Why a petition is withdrawn, if the petitioner wants to say."""

    reason = TextField(label=_("Why (you need not say)"), rows=3, max_length=2000, required=False)
