"""Forms of the room of keeping."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm, CourtDateField
from courtcase.law.models import KeepingTerm, KeepingUnit
from petitions.filing.fields import TextField
from petitions.keeping.periods import Period, least
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


class BlockForm(AccessibleForm):
    """In which petition personal data is blocked, and by which request."""

    number = TextField(
        label=_("Register number of the petition"),
        max_length=40,
        error_messages={"required": _("Write the register number of the petition.")},
    )
    request = TextField(
        label=_("Number of the request"),
        help_text=_("A request to block, as the list of requests shows it."),
        max_length=40,
        error_messages={"required": _("Write the number of the request.")},
    )


class MeansShorterForm(AccessibleForm):
    """That a period shorter than the one in force is meant; each of the two persons says so."""

    means_shorter = forms.BooleanField(
        label=_("I mean the shorter period: what reaches its end by it can be destroyed"), required=False
    )


class PeriodForm(MeansShorterForm):
    """How long a kind of personal data is kept from some day on, and by which order.

    `seen` is what the page last showed the reach of: only that is proposed.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    how = forms.ChoiceField(
        label=_("How long"),
        choices=[("amount", _("For a period")), ("for_ever", _("For ever"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long."), "invalid_choice": _("Choose how long.")},
    )
    amount = forms.IntegerField(
        label=_("How many"),
        help_text=_("Leave empty for “for ever”."),
        required=False,
        min_value=1,
        max_value=1000,
        error_messages={
            "invalid": _("Write a whole number."),
            "min_value": _("Write a number from 1 to 1000."),
            "max_value": _("Write a number from 1 to 1000."),
        },
    )
    unit = forms.ChoiceField(
        label=_("Unit of the period"),
        choices=KeepingUnit.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a unit."), "invalid_choice": _("Choose a unit.")},
    )
    applies_from = CourtDateField(
        label=_("From which day"), error_messages={"required": _("Write the day from which it applies.")}
    )
    order = TextField(
        label=_("By which order"),
        help_text=_("Name the order that sets the period, and no person. At most 100 characters."),
        max_length=100,
        error_messages={"required": _("Write the order that sets the period.")},
    )

    field_order = ("seen", "how", "amount", "unit", "applies_from", "order", "means_shorter")

    def __init__(self, *arguments: Any, rule: KeepingTerm, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        if rule.code in least():
            units = [one for one in KeepingUnit.choices if one[0] != KeepingUnit.HOUR]
            self.fields["unit"].choices = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a number where a period is chosen, and for none where there is no end."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("how") == "amount" and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Write a number from 1 to 1000."))
        if cleaned.get("how") == "for_ever" and cleaned.get("amount") is not None:
            self.add_error("amount", _("Leave the number empty where there is no end, or choose “For a period”."))
        return cleaned

    @property
    def shown(self) -> str:
        """Return what a valid form proposes, as `seen` names it."""
        told = self.cleaned_data
        return f"{told['how']} {told['amount']} {told['unit']} {told['applies_from'].isoformat()}"

    @property
    def is_seen(self) -> bool:
        """Say whether the reach of what a valid form proposes was shown before."""
        return bool(self.cleaned_data["seen"] == self.shown)

    def note_seen(self, shown: str) -> None:
        """Have the page carry what it shows the reach of, nothing where it shows none; a tick for another is not kept."""
        renewed = QueryDict(mutable=True)
        renewed.update({name: self.data.get(name, "") for name in self.fields if name != "means_shorter"})
        renewed["seen"] = shown
        self.data = renewed

    @property
    def period(self) -> Period:
        """Return the period a valid form says."""
        told = self.cleaned_data
        if told["how"] == "for_ever":
            return Period(None, told["unit"], for_ever=True)
        return Period(told["amount"], told["unit"], for_ever=False)


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
    number = TextField(
        label=_("Register number of the petition, if the paper names one"),
        help_text=_("While the request waits nothing of that petition is destroyed."),
        max_length=40,
        required=False,
    )
    field_order = ("name", "lines", "language", "received_on", "number", "kind", "words")

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        kind, words = self.fields["kind"], self.fields["words"]
        kind.label, kind.choices = _("What is asked"), list(ASKED.items())  # type: ignore[attr-defined]
        words.label, words.help_text = _("In the person's own words"), _("As the paper has it.")
        choose = _("Choose what the person asks.")
        kind.error_messages |= {"required": choose, "invalid_choice": choose}
        words.error_messages |= {"required": _("Write what the paper asks, in the person's own words.")}


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
