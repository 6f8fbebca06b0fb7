from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from petitions.filing.fields import TextField


class ViewNameForm(AccessibleForm):
    """The name of a saved view."""

    name = TextField(label=_("Name of the view"), max_length=80, required=False)


class RenameViewForm(ViewNameForm):
    """Another name for a saved view; `version` is that of the view which was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class SaveViewForm(ViewNameForm):
    """The present filters under a name; who may share has a box for it."""

    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)
    is_shared = forms.BooleanField(label=_("Share it with everybody who sees the queue"), required=False)

    def __init__(self, *arguments: Any, may_share: bool, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        if not may_share:
            del self.fields["is_shared"]
