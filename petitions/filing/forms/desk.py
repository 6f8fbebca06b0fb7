"""A representative's desk: a client, a paper that proves authority, and for whom a petition is begun."""

from __future__ import annotations

import secrets
from copy import deepcopy
from datetime import date
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.law.time import court_day
from petitions.content import Person, Representative
from petitions.filing.desk import People
from petitions.filing.fields import DayField
from petitions.filing.forms.person import AnotherPersonForm, RepresentativeForm

OF_REPRESENTATIVE = "my_"


class ClientForm(AnotherPersonForm):
    """Who is represented, and the representative as petitions shall name them."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["full_name"].required = True
        for name, field in RepresentativeForm.base_fields.items():
            if name == "version":
                continue
            # A copy: what is said of it here is said on this page alone.
            self.fields[OF_REPRESENTATIVE + name] = field = deepcopy(field)
            field.widget.attrs.setdefault("autocomplete", "off")
        self.fields["my_full_name"].label = _("Your own full name")
        self.fields["my_iin"].label = _("Your own IIN")
        self.fields["my_residence"].label = _("Your own address")
        self.fields["my_phone"].label = _("Your own telephone")
        self.fields["my_email"].label = _("Your own e-mail")
        self.fields["my_proof"].help_text = _(
            "Name, number and date of the paper for this client. You keep the paper itself on the client's page."
        )

    @property
    def of_client(self) -> list[BoundField]:
        """Return the fields that speak of the client."""
        return [one for one in self.visible_fields() if not one.name.startswith(OF_REPRESENTATIVE)]

    @property
    def of_representative(self) -> list[BoundField]:
        """Return the fields that speak of whoever represents."""
        return [one for one in self.visible_fields() if one.name.startswith(OF_REPRESENTATIVE)]

    def people(self) -> People:
        """Return both as the form says."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        mine = {
            name.removeprefix(OF_REPRESENTATIVE): value
            for name, value in values.items()
            if name.startswith(OF_REPRESENTATIVE)
        }
        theirs = {name: value for name, value in values.items() if not name.startswith(OF_REPRESENTATIVE)}
        return {"person": cast(Person, theirs), "representative": cast(Representative, mine)}

    @classmethod
    def values_for_another(cls, people: People) -> dict[str, Any]:
        """Return the first values for another client: the representative's own data, not the paper, which names one client."""
        values = cls.values_of({"person": {}, "representative": people["representative"]})
        return {name: value for name, value in values.items() if name != OF_REPRESENTATIVE + "proof"}

    @staticmethod
    def values_of(people: People) -> dict[str, Any]:
        """Return the first values of the form."""
        mine = {OF_REPRESENTATIVE + name: value for name, value in people["representative"].items()}
        return {**people["person"], **mine}


class ProofForm(AccessibleForm):
    """A paper that proves authority."""

    attachment = forms.FileField(
        label=_("The paper that proves your authority"),
        allow_empty_file=True,
        help_text=_(
            "PDF, JPEG, PNG or DOCX, at most 20 MB. It is laid with every petition of this client while it holds."
        ),
    )
    valid_until = DayField(
        label=_("Until when does it hold?"), required=False, help_text=_("Empty where it has no last day.")
    )

    def clean_valid_until(self) -> date | None:
        """Refuse a paper that no longer holds."""
        day: date | None = self.cleaned_data.get("valid_until")
        if day is not None and day < court_day(timezone.now()):
            raise forms.ValidationError(_("This paper no longer holds. Choose one that does."))
        return day


class OnceForm(AccessibleForm):
    """A form that carries a token of its own: however often it is sent, it begins one draft."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["once"].initial = secrets.token_hex(16)


class LanguageForm(OnceForm):
    """In which language a client's petition is written."""

    language = forms.ChoiceField(
        label=_("In which language do you write?"),
        choices=[("kk", "Қазақша"), ("ru", "Русский")],
        widget=forms.RadioSelect,
    )


class CopyForm(OnceForm):
    """For whom the legal part of a petition is used again."""

    client = forms.ChoiceField(label=_("For whom?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, clients: list[tuple[str, str]], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["client"].choices = [("", _("Somebody new")), *clients]  # type: ignore[attr-defined]
