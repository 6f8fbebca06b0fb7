"""Forms of accounts. They check the shape of what was typed; the operations check the rest."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.forms import LoginForm, ResetPasswordForm, SignupForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courtcase.frame.quiet_check import QuietCheck
from courtcase.operations import OperationError
from courtcase.people.models import Account, ApiScope, Institution, Team
from courtcase.people.operations.accounts import checked_name
from courtcase.people.queries import judges_at
from courtcase.people.roles import Role

OFFICER_EMAIL = {
    "required": _("Write the officer's e-mail."),
    "invalid": _("Write an e-mail like name@example.kz."),
}
EMAIL_MISSING = {"required": _("Write your e-mail."), "invalid": _("Write an e-mail like name@example.kz.")}


def dress_email(field: forms.Field, autocomplete: str = "email") -> None:
    """Give an e-mail field our label, hint, errors, and no placeholder: it would pass for an answer."""
    field.label = _("E-mail")
    field.error_messages.update(EMAIL_MISSING)
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update({"autocomplete": autocomplete, "spellcheck": "false", "autocapitalize": "none"})


def dress_password(field: forms.Field, autocomplete: str) -> None:
    """Give a password field our label and errors and the word that lets a password manager fill it."""
    field.label = _("Password")
    field.error_messages["required"] = _("Write the password.")
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["autocomplete"] = autocomplete


class SignInForm(LoginForm):
    """E-mail and password."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        dress_email(self.fields["login"], "username")
        dress_password(self.fields["password"], "current-password")
        self.fields["password"].help_text = ""


class SignUpForm(QuietCheck, SignupForm):
    """Name, e-mail, password and the language the Court should write in."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        help_text=_("As in your identity document."),
        error_messages={"required": _("Write your full name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    field_order = ["full_name", "email", "password1", "language"]

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        dress_email(self.fields["email"])
        dress_password(self.fields["password1"], "new-password")
        self.fields["password1"].help_text = _("At least 12 characters. Several words you can remember are good.")
        self.fields["language"].initial = get_language()

    def clean_full_name(self) -> str:
        """Return the name as it will be kept."""
        try:
            return checked_name(self.cleaned_data["full_name"])
        except OperationError as error:
            raise ValidationError(str(error.message)) from error

    def clean(self) -> dict[str, Any]:
        """Judge the password by the name too, which django-allauth does not know of when it judges it."""
        cleaned: dict[str, Any] = super().clean() or {}
        password, name = cleaned.get("password1"), cleaned.get("full_name")
        if password and name and "password1" not in self.errors:
            try:
                validate_password(password, Account(full_name=name, email=cleaned.get("email")))
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned


class RecoverForm(QuietCheck, ResetPasswordForm):
    """The e-mail to which a code for a new password goes."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        dress_email(self.fields["email"])


class DetailsForm(forms.Form):
    """Name and telephone of one's own account."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        error_messages={"required": _("Write your full name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        help_text=_("For short messages about your petitions, for example +7 701 123 45 67. May be empty."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )


class LanguageForm(forms.Form):
    """The language the Court writes in."""

    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class ShortcutsForm(forms.Form):
    """Whether single keys do things on the clerk's desk."""

    enabled = forms.BooleanField(label=_("Use keyboard shortcuts at the desk"), required=False)


class OfficerForm(forms.Form):
    """The e-mail of somebody who is offered to act for an institution."""

    email = forms.EmailField(label=_("E-mail"), error_messages=OFFICER_EMAIL)


class ProgramForm(forms.Form):
    """A program that is let in: its name, and what it may do."""

    name = forms.CharField(
        label=_("Name of the program"),
        max_length=200,
        help_text=_("So that people know it in the register: for example, the name of your document system."),
        error_messages={"required": _("Write the name of the program.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=ApiScope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the program may do.")},
    )


class JudgeChoiceField(forms.ModelChoiceField):
    """A judge, shown by name."""

    def label_from_instance(self, obj: Account) -> str:
        """Return the judge's name."""
        return obj.full_name


class GrantForm(forms.Form):
    """A role for an account."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    institution = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Institution.objects.order_by("pk"),
        required=False,
        help_text=_("Only for officers and heads of institutions and for machine clients."),
    )
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.order_by("pk"), required=False)
    judge = JudgeChoiceField(
        label=_("Judge"),
        queryset=Account.objects.none(),
        required=False,
        help_text=_("Only for a judge's assistant: whose petitions and cases the assistant reads."),
    )
    valid_from = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: until revoked."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("Order or reason"), max_length=300, help_text=pgettext_lazy("grant", "Without personal data.")
    )

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        judge = cast(JudgeChoiceField, self.fields["judge"])
        judge.queryset = judges_at(timezone.now())


class NameAccountForm(forms.Form):
    """Somebody who will work at the Court and has no account yet."""

    email = forms.EmailField(label=_("E-mail"), error_messages=EMAIL_MISSING)
    full_name = forms.CharField(
        label=_("Full name"), max_length=200, error_messages={"required": _("Write the full name.")}
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class ReasonForm(forms.Form):
    """Why a role is taken away or an account closed."""

    reason = forms.CharField(label=_("Order or reason"), max_length=300)


class AccountSearchForm(forms.Form):
    """Words to find accounts by."""

    words = forms.CharField(label=_("Name or e-mail"), max_length=200, required=False)
