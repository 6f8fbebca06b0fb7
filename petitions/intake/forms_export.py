"""What is asked of whoever takes a list as a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from petitions.models import ListExport


class ListExportForm(AccessibleForm):
    """Which kind of file, and whether people are named in it."""

    file_format = forms.ChoiceField(
        label=_("Kind of file"),
        choices=ListExport.Format.choices,
        initial=ListExport.Format.XLSX,
        widget=forms.RadioSelect,
    )
    with_names = forms.BooleanField(
        label=_("With the petitioners' names"),
        required=False,
        help_text=_("Only where the work cannot do without. Each petition named is recorded as read."),
    )
