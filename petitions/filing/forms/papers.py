"""Files laid with a petition, and its signature."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.signatures.verdicts import WORDS
from courtcase.signatures.verification import MOST_BYTES

PURPOSES = (
    ("judicial_act", _("Judicial act in my case")),
    ("act_text", _("Text of the act I attack")),
    ("proof", _("Proof of a representative's authority")),
    ("other", _("Something else")),
)


class AttachmentForm(AccessibleForm):
    """One file to lay with the petition."""

    purpose = forms.ChoiceField(
        label=_("What is it?"),
        choices=PURPOSES,
    )
    attachment = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("PDF, JPEG, PNG or DOCX, at most 20 MB. A photograph of the page is enough."),
    )


class SignatureFileForm(AccessibleForm):
    """The signature of the petition, made outside over the document of its page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    container = forms.FileField(
        label=_("The signature file"),
        allow_empty_file=True,
        help_text=_("A CMS file (.p7s, .cms or .sig), at most 5 MB. The signature may stand apart from the document."),
    )

    def clean_container(self) -> bytes:
        """Return the bytes of the file; refuse one that is empty or larger than any signature of this document."""
        uploaded = self.cleaned_data["container"]
        if uploaded.size > MOST_BYTES:
            raise forms.ValidationError(str(WORDS["too_large"]), code="too_large")
        if not uploaded.size:
            raise forms.ValidationError(
                _("The file is empty. Check it on your device and choose it again."), code="empty"
            )
        return bytes(uploaded.read())


class SignatureTextForm(AccessibleForm):
    """The signature NCALayer made in the page: base64 or PEM, as it gave it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    container = forms.CharField(widget=forms.HiddenInput, max_length=MOST_BYTES * 3 // 2, label=_("The signature"))

    def clean_container(self) -> bytes:
        """Return the text as the bytes it was."""
        return str(self.cleaned_data["container"]).encode()
