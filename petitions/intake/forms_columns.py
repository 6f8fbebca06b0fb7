"""Which columns of a list somebody sees, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from courtcase.frame.forms import AccessibleForm
from petitions.intake.columns import Column


class ColumnsForm(AccessibleForm):
    """The place of each column of a list; one without a place is not shown. The number of a petition always comes first."""

    def __init__(self, *arguments: Any, offered: Sequence[Column], chosen: Sequence[Column], **keywords: Any) -> None:
        places = {column.name: place for place, column in enumerate(chosen)}
        super().__init__(*arguments, initial=places, **keywords)
        _number, *others = offered
        for column in [*chosen[1:], *(one for one in others if one.name not in places)]:
            self.fields[column.name] = forms.IntegerField(
                label=str(column.label),
                required=False,
                min_value=1,
                max_value=len(others),
                widget=forms.NumberInput(attrs={"class": "short", "autocomplete": "off"}),
            )

    def names(self) -> list[str]:
        """Return the names of the columns that have a place, in the order of their places."""
        placed = [(place, name) for name, place in self.cleaned_data.items() if place]
        return [name for _place, name in sorted(placed, key=lambda one: one[0])]
