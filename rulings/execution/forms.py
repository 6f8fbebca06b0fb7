"""What the execution officer fills in, and what the people of the bodies do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm, CourtDateField
from courtcase.law.models import Act
from courtcase.people.models import Institution
from petitions.filing.fields import TextField
from petitions.filing.forms.papers import ACCEPTED
from rulings.drafting.forms import LANGUAGE_LABELS, VersionForm
from rulings.models import AskingKind, MeasureStep, Stage
from rulings.models.kinds import LANGUAGES


class StepForm(VersionForm):
    """How far a measure has come, on whose word, since when."""

    stage = forms.ChoiceField(label=_("How far it has come"), choices=Stage.choices)
    day = CourtDateField(label=_("Since which day"), required=False)
    source = forms.CharField(label=_("Letter or publication it rests on"), max_length=300, required=False)

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for language in LANGUAGES:
            self.fields[f"note_{language}"] = forms.CharField(
                label=_("What happened, %(language)s") % {"language": LANGUAGE_LABELS[language]},
                max_length=500,
                required=False,
            )

    def note(self) -> dict[str, str]:
        """Return what happened, by language."""
        return {language: self.cleaned_data[f"note_{language}"] for language in LANGUAGES}


class ActField(forms.ModelChoiceField):
    """An act of the list of law, by its name in the page's language."""

    def label_from_instance(self, obj: Act) -> str:
        """Return how the act is called."""
        return obj.named(get_language() or "kk")


class ConfirmForm(StepForm):
    """The same, confirmed for the Court, with the act that did it."""

    resulting_act = ActField(Act.objects.order_by("code"), label=_("The act that did it"), required=False)
    resulting_words = forms.CharField(
        label=_("The act and its provision in words"),
        help_text=_("Where the act is not in the list, or to say which provision."),
        max_length=300,
        required=False,
    )


class BodyStepForm(StepForm):
    """How far a measure has come, told by the body that carries it out, with the letter or act that shows it."""

    attachment = forms.FileField(
        label=_("Letter or act, if any"),
        help_text=_("PDF, picture or DOCX. Read by the Court and your body only."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        required=False,
    )

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["stage"].choices = [choice for choice in Stage.choices if choice[0] != Stage.UNKNOWN]  # type: ignore[attr-defined]
        self.fields["source"].label = _("Name of the letter, bill or act, if any")


class AskForm(AccessibleForm):
    """What a body asks of the Court about a measure."""

    kind = forms.ChoiceField(label=_("You ask for"), choices=AskingKind.choices, widget=forms.RadioSelect)
    words = TextField(
        label=_("The question or the reason"),
        help_text=_("Read by the Court and your body only."),
        rows=5,
        max_length=2000,
    )
    until = CourtDateField(label=_("Later day"), help_text=_("Only where a later day is asked for."), required=False)
    to = forms.ModelChoiceField(
        Institution.objects.order_by("pk"),
        label=_("The other body"),
        help_text=_("Only where the measure is to be handed on."),
        required=False,
        to_field_name="public_id",
    )

    def __init__(self, *arguments: Any, answers: bool, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        if not answers:
            self.fields["kind"].choices = [(AskingKind.QUESTION.value, AskingKind.QUESTION.label)]  # type: ignore[attr-defined]
            del self.fields["until"], self.fields["to"]


class AnswerAskingForm(AccessibleForm):
    """The Court's answer to what a body asked."""

    granted = forms.TypedChoiceField(
        label=_("Is it granted?"),
        choices=[("yes", _("the request is granted")), ("no", _("the request is not granted"))],
        coerce=lambda word: word == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    words = TextField(label=_("Words of the answer"), rows=4, max_length=2000, required=False)

    def __init__(self, *arguments: Any, is_question: bool, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        if is_question:
            del self.fields["granted"]

    def answer(self) -> dict[str, Any]:
        """Return what the operation is called with."""
        return {"granted": self.cleaned_data.get("granted"), "words": self.cleaned_data["words"]}


class BodyForm(AccessibleForm):
    """A body that carries a measure out: it answers for it, or does a part."""

    institution = forms.ModelChoiceField(Institution.objects.order_by("pk"), label=_("Body"), to_field_name="public_id")
    what = forms.ChoiceField(
        label=_("What it does"),
        choices=[("part", _("does a part of it")), ("answers", _("answers for it, in the place of whoever does now"))],
        initial="part",
        widget=forms.RadioSelect,
    )


class WithdrawForm(AccessibleForm):
    """Why nobody shall be shown the words of an entry any more."""

    reason = forms.CharField(
        label=_("Why"), help_text=_("Everyone will read it beside the day. Name nobody."), max_length=300
    )
    with_act = forms.BooleanField(
        label=_("Withdraw also the words that name the act and its provision"),
        help_text=_(
            "The link to an act of the list stays. To put other words in their place, confirm the measure again."
        ),
        required=False,
    )

    def __init__(self, *arguments: Any, step: MeasureStep, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        if not step.measure.resulting_words:
            del self.fields["with_act"]


class NarrowForm(forms.Form):
    """What the list of measures is narrowed by; a word that is not offered narrows nothing."""

    body = forms.ChoiceField(label=_("Answers"), required=False)
    year = forms.ChoiceField(label=_("Rulings of"), required=False)
    stage = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *arguments: Any, bodies: list[Institution], years: list[int], **keywords: Any) -> None:
        super().__init__(*arguments, **({"label_suffix": ""} | keywords))
        named = [(str(one.public_id), one.name) for one in bodies]
        self.fields["body"].choices = [("", _("any body")), *named]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", _("any year")), *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]
        self.full_clean()
        for name in ("body", "year"):
            self.errors.pop(name, None)

    def kept(self) -> dict[str, str]:
        """Return what the list is narrowed by, as words of an address."""
        return {name: word for name in ("body", "year") if (word := self.cleaned_data.get(name))}
