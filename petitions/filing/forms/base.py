"""What every page of the guided form is."""

from __future__ import annotations

from typing import Any

from django import forms

from courtcase.frame.forms import AccessibleForm
from petitions.content import PetitionContent


class StepForm(AccessibleForm):
    """A page of the guided form. Nothing is required to save and go on: what is missing is said at the end."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def part(self) -> PetitionContent:
        """Return what this page says, as the part of the petition's words it stands for."""
        raise AssertionError("every page says which part it writes")

    @property
    def stays(self) -> bool:
        """Say whether, once it is saved, the page is shown again and not the next one."""
        return False

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return the page's first values, read from the petition's words."""
        return dict(content)
