"""Forms of the room of keeping."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm, CourtDateField
from petitions.filing.fields import TextField
from petitions.keeping.wording import ASKED
from petitions.models import RequestKind, RequestOutcome


class ReasonForm(AccessibleForm):
    """Why something is done; it outlives the person's data and names nobody."""

    reason = TextField(
        label=_("Order or reason"),
        help_text=_("Name the order or the proceedings, and no person. At most 300 characters."),
        max_length=300,
        error_messages={"required": _("Write the order or reason, at most 300 characters.")},
    )


class HoldForm(ReasonForm):
    """Of what nothing may be erased, and why."""

    number = TextField(
        label=_("Register number of the petition"),
        max_length=40,
        error_messages={"required": _("Write the register number of the petition.")},
    )
    field_order = ("number", "reason")


class KindForm(AccessibleForm):
    """Which kind a list is proposed of."""

    kind = forms.ChoiceField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, kinds: list[str], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["kind"].choices = [(one, one) for one in kinds]  # type: ignore[attr-defined]


class AskForm(AccessibleForm):
    """What somebody asks about the personal data held of them."""

    kind = forms.ChoiceField(
        label=_("What do you ask?"),
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you ask."), "invalid_choice": _("Choose what you ask.")},
    )
    words = TextField(
        label=_("In your own words"),
        help_text=_("Which data, and what is wrong with it, if anything is."),
        rows=6,
        max_length=5000,
        error_messages={"required": _("Write what you ask, in your own words.")},
    )


class PaperRequestForm(AskForm):
    """The same from a paper, with who asked, where the answer goes, and when it came."""

    name = TextField(
        label=_("Who asks"), max_length=200, error_messages={"required": _("Write the name as it stands on the paper.")}
    )
    lines = TextField(
        label=_("Where the answer goes by post"),
        rows=3,
        max_length=500,
        error_messages={"required": _("Write the postal address, line by line.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the answer"),
        choices=[("kk", _("Kazakh")), ("ru", _("Russian"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language."), "invalid_choice": _("Choose the language.")},
    )
    received_on = CourtDateField(
        label=_("Day it came"), error_messages={"required": _("Write the day on which the paper came.")}
    )
    field_order = ("name", "lines", "language", "received_on", "kind", "words")

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        kind, words = self.fields["kind"], self.fields["words"]
        kind.label, kind.choices = _("What is asked"), list(ASKED.items())  # type: ignore[attr-defined]
        words.label, words.help_text = _("In the person's own words"), _("As the paper has it.")


class AnswerForm(AccessibleForm):
    """How a request is answered."""

    outcome = forms.ChoiceField(
        label=_("What was done"),
        choices=RequestOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was done."), "invalid_choice": _("Choose what was done.")},
    )
    answer = TextField(
        label=_("Answer to the person"),
        help_text=_(
            "What was done, and where something was not: why, by which article, and where that can be disputed."
        ),
        rows=8,
        max_length=5000,
        error_messages={"required": _("Write the answer.")},
    )
