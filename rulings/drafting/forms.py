"""What staff fill in at the desk of rulings. Forms read and check; operations write."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courtcase.frame.dates import court_date
from courtcase.frame.forms import AccessibleForm, CourtDateField, CourtHourField
from courtcase.law.models import Ground
from courtcase.law.models.acts import Outcome
from courtcase.law.models.terms import Unit
from courtcase.law.references import article_in
from courtcase.law.time import COURT_ZONE
from courtcase.people.models import Account, Institution
from petitions.models import Case, CaseState, Petition, Sitting
from petitions.workflow import State
from rulings.drafting.operations.link_norms import Decided
from rulings.models import BenchMember, MeasureKind, PublicationPlace, Ruling, RulingKind, RulingProvision
from rulings.models.kinds import DRAFTED, LANGUAGES
from rulings.wording import LANGUAGE_LABELS, OUTCOME_WORDS


class VersionForm(AccessibleForm):
    """A form that changes a ruling or measure: it carries the version the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class NewDraftForm(AccessibleForm):
    """What a new draft is on: a case, or a petition that lay before a session."""

    kind = forms.ChoiceField(label=_("Kind of ruling"))
    sitting = forms.ModelChoiceField(
        Sitting.objects.none(), label=_("Session that adopted it"), required=False, to_field_name="public_id"
    )
    petition = forms.ModelChoiceField(
        Petition.objects.none(), label=_("Petition"), required=False, to_field_name="public_id"
    )
    case = forms.ModelChoiceField(Case.objects.none(), label=_("Case"), required=False, to_field_name="public_id")
    join = forms.ModelChoiceField(
        Case.objects.none(),
        label=_("Join the accepted petition, or the case, to this case"),
        help_text=_("For an acceptance leave it empty to open a new case."),
        required=False,
        to_field_name="public_id",
    )
    extends_by = forms.IntegerField(label=_("An extension is by how much"), required=False, min_value=1, max_value=400)
    extends_unit = forms.ChoiceField(label=_("Of what"), choices=Unit.choices, required=False)
    grounds = forms.ModelMultipleChoiceField(
        Ground.objects.none(),
        label=_("Grounds of a refusal or termination"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *arguments: Any, grounds: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in RulingKind if kind in DRAFTED]  # type: ignore[attr-defined]
        states = [State.REPORTED, State.RETURN_DISPUTED, State.ACCEPTED]
        waiting = Petition.objects.filter(state__in=states).order_by("-id")
        held = Sitting.objects.filter(held_at__isnull=False).order_by("-day", "-id")
        open_cases = Case.objects.filter(state=CaseState.PREPARATION).order_by("-id")
        for name, found in (("petition", waiting), ("sitting", held), ("case", open_cases), ("join", open_cases)):
            self.fields[name].queryset = found  # type: ignore[attr-defined]
        self.fields["sitting"].label_from_instance = sitting_words  # type: ignore[attr-defined]
        self.fields["grounds"].queryset = grounds  # type: ignore[attr-defined]
        self.fields["grounds"].label_from_instance = ground_words  # type: ignore[attr-defined]


def sitting_words(sitting: Sitting) -> str:
    """Return a session as a person chooses it: its bench and its day."""
    return f"{sitting.get_bench_display()} · {court_date(sitting.day, 'short')}"


def ground_words(ground: Ground) -> str:
    """Return a ground as a person chooses it, in the active language, with its article."""
    language = get_language() or "kk"
    return " · ".join(filter(None, [getattr(ground, f"text_{language}"), article_in(ground.article, language)]))


class TextsForm(VersionForm):
    """Titles and texts by language, pasted as paragraphs."""

    no_text_reason = forms.CharField(
        label=_("Why there is no text in Kazakh or in Russian"),
        help_text=_("Leave empty where there are both."),
        max_length=300,
        required=False,
    )
    translator = forms.CharField(label=_("Who translated into English"), max_length=200, required=False)

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for language in LANGUAGES:
            words = LANGUAGE_LABELS[language]
            self.fields[f"title_{language}"] = forms.CharField(
                label=_("Title, %(language)s") % {"language": words},
                required=False,
                widget=forms.TextInput(attrs={"lang": language, "autocomplete": "off"}),
            )
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("Text, %(language)s") % {"language": words},
                help_text=_(
                    "A paragraph a line. “# ” begins a heading, “1. ” a numbered point, “[1] ” a footnote, "
                    "“| a | b |” a row of a table. [words](/norms/…) is a link."
                ),
                required=False,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 14, "lang": language, "autocomplete": "off"}),
            )
        self.order_fields(
            [f"{part}_{language}" for language in LANGUAGES for part in ("title", "text")]
            + ["no_text_reason", "translator", "version"]
        )

    def by_language(self, part: str) -> dict[str, str]:
        """Return the titles or texts by language."""
        return {language: self.cleaned_data[f"{part}_{language}"] for language in LANGUAGES}


class NormsForm(VersionForm):
    """The outcome of each norm of a draft; the fields are made for the norms it has."""

    def __init__(self, *arguments: Any, norms: list[RulingProvision], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.norms = norms
        outcomes = [("", _("not decided yet")), *((code, OUTCOME_WORDS[code]) for code in Outcome.values)]
        for norm in norms:
            name = f"norm{norm.pk}"
            self.fields[f"{name}_outcome"] = forms.ChoiceField(label=_("Outcome"), choices=outcomes, required=False)
            self.fields[f"{name}_in_part"] = forms.BooleanField(label=_("For a part of the norm only"), required=False)
            for language in LANGUAGES:
                self.fields[f"{name}_extent_{language}"] = forms.CharField(
                    label=_("To what extent or in which interpretation, %(language)s")
                    % {"language": LANGUAGE_LABELS[language]},
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 2, "lang": language, "autocomplete": "off"}),
                )
            self.fields[f"{name}_remove"] = forms.BooleanField(label=_("Take this norm out"), required=False)

    def rows(self) -> list[dict[str, Any]]:
        """Return the norms with their bound fields, for the template."""
        return [
            {"norm": norm, "fields": [self[name] for name in self.fields if name.startswith(f"norm{norm.pk}_")]}
            for norm in self.norms
        ]

    @staticmethod
    def initial_of(norms: list[RulingProvision]) -> dict[str, Any]:
        """Return what the fields hold now."""
        values: dict[str, Any] = {}
        for norm in norms:
            values |= {f"norm{norm.pk}_outcome": norm.outcome, f"norm{norm.pk}_in_part": norm.in_part}
            values |= {f"norm{norm.pk}_extent_{code}": getattr(norm, f"extent_{code}") for code in LANGUAGES}
        return values

    def decided(self) -> list[Decided]:
        """Return what was decided on each norm that stays."""
        found = self.cleaned_data
        return [
            Decided(
                provision=norm.provision,
                outcome=found[f"norm{norm.pk}_outcome"],
                in_part=found[f"norm{norm.pk}_in_part"],
                extent={code: found[f"norm{norm.pk}_extent_{code}"] for code in LANGUAGES},
                effect_from=norm.effect_from,
            )
            for norm in self.norms
            if not found[f"norm{norm.pk}_remove"]
        ]


class CaseForm(VersionForm):
    """The case a draft decides."""

    case = forms.ModelChoiceField(
        Case.objects.filter(state=CaseState.PREPARATION), label=_("Case"), to_field_name="public_id"
    )


class BenchForm(VersionForm):
    """The session that adopted the ruling, and whose signature stands on the paper."""

    sitting = forms.ModelChoiceField(
        Sitting.objects.filter(held_at__isnull=False).order_by("-day", "-id"),
        label=_("Session that adopted it"),
        to_field_name="public_id",
    )
    signed = forms.ModelMultipleChoiceField(
        Account.objects.none(),
        label=_("I certify that the paper bears the signature of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        to_field_name="public_id",
    )

    def __init__(self, *arguments: Any, ruling: Ruling, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        sat = BenchMember.objects.filter(ruling=ruling).exclude(judge=None).values("judge")
        self.fields["sitting"].label_from_instance = sitting_words  # type: ignore[attr-defined]
        field = self.fields["signed"]
        field.queryset = Account.objects.filter(pk__in=sat).order_by("pk")  # type: ignore[attr-defined]
        field.label_from_instance = lambda account: account.full_name  # type: ignore[attr-defined]


class SignForm(VersionForm):
    """The day of adoption, and that the person signs knowing it cannot be undone."""

    day = CourtDateField(label=_("Day of adoption"))
    sure = forms.BooleanField(
        label=_("I have compared the text with the signed paper. It cannot be changed afterwards.")
    )


class DiscardForm(VersionForm):
    """That the person discards the draft knowing nobody can take it up again."""

    sure = forms.BooleanField(label=_("This draft will not be signed. It cannot be taken up again."))


class PublishForm(VersionForm):
    """That the person publishes knowing everyone will read it; a procedural ruling only where it was chosen for it."""

    chosen = forms.BooleanField(
        label=_("This procedural ruling was chosen for publication: they are not published otherwise.")
    )
    sure = forms.BooleanField(
        label=_("Personal names of petitioners and others are initials. Everyone will be able to read this.")
    )
    day = CourtDateField(
        label=_("Not before this day"),
        required=False,
        help_text=_("Leave empty to publish now. Nobody reads it before."),
    )
    hour = CourtHourField(
        label=_("Not before this hour"),
        required=False,
        help_text=_("In Astana, like 10:00; empty: when the day begins."),
    )
    despite = forms.CharField(
        label=_("Why it does not wait for notices to leave"),
        help_text=_("Leave empty: it is published once those it concerns have been written to, letters on paper too."),
        max_length=300,
        required=False,
    )

    def __init__(self, *arguments: Any, is_procedural: bool, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        if not is_procedural:
            del self.fields["chosen"]

    def when(self) -> datetime | None:
        """Return the instant before which it is not published; None: none was written."""
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        return datetime.combine(day, hour or time.min, tzinfo=COURT_ZONE) if day else None


class OfficialForm(AccessibleForm):
    """Where else a ruling was officially published, and when."""

    place = forms.ChoiceField(label=_("Where it was published"))
    day = CourtDateField(label=_("Day of that publication"))
    issue = forms.CharField(label=_("Issue or number of the entry"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Its address there"), max_length=400, required=False, assume_scheme="https", widget=forms.TextInput
    )

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        places = [one for one in PublicationPlace if one != PublicationPlace.SITE]
        self.fields["place"].choices = [(one.value, one.label) for one in places]  # type: ignore[attr-defined]


class MeasureForm(AccessibleForm):
    """A measure that a ruling calls for."""

    kind = forms.ChoiceField(label=_("What has to change"), choices=MeasureKind.choices)
    due_on = CourtDateField(
        label=_("By which day"),
        help_text=_("Leave empty for the six months of the law, counted from publication."),
        required=False,
    )
    answerable = forms.ModelChoiceField(
        Institution.objects.order_by("pk"),
        label=_("Body that answers for it, where it has an account here"),
        help_text=_("Its people are reminded, report and ask here. Else name it in words below."),
        required=False,
        to_field_name="public_id",
    )

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for language in LANGUAGES:
            words = {"language": LANGUAGE_LABELS[language]}
            self.fields[f"what_{language}"] = forms.CharField(
                label=_("What must be changed, %(language)s") % words,
                widget=forms.Textarea(attrs={"rows": 2, "lang": language, "autocomplete": "off"}),
            )
            self.fields[f"who_{language}"] = forms.CharField(
                label=_("Who answers for it, %(language)s") % words, required=False, max_length=255
            )

    def by_language(self, part: str) -> dict[str, str]:
        """Return `what` or `who` by language."""
        return {language: self.cleaned_data[f"{part}_{language}"] for language in LANGUAGES}
