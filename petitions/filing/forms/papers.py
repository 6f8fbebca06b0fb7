"""Files laid with a petition, and its signature."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.signatures.verdicts import WORDS
from courtcase.signatures.verification import MOST_BYTES
from petitions.filing.file_limits import MAX_ATTACHMENTS

PURPOSES = (
    ("judicial_act", _("Judicial act in my case")),
    ("act_text", _("Text of the act I attack")),
    ("proof", _("Proof of a representative's authority")),
    ("other", _("Something else")),
)
# What institutions lay with a petition, beside a citizen's papers.
OFFICIAL_PURPOSES = (
    ("suspension_ruling", _("Ruling that suspends the case before the court")),
    ("signature_list", _("List of deputies with their signatures")),
)


ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.p7s,.cms,.p7m,.sig"


class FilesInput(forms.ClearableFileInput):
    """A field of the browser that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each is examined for itself, when it is laid down."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files that came, in the order they were chosen in. Raises ValidationError for none or too many."""
        chosen = data if isinstance(data, (list, tuple)) else [data]
        files = [super(FilesField, self).clean(one, initial) for one in chosen or [None]]
        if len(files) > MAX_ATTACHMENTS:
            raise forms.ValidationError(_("These are more than 30 files. Choose fewer at a time."), code="too_many")
        return files


# Which of them each kind of petitioner lays: a Commissioner suspends no case, and is not offered to say so.
OF_KIND = {"court": "suspension_ruling", "deputies": "signature_list"}


def purposes_of(petitioner_kind: str, *, said: str = "") -> list[tuple[str, Promise | str]]:
    """Return what a file of this kind of petitioner can be, the likeliest first, and whatever was `said` of it before."""
    if petitioner_kind == "citizen":
        return list(PURPOSES)
    own = [one for one in OFFICIAL_PURPOSES if one[0] in {OF_KIND.get(petitioner_kind), said}]
    return [*own, *PURPOSES[1:]]


class PurposeForm(AccessibleForm):
    """What one file is; `petitioner_kind` is whose petition it is laid with, `said` what was said of the file before."""

    purpose = forms.ChoiceField(label=_("What is it?"), choices=PURPOSES)

    def __init__(self, *arguments: Any, petitioner_kind: str = "citizen", said: str = "", **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["purpose"].choices = purposes_of(petitioner_kind, said=said)  # type: ignore[attr-defined]


class AttachmentForm(PurposeForm):
    """Files to lay with the petition."""

    purpose = forms.ChoiceField(
        label=_("What is it?"),
        choices=PURPOSES,
        help_text=_("Of several files you can say it one by one afterwards."),
    )
    attachment = FilesField(
        label=_("Files"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file, or go on without one.")},
        widget=FilesInput(attrs={"accept": ACCEPTED}),
    )


class AddedDocumentForm(AttachmentForm):
    """Files to add to a petition that was filed: photographs of one document are made one PDF at once."""

    as_one = forms.BooleanField(
        label=_("The photographs are pages of one document: make one PDF of them"), required=False
    )


class PhotographForm(AccessibleForm):
    """Photographs of the pages of one document."""

    attachment = FilesField(
        label=_("Photographs of the pages"),
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
        help_text=_(
            "Lay the paper flat, in daylight, and fill the picture with it. Several photographs at once are fine."
        ),
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
