"""How the texts of a draft come from Word files, and how one paragraph of them is put right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.documents.wording import MarkedWording, Unacceptable, marked_words_of_docx
from rulings.drafting.forms import VersionForm
from rulings.models.kinds import LANGUAGES
from rulings.wording import LANGUAGE_LABELS

MOST_BYTES = 20 * 1024 * 1024


class ImportForm(VersionForm):
    """The Word files of a ruling by language. A file replaces the text of its language; the others stay."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for language in LANGUAGES:
            self.fields[f"file_{language}"] = forms.FileField(
                label=_("File, %(language)s") % {"language": LANGUAGE_LABELS[language]},
                required=False,
                allow_empty_file=True,
                help_text=_("DOCX, at most 20 MB. The file itself is not stored."),
                widget=forms.FileInput(attrs={"accept": ".docx"}),
            )

    def clean(self) -> dict[str, object]:
        """Read the chosen files; refuse one that cannot be read, with what to do about it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = {language: cleaned.get(f"file_{language}") for language in LANGUAGES}
        if not any(chosen.values()) and not self.errors:
            self.add_error("file_kk", forms.ValidationError(_("Choose at least one file."), code="required"))
        cleaned["read"] = {language: self.read(language, file) for language, file in chosen.items() if file}
        return cleaned

    def read(self, language: str, uploaded: Any) -> MarkedWording | None:
        """Return the words of one file; None with an error beside its field where it cannot be read."""
        name = f"file_{language}"
        if uploaded.size > MOST_BYTES:
            self.add_error(
                name, forms.ValidationError(_("The file is larger than 20 MB. Take the pictures out of it."))
            )
            return None
        try:
            return marked_words_of_docx(uploaded)
        except Unacceptable as refused:
            self.add_error(name, forms.ValidationError(str(refused.message), code=refused.code))
        except OSError:
            self.add_error(name, forms.ValidationError(_("The file cannot be read just now. Try again.")))
        return None


class ParagraphForm(VersionForm):
    """One paragraph in each language that has a text, in the form in which texts are pasted; blank takes it out."""

    def __init__(self, *arguments: Any, languages: list[str], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.languages = languages
        for language in languages:
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("Paragraph, %(language)s") % {"language": LANGUAGE_LABELS[language]},
                required=False,
                widget=forms.Textarea(attrs={"rows": 5, "lang": language, "autocomplete": "off"}),
            )

    def by_language(self) -> dict[str, str]:
        """Return what was written, by language."""
        return {language: self.cleaned_data[f"text_{language}"] for language in self.languages}
