"""The pages of the guided form in their order."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petitions.filing import forms


@dataclass(frozen=True)
class Step:
    """One page: its word in the address, its question, why it is asked, and its form (None: a page of its own)."""

    name: str
    title: Promise | str
    why: Promise | str
    form: type[forms.StepForm] | None


STEPS: tuple[Step, ...] = (
    Step("you", _("Who are you?"), _("The law asks for it, and the Court answers you there."), forms.PersonForm),
    Step(
        "norm",
        _("Which provision do you attack?"),
        _("The Court examines laws, not judgments. It needs the exact article, paragraph and sub-paragraph."),
        forms.NormForm,
    ),
    Step(
        "case",
        _("Your case"),
        _("You may petition when a court applied the provision in your own case and its decision is in force."),
        forms.CaseForm,
    ),
    Step(
        "rights",
        _("Your rights"),
        _("The Court compares the provision with the Constitution."),
        forms.RightsForm,
    ),
    Step(
        "situation",
        _("What happened"),
        _("The Court must see that the provision touched you yourself."),
        forms.SituationForm,
    ),
    Step(
        "reasoning",
        _("Why the provision is unjust"),
        _("Most petitions are returned because they speak of the judgment and not of the rule."),
        forms.ReasoningForm,
    ),
    Step("request", _("What you ask"), _("One sentence is enough."), forms.RequestForm),
    Step(
        "attachments",
        _("Attachments"),
        _("The judicial act that applied the provision belongs to the petition."),
        None,
    ),
    Step("check", _("Check what you wrote"), _("You can still change everything."), None),
)
NAMES = tuple(step.name for step in STEPS)


def step_named(name: str) -> Step:
    """Return the page called `name`; raises KeyError where there is none."""
    return STEPS[position_of(name)]


def position_of(name: str) -> int:
    """Return the place of the page in the order, from zero; raises KeyError where there is none."""
    try:
        return NAMES.index(name)
    except ValueError:
        raise KeyError(name) from None


def after(name: str) -> str:
    """Return the page that follows `name`; the last one is followed by itself."""
    return NAMES[min(position_of(name) + 1, len(NAMES) - 1)]


def before(name: str) -> str | None:
    """Return the page before `name`, None at the first."""
    position = position_of(name)
    return NAMES[position - 1] if position else None
