"""The pages of the guided form in their order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petitions.filing.forms.base import StepForm
from petitions.filing.forms.case import CaseForm
from petitions.filing.forms.norm import NormForm, RightsForm
from petitions.filing.forms.person import PersonForm, WriterForm
from petitions.filing.forms.reasoning import ReasoningForm
from petitions.filing.forms.words import RequestForm, SituationForm
from petitions.filing.of_another import PAGES
from petitions.writers import REPRESENTING


@dataclass(frozen=True)
class Step:
    """One page: its word in the address, its question, why it is asked, and its form (None: a page of its own)."""

    name: str
    title: Promise | str
    why: Promise | str
    form: type[StepForm] | None


STEPS: tuple[Step, ...] = (
    Step(
        "who",
        _("Who is writing?"),
        _("The law lets only some people act for another. What proves it is said here, before you begin."),
        WriterForm,
    ),
    Step("you", _("Who are you?"), _("The law asks for it, and the Court answers you there."), PersonForm),
    Step(
        "norm",
        _("Which provision do you attack?"),
        _("The Court examines laws, not judgments. It needs the exact article, paragraph and sub-paragraph."),
        NormForm,
    ),
    Step(
        "case",
        _("Your case"),
        _("You may petition when a court applied the provision in your own case and its decision is in force."),
        CaseForm,
    ),
    Step(
        "rights",
        _("Your rights"),
        _("The Court compares the provision with the Constitution."),
        RightsForm,
    ),
    Step(
        "situation",
        _("What happened"),
        _("The Court must see that the provision touched you yourself."),
        SituationForm,
    ),
    Step(
        "reasoning",
        _("Why the provision is unjust"),
        _("Most petitions are returned because they speak of the judgment and not of the rule."),
        ReasoningForm,
    ),
    Step("request", _("What you ask"), _("One sentence is enough."), RequestForm),
    Step(
        "attachments",
        _("Attachments"),
        _("The judicial act that applied the provision belongs to the petition."),
        None,
    ),
    Step("check", _("Check what you wrote"), _("You can still change everything."), None),
)
# The page of whoever petitions, where somebody else writes.
OF_ANOTHER: dict[str, Step] = {
    "helper": Step(
        "you",
        _("Who petitions?"),
        _("Write about the person who will sign, not about yourself. The Court's letters go to that person."),
        PersonForm,
    ),
    **{
        str(writer): Step(
            "you", _("Who petitions?"), _("Write about the person you represent, not about yourself."), PersonForm
        )
        for writer in REPRESENTING
    },
}
REPRESENTATIVES = Step(
    "representatives",
    _("Who represents?"),
    _("The law lets at most two people represent a petitioner, and asks each to prove it."),
    None,
)
OTHERS = Step(
    "others",
    _("Does anybody petition with you?"),
    _("Each petitioner signs, and the Court writes to each. One can withdraw later, and the others go on."),
    None,
)
# What only somebody with a case of their own is asked (art. 45).
OF_THE_OWN_CASE = frozenset({"case"})


@dataclass(frozen=True)
class Way:
    """The pages one petition leads through, in their order."""

    steps: tuple[Step, ...]

    def named(self, name: str) -> Step:
        """Return the page called `name`; raises KeyError where this way has none."""
        return self.steps[self.position(name)]

    def position(self, name: str) -> int:
        """Return the place of the page in the order, from zero; raises KeyError where this way has none."""
        for position, step in enumerate(self.steps):
            if step.name == name:
                return position
        raise KeyError(name)

    def after(self, name: str) -> str:
        """Return the page that follows `name`; the last one is followed by itself."""
        return self.steps[min(self.position(name) + 1, len(self.steps) - 1)].name

    def before(self, name: str) -> str | None:
        """Return the page before `name`, None at the first."""
        position = self.position(name)
        return self.steps[position - 1].name if position else None

    def frame(self, name: str) -> dict[str, object]:
        """Return what the frame of a page shows: the page, how far it is, and the way back."""
        return {
            "page": self.named(name),
            "position": self.position(name) + 1,
            "before": self.before(name),
            "steps": self.steps,
            "asks_case": any(step.name == "case" for step in self.steps),
        }


def way_of(*, own_case: bool, writer: str = "") -> Way:
    """Return the pages for a citizen, with or without the questions about an own case; an institution has ways of its own.

    `writer` is who writes: a representative is asked who represents, before who petitions.
    """
    who, you, *rest = STEPS
    if writer in OF_ANOTHER:
        rest = [as_of_another(step) for step in rest]
    pages: tuple[Step, ...] = (who, OF_ANOTHER.get(writer, you), *rest)
    if writer in REPRESENTING:
        pages = (who, REPRESENTATIVES, *pages[1:])
    return Way(tuple(step for step in pages if own_case or step.name not in OF_THE_OWN_CASE))


def as_of_another(step: Step) -> Step:
    """Return a page as it asks whoever writes for another person."""
    title, why = PAGES.get(step.name, (step.title, step.why))
    return replace(step, title=title, why=why)
