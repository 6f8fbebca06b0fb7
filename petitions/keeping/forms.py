"""Forms of the room of keeping."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from petitions.filing.fields import TextField


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
