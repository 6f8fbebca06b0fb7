"""Why the provision itself is unjust: written freely, answered question by question, or taken over from a Word file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.documents.wording import MOST_BYTES, Unacceptable, Wording, words_of_docx
from petitions.content import PetitionContent
from petitions.filing.fields import TextField, plain_text
from petitions.filing.forms.base import StepForm
from petitions.filing.forms.words import LONG_TEXT

# The questions that lead to a reasoning, in the order in which the answers are put together.
QUESTIONS = ("forbids", "touches", "unjustified", "just")


class ReasoningForm(StepForm):
    """Why the provision itself violates the Constitution. What is answered or chosen comes after what is written."""

    reasoning = TextField(
        label=_("Why does the provision itself take your right?"),
        rows=12,
        max_length=LONG_TEXT,
        required=False,
        help_text=_(
            "Not why the court was wrong, but why the rule is unjust even when it is applied as written: "
            "what it forbids or leaves out, and which right of the Constitution that touches."
        ),
    )
    forbids = TextField(
        label=_("What does the provision forbid, demand or leave out?"), rows=3, max_length=20_000, required=False
    )
    touches = TextField(
        label=_("Which right of the Constitution does that touch, and how?"), rows=3, max_length=20_000, required=False
    )
    unjustified = TextField(
        label=_("Why is that not justified?"),
        rows=3,
        max_length=20_000,
        required=False,
        help_text=_(
            "For example: its aim could be reached by milder means, or others in the same position are spared."
        ),
    )
    just = TextField(label=_("What rule would be just?"), rows=3, max_length=20_000, required=False)
    file = forms.FileField(
        label=_("Take the text over from a Word file"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "DOCX, at most 5 MB. Numbering, tables and footnotes are kept as text. The file itself is not stored."
        ),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> Wording | None:
        """Return the words of the chosen file; refuse one that cannot be read, with what to do about it."""
        uploaded = self.cleaned_data.get("file")
        if not uploaded:
            return None
        if uploaded.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 5 MB. Take the pictures out of it, or attach it instead.")
            )
        try:
            return words_of_docx(uploaded)
        except Unacceptable as refused:
            raise forms.ValidationError(str(refused.message), code=refused.code) from None
        except OSError:
            raise forms.ValidationError(
                _("The file cannot be read just now. Try again, or copy the text here.")
            ) from None

    def clean(self) -> dict[str, object]:
        """Refuse what is too long once it is put together."""
        cleaned = super().clean() or self.cleaned_data
        if "reasoning" not in self.errors and len(self.joined()) > LONG_TEXT:
            self.add_error(
                "reasoning",
                _("Together this is longer than 200,000 characters. Shorten it, or attach the file as a document."),
            )
        return cleaned

    def added(self) -> list[str]:
        """Return what comes after the written text: the words of the file, then the answers."""
        wording = self.cleaned_data.get("file")
        words = [plain_text(wording.text)] if wording else []
        return [*words, *(answer for name in QUESTIONS if (answer := self.cleaned_data.get(name, "")))]

    def joined(self, *quotations: str) -> str:
        """Return the whole reasoning: as written, then what is added, then `quotations`, parted by empty lines."""
        return "\n\n".join(
            part for part in (self.cleaned_data.get("reasoning", ""), *self.added(), *quotations) if part
        )

    @property
    def stays(self) -> bool:
        """Say whether something was put together, which the person should read over."""
        return bool(self.added())

    def part(self) -> PetitionContent:
        """Return the reasoning."""
        return {"reasoning": self.joined()}
