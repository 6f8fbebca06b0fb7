"""A quiet look at forms that anybody may send: was it a person? No puzzle, no script, nobody outside is asked.

Two things give a machine away: it fills in a field no person meets, and it sends a form it never opened, or the moment it
opened it. Whoever is suspected is never refused: they tick that they are a person and send the same words again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from django import forms
from django.conf import settings
from django.core import signing
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

log = structlog.get_logger(__name__)
SALT, WORD = "courtcase.quiet", "form"
DAYS = 7  # a page that stood open for longer gives its reader one more tick
ASKED = _("We could not tell that a person sends this. Tick the box and send it again: what you wrote is kept.")
NAMES = ("website", "made", "person")


class Trap(forms.TextInput):
    """A field that nobody sees, hears or reaches by the keyboard."""

    @property
    def is_hidden(self) -> bool:
        """Say that the field needs no label around it: it brings its own, as unseen as itself."""
        return True

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the field with its label, out of sight."""
        field = super().render(name, value, {**(attrs or {}), "tabindex": "-1", "autocomplete": "off"}, renderer)
        words = gettext("Leave this field empty")
        return format_html('<div class="unseen" aria-hidden="true"><label>{} {}</label></div>', words, field)


def stamp() -> str:
    """Return a signed word of when a form was made."""
    return signing.TimestampSigner(salt=SALT).sign(WORD)


def why_suspected(data: dict[str, Any]) -> str:
    """Return what gives a machine away in what was sent, as a word for the log; empty for nothing."""
    if data.get("website"):
        return "trap"
    signer, made = signing.TimestampSigner(salt=SALT), str(data.get("made") or "")
    try:
        signer.unsign(made, max_age=DAYS * 24 * 3600)
    except signing.SignatureExpired:
        return "old"
    except signing.BadSignature:
        return "unsigned"
    try:
        signer.unsign(made, max_age=timedelta(seconds=settings.QUIET_SECONDS))
    except signing.SignatureExpired:
        return ""
    return "quick" if settings.QUIET_SECONDS else ""


class QuietCheck(forms.Form):
    """What a form that anybody may send takes in besides: name it before the form's own class."""

    website = forms.CharField(required=False, widget=Trap)
    made = forms.CharField(required=False, widget=forms.HiddenInput)
    person = forms.BooleanField(required=False, label=_("I am a person and want to send this"))

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        unwanted = NAMES if not settings.QUIET_CHECK else () if self.is_bound else ("person",)
        for name in unwanted:
            del self.fields[name]
        if "made" in self.fields:
            self.fields["made"].initial = stamp()

    def clean(self) -> dict[str, Any] | None:
        """Ask whoever is suspected for one tick more, and leave the form's own words to the form."""
        cleaned = super().clean()
        sent = {name: self.cleaned_data.pop(name, None) for name in NAMES}
        if not settings.QUIET_CHECK:
            return cleaned
        suspected = why_suspected(sent)
        if not suspected:
            del self.fields["person"]
        elif not sent["person"]:
            log.info("form_suspected", form=type(self).__name__, reason=suspected)
            self.add_error("person", ASKED)
        return cleaned
