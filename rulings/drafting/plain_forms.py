"""What a ruling says in plain words: written by one person, agreed to by another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from rulings.models import PlainWords
from rulings.models.kinds import LANGUAGES
from rulings.wording import LANGUAGE_LABELS


class PlainWordsForm(AccessibleForm):
    """One to five sentences in each language, each on a line of its own."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for language in LANGUAGES:
            self.fields[f"words_{language}"] = forms.CharField(
                label=_("In plain words, %(language)s") % {"language": LANGUAGE_LABELS[language]},
                help_text=_("One to five sentences, each on a line of its own, as you would tell a neighbour."),
                required=False,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 6, "lang": language, "autocomplete": "off"}),
            )

    @staticmethod
    def initial_of(words: PlainWords | None) -> dict[str, str]:
        """Return what the fields hold now: the words last written."""
        if words is None:
            return {}
        return {f"words_{language}": "\n".join(words.sentences[language]) for language in LANGUAGES}

    def by_language(self) -> dict[str, str]:
        """Return what was typed, by language."""
        return {language: self.cleaned_data[f"words_{language}"] for language in LANGUAGES}


class AgreeForm(forms.Form):
    """Which version of the words the person read."""

    version = forms.IntegerField(min_value=1, max_value=1_000_000)
