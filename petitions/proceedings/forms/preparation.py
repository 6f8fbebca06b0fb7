"""What is filled in while a case is prepared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.people.models import Institution
from petitions.filing.fields import DayField, TextField
from petitions.filing.forms.papers import ACCEPTED
from petitions.intake.forms import AccountField
from petitions.models import Capacity

LANGUAGES = (("kk", _("Kazakh")), ("ru", _("Russian")))


class SureForm(AccessibleForm):
    """Nothing but the button."""


class RequestForm(AccessibleForm):
    """A request for information or an opinion to a body."""

    body = TextField(label=_("Name of the body"), max_length=300)
    institution = forms.ModelChoiceField(
        Institution.objects.order_by("pk"),
        label=_("Account of the body here"),
        required=False,
        help_text=_("Where it has one it is told by it, and no address is needed."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    lines = TextField(label=_("Postal address"), rows=3, max_length=500, required=False)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=LANGUAGES, widget=forms.RadioSelect)
    question = TextField(label=_("What the body is asked"), rows=8, max_length=20_000)
    due = DayField(label=_("Answer by"), required=False, help_text=_("Empty: the term of the law, counted from today."))

    def asked(self) -> dict[str, Any]:
        """Return what the operation is called with."""
        return {name: self.cleaned_data[name] for name in self.fields}


class AnswerForm(AccessibleForm):
    """The answer of a body."""

    attachment = forms.FileField(
        label=_("The answer"),
        help_text=_("PDF, picture or DOCX."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    day = DayField(label=_("Day it came"))


class PlanForm(AccessibleForm):
    """A step of the plan of preparation."""

    what = TextField(label=_("What is to be done"), rows=3, max_length=1000)
    due = DayField(label=_("By which day"))

    def __init__(self, *arguments: Any, people: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["who"] = AccountField(label=_("Who does it"), queryset=people)
        self.order_fields(["what", "who", "due"])


class AdmitForm(AccessibleForm):
    """Somebody with an account who takes part in a case."""

    email = forms.EmailField(label=_("E-mail of the account"))
    capacity = forms.ChoiceField(label=_("Takes part as"), choices=Capacity.choices, widget=forms.RadioSelect)
    ends_on = DayField(
        label=_("Authority ends on"), required=False, help_text=_("Empty: until it is ended here, or with the case.")
    )
    reason = TextField(
        label=_("Reason"), max_length=300, help_text=_("The order or the power of attorney; name no person.")
    )


class EndForm(AccessibleForm):
    """Why somebody takes part no longer."""

    reason = TextField(label=_("Reason"), max_length=300, help_text=_("The order or the notice; name no person."))
