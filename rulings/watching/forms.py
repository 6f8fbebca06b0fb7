from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.frame.quiet_check import QuietCheck


class WatchForm(QuietCheck, AccessibleForm):
    """The address that is written to."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("It is kept encrypted, used for these messages alone and erased when you end them."),
        error_messages={"required": _("Write the address that the messages should go to.")},
    )
