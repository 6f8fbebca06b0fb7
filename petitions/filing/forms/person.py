"""Who petitions."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from petitions.content import PetitionContent
from petitions.filing.fields import IINField, NameField, PhoneField, TextField
from petitions.filing.forms.base import StepForm
from petitions.filing.of_another import speak_of_another
from petitions.regions import REGIONS
from petitions.writers import KINDS, REPRESENTING, Writer


class StartForm(AccessibleForm):
    """Who petitions, and in which language."""

    language = forms.ChoiceField(
        label=_("In which language do you write?"),
        choices=[("kk", "Қазақша"), ("ru", "Русский")],
        widget=forms.RadioSelect,
        help_text=_("The Court works in Kazakh and Russian and answers in the language of the petition."),
    )

    def __init__(self, *arguments: Any, kinds: list[tuple[str, str]], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["petitioner_kind"] = forms.ChoiceField(
            label=_("Who petitions?"), choices=kinds, widget=forms.RadioSelect, initial=kinds[0][0] if kinds else None
        )
        self.order_fields(["petitioner_kind", "language"])


def writers() -> list[tuple[str, str]]:
    """Return who may write, each representative with the proof the law asks (art. 44(4)), before anything else is asked."""
    said = str(_("%(who)s. You will attach: %(proof)s"))
    return [
        (
            one.value,
            said % {"who": one.label, "proof": KINDS[one.value].proof} if one in REPRESENTING else str(one.label),
        )
        for one in Writer
    ]


class WriterForm(StepForm):
    """Who writes the petition: whoever petitions, somebody who helps, or a representative."""

    writer = forms.ChoiceField(
        label=_("Choose what fits"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Whoever writes for another without being a representative, such as a prisoner's mother, has no rights in "
            "the case: the other person signs and gets the Court's letters."
        ),
    )

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["writer"].choices = writers()  # type: ignore[attr-defined]

    def part(self) -> PetitionContent:
        """Return who writes."""
        return {"writer": self.cleaned_data.get("writer", "")}


class PersonForm(StepForm):
    """Who the petitioner is (art. 44)."""

    full_name = NameField(
        label=_("Full name"), max_length=200, required=False, help_text=_("As in your identity card.")
    )
    iin = IINField(
        label=_("IIN"),
        required=False,
        help_text=_(
            "12 digits, on your identity card. The law asks for it; only the Court sees it. Without it you can sign on "
            "paper alone: an electronic signature is known as yours by the IIN in its certificate."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    residence = TextField(
        label=_("Where you live"), rows=3, max_length=500, required=False, help_text=_("Letters on paper go there.")
    )
    region = forms.ChoiceField(label=_("Region"), choices=[("", "—"), *REGIONS], required=False)
    phone = PhoneField(
        label=_("Telephone"), required=False, help_text=_("If you have one. We write you a text message at each stage.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254, help_text=_("If you have one."))

    AUTOCOMPLETE: ClassVar[dict[str, str]] = {
        "full_name": "name",
        "residence": "street-address",
        "phone": "tel",
        "email": "email",
    }

    def part(self) -> PetitionContent:
        """Return the petitioner."""
        names = ("full_name", "iin", "residence", "region", "phone", "email")
        return {"petitioner": {name: self.cleaned_data.get(name, "") for name in names}}  # type: ignore[typeddict-item]

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return the petitioner as written."""
        return dict(content.get("petitioner", {}))


class AnotherPersonForm(PersonForm):
    """Who petitions, where somebody else writes it down: a client, or one more petitioner."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        speak_of_another(self, "you")


class RepresentativeForm(StepForm):
    """A representative of whoever petitions (art. 44(4))."""

    kind = forms.ChoiceField(
        label=_("In which capacity?"), required=False, choices=[(kind.code, kind.label) for kind in KINDS.values()]
    )
    full_name = NameField(
        label=_("Full name"), max_length=200, required=False, help_text=_("As in your identity card.")
    )
    iin = IINField(
        label=_("IIN"), required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )
    residence = TextField(label=_("Address"), rows=3, max_length=500, required=False)
    phone = PhoneField(label=_("Telephone"), required=False, help_text=_("If you have one."))
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254, help_text=_("If you have one."))
    proof = TextField(
        label=_("Proof of authority"),
        max_length=300,
        required=False,
        help_text=_("Name, number and date of the paper. Attach the paper itself on the page of attachments."),
    )


class InstitutionForm(StepForm):
    """The institution that petitions, and who answers for it."""

    full_name = TextField(label=_("Name of the institution"), max_length=200, required=False)
    residence = TextField(label=_("Address"), rows=3, max_length=500, required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)

    def part(self) -> PetitionContent:
        """Return the institution as the petitioner."""
        names = ("full_name", "residence", "phone", "email")
        return {"petitioner": {name: self.cleaned_data.get(name, "") for name in names}}  # type: ignore[typeddict-item]

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return the institution as written."""
        return dict(content.get("petitioner", {}))
