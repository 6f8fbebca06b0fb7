"""The form of a webhook."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from petitions.webhooks.queries import choices_of_events


class WebhookForm(AccessibleForm):
    """An address to be told, and of what."""

    address = forms.CharField(
        label=_("Address that is told"),
        max_length=500,
        help_text=_(
            "Begins with https://. It must be reachable from the internet; addresses of inner networks are not called."
        ),
        error_messages={"required": _("Write a whole address like https://example.kz/courtcase.")},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label=_("What is it told?"),
        choices=choices_of_events,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose nothing to be told of every step."),
    )
