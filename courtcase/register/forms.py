"""The form of the page on which a receipt is verified."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.register.verify_receipt import MOST_BYTES


class ReceiptForm(AccessibleForm):
    """The receipt itself, as a file."""

    receipt = forms.FileField(
        label=_("The receipt"),
        help_text=_("The PDF or the JSON file, at most 4 MB. It is checked and not kept."),
        error_messages={"required": _("Choose the receipt."), "empty": _("This file is empty. Choose another.")},
    )

    def clean_receipt(self) -> UploadedFile:
        """Refuse a file no receipt is as large as."""
        file: UploadedFile = self.cleaned_data["receipt"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 4 MB: it cannot be a receipt."))
        return file


class WitnessForm(AccessibleForm):
    """What a witness kept: an e-mail, a receipt, a list of roots or a time stamp as a file, or the line itself."""

    kept = forms.FileField(
        label=_("The file you kept"),
        required=False,
        help_text=_("The e-mail as a file, a receipt, a list of roots, or a time stamp (.tsr); at most 4 MB."),
        error_messages={"empty": _("This file is empty. Choose another.")},
    )
    line = forms.CharField(
        label=_("Or the line that begins with courtcase-root"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("You may paste the whole text of the message."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and refuse a file nothing that is kept is as large as."""
        cleaned = super().clean() or {}
        file = cleaned.get("kept")
        if file is not None and (file.size or 0) > MOST_BYTES:
            self.add_error("kept", _("The file is larger than 4 MB: it cannot be one of these."))
        elif file is None and not cleaned.get("line") and not self.errors:
            self.add_error("kept", _("Choose the file, or paste the line."))
        return cleaned

    def told(self) -> bytes:
        """Return the bytes of the file, or of the line where there is no file."""
        file = self.cleaned_data.get("kept")
        content: bytes = file.read() if file else self.cleaned_data["line"].encode()
        return content

    def where(self) -> str:
        """Return the field that was filled in."""
        return "kept" if self.cleaned_data.get("kept") else "line"


class PlaceForm(AccessibleForm):
    """What is printed on a receipt: the place in the register and the digest."""

    position = forms.CharField(
        label=_("Place in the register"),
        max_length=25,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={"required": _("Write the number that is printed on the receipt.")},
    )
    digest = forms.CharField(
        label=_("Digest of the entry"),
        help_text=_("64 signs: figures and the letters a to f. Spaces do not matter."),
        max_length=200,
        error_messages={"required": _("Write the digest that is printed on the receipt.")},
    )

    def clean_position(self) -> int:
        """Return the place as a number."""
        word = re.sub(r"\s", "", self.cleaned_data["position"])
        if not re.fullmatch(r"[0-9]{1,18}", word):
            raise forms.ValidationError(_("Write the place in figures only."))
        return int(word)

    def clean_digest(self) -> str:
        """Return the digest without spaces, in small letters."""
        word = re.sub(r"\s", "", self.cleaned_data["digest"]).lower()
        if not re.fullmatch(r"[0-9a-f]{64}", word):
            raise forms.ValidationError(_("A digest has 64 signs: figures and the letters a to f. Compare it again."))
        return word
