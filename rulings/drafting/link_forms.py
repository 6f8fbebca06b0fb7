"""What staff fill in where the links of a text are decided on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.law.citations import cite_segments
from courtcase.law.citing.reading import read_citations
from courtcase.law.models import Act, Provision
from courtcase.law.provisions import Segment, path_of
from courtcase.law.queries.citations import names_of_acts
from rulings.citing import flat_of
from rulings.drafting.forms import LANGUAGE_LABELS, VersionForm
from rulings.drafting.link_rows import ruling_numbered
from rulings.models import Ruling, RulingLink, RulingText, TextCitation

LONGEST_CHOICE = 90


class CitationsForm(VersionForm):
    """What is decided on the citations of one page: each confirmed, rejected or left as it is."""

    def __init__(self, *arguments: Any, rows: Iterable[TextCitation], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.names = {f"citation_{row.pk}": row for row in rows}
        for name, row in self.names.items():
            confirm = [("confirm", _("Confirm"))] if row.is_known else []
            self.fields[name] = forms.ChoiceField(
                label=row.words or row.reads,
                required=False,
                choices=[("", _("Leave as it is")), *confirm, ("reject", _("Reject: it stays text"))],
                widget=forms.RadioSelect,
            )

    def chosen(self, what: str) -> list[int]:
        """Return the keys of the citations for which `what` was chosen."""
        return [row.pk for name, row in self.names.items() if self.cleaned_data.get(name) == what]


class TargetForm(VersionForm):
    """What a citation names: a norm by its key, or a ruling by its public id."""

    to = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def clean_to(self) -> Provision | Ruling:
        """Return the row; one that is not there, or not published, is refused."""
        kind, _sign, key = self.cleaned_data["to"].partition(":")
        number = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
        row: Provision | Ruling | None = None
        if kind == "norm":
            row = Provision.objects.select_related("act").filter(pk=number).first()
        elif kind == "ruling":
            row = Ruling.objects.filter(pk=number, state="published").first()
        if row is None:
            raise forms.ValidationError(_("Choose a norm or a published ruling."))
        return row


class NewLinkForm(TargetForm):
    """Words of a paragraph that shall be a link, and what they name."""

    paragraph = forms.ChoiceField(label=_("Paragraph"))
    words = forms.CharField(
        label=_("Words of the paragraph that shall be a link"),
        help_text=_("As they stand there, letter by letter."),
        max_length=400,
        strip=True,
    )
    field_order = ["version", "paragraph", "words", "to"]

    def __init__(self, *arguments: Any, texts: Iterable[RulingText], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["paragraph"].choices = [  # type: ignore[attr-defined]
            (
                LANGUAGE_LABELS[text.language],
                [(f"{text.language}:{block['id']}", begun(flat_of(block))) for block in text.blocks if flat_of(block)],
            )
            for text in texts
        ]

    def place(self) -> tuple[str, str]:
        """Return the language and the block of the paragraph."""
        language, _sign, block = self.cleaned_data["paragraph"].partition(":")
        return language, block


@dataclass(frozen=True)
class ReadNorm:
    """A norm as it was read from the words of a citation: its act, and the segments down to it."""

    act: Act
    segments: tuple[Segment, ...]

    @property
    def is_known(self) -> bool:
        """Say whether the list of law has it."""
        return Provision.objects.filter(act=self.act, path=path_of(list(self.segments))).exists()

    def cited(self, language: str) -> str:
        """Return it as a lawyer cites it in `language`."""
        return cite_segments(act=self.act.named(language), segments=list(self.segments), language=language)


def read_norm(words: str) -> ReadNorm | None:
    """Return the one norm of one known act that `words` cite; None where they cite none, or it is not clear which."""
    found = [one for one in read_citations(words, names_of_acts()) if not one.series and one.segments]
    if len(found) != 1 or len(found[0].acts) != 1:
        return None
    act = Act.objects.filter(code=found[0].acts[0]).first()
    return ReadNorm(act, found[0].segments) if act is not None else None


class NewNormForm(VersionForm):
    """A norm that the list of law shall have: as a text cites it, what it is about, where it was seen."""

    words = forms.CharField(max_length=200, widget=forms.HiddenInput)
    heading_kk = forms.CharField(label=_("What it is about, in Kazakh"), required=False, max_length=300)
    heading_ru = forms.CharField(label=_("What it is about, in Russian"), required=False, max_length=300)
    heading_en = forms.CharField(label=_("What it is about, in English"), required=False, max_length=300)
    source = forms.CharField(
        label=_("Where it was seen"),
        help_text=_("For example: the text of the code in Adilet, with the day."),
        max_length=300,
    )

    def clean_words(self) -> ReadNorm:
        """Return the norm that is meant."""
        read = read_norm(self.cleaned_data["words"])
        if read is None:
            raise forms.ValidationError(
                _("This is not read as a norm of one act that is known here. Name the act and the article.")
            )
        return read


class RelationForm(VersionForm):
    """How the draft stands to another ruling."""

    kind = forms.ChoiceField(label=_("This ruling"), choices=RulingLink.Kind.choices)
    number = forms.CharField(label=_("Number of the other ruling"), help_text=_("For example: 29-НП"), max_length=40)

    def clean_number(self) -> Ruling:
        """Return the published ruling of that number."""
        found = ruling_numbered(self.cleaned_data["number"])
        if found is None:
            raise forms.ValidationError(_("No published ruling has this number."))
        return found


def begun(words: str) -> str:
    """Return the beginning of a paragraph, enough to know it by."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_CHOICE else line[:LONGEST_CHOICE].rsplit(" ", 1)[0] + " …"
