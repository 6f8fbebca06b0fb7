"""The second proof: which road, the code that came, the signature that was made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from petitions.filing.fields import TextField
from petitions.filing.forms.papers import SignatureFileForm


class ProofRoadForm(AccessibleForm):
    """Where the code is to be sent: one of the addresses on file, shown masked."""

    def __init__(self, data: Any = None, *, roads: dict[str, str], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        names = {"email": _("by e-mail to %(address)s"), "sms": _("by text message to %(address)s")}
        self.fields["channel"] = forms.ChoiceField(
            label=_("How shall the code be sent?"),
            choices=[(channel, names[channel] % {"address": address}) for channel, address in roads.items()],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose how the code is sent.")},
        )


class ProofCodeForm(AccessibleForm):
    """The six digits that came."""

    typed = TextField(
        label=_("The six digits from the message"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Write the six digits from the message.")},
    )


class ProofSignatureForm(SignatureFileForm):
    """The signature over the words that were given out; no version of the petition stands in it."""

    version = None  # type: ignore[assignment]
