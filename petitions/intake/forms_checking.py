"""What the check of a petition notes: what was found on a point, and what is decided about two that resemble each other."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from petitions.filing.fields import TextField
from petitions.intake.points import Point
from petitions.models import Finding, LinkKind


class PointForm(AccessibleForm):
    """Met, not met or unclear, with a note; `version` is that of the note which was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    finding = forms.ChoiceField(label=_("What did you find?"), choices=Finding.choices, widget=forms.RadioSelect)
    note = TextField(label=_("Note for colleagues"), rows=3, max_length=4000, required=False)


def form_for(point: Point) -> PointForm:
    """Return the form of a point, filled with what was found so far."""
    initial = {"version": point.version, "note": point.note, "finding": point.row.finding if point.row else None}
    return PointForm(prefix=point.asked.code, initial=initial)


class LinkForm(AccessibleForm):
    """What is decided about two petitions that resemble each other, and why."""

    kind = forms.ChoiceField(label=_("What do you decide?"), choices=LinkKind.choices, widget=forms.RadioSelect)
    reason = TextField(label=_("Why"), rows=3, max_length=2000, help_text=_("For colleagues; it stands on both pages."))
