"""The words of a petition by the pages they were written on: what a correction changed, and how two versions differ."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from petitions.content import PetitionContent, petitioners_of, representatives_of
from petitions.filing.papers import cited, lines_of, lines_of_representative, printed_act

# What each page of the guided form writes.
WRITTEN_ON: dict[str, tuple[str, ...]] = {
    "who": ("writer",),
    "you": ("petitioner", "letterhead"),
    "others": ("others",),
    "representatives": ("representatives", "representative"),
    "norm": ("provisions", "provisions_typed"),
    "case": ("court_acts",),
    "rights": ("rights", "rights_typed"),
    "situation": ("situation",),
    "reasoning": ("reasoning",),
    "request": ("request", "participation", "may_forward", "later_notices"),
}


@dataclass(frozen=True)
class Section:
    """One part of a petition: the page it is written on, its heading, and its words as one text."""

    page: str
    title: Promise | str
    text: str


def changed_pages(before: PetitionContent, after: PetitionContent) -> set[str]:
    """Return the pages whose words are not the same in both."""
    return {
        page
        for page, names in WRITTEN_ON.items()
        if any((before.get(name) or None) != (after.get(name) or None) for name in names)
    }


def sections_of(content: PetitionContent, language: str) -> list[Section]:
    """Return the parts of a petition in the order of the form; headings and labels are in the active language."""
    people = [line for person in petitioners_of(content) for line in lines_of(person)]
    represented = [line for one in representatives_of(content) for line in lines_of_representative(one)]
    norms = [*cited(content.get("provisions", []), language), content.get("provisions_typed", "")]
    rights = [*cited(content.get("rights", []), language), content.get("rights_typed", "")]
    acts = [printed_act(act) for act in content.get("court_acts", [])]
    return [
        Section("you", gettext_lazy("Petitioner"), joined(people)),
        Section("representatives", gettext_lazy("Representative"), joined(represented)),
        Section("norm", gettext_lazy("Provisions"), joined(norms)),
        Section("case", gettext_lazy("Judicial act"), joined(acts)),
        Section("rights", gettext_lazy("Rights of the Constitution"), joined(rights)),
        Section("situation", gettext_lazy("What happened"), content.get("situation", "")),
        Section("reasoning", gettext_lazy("Why the provision is unjust"), content.get("reasoning", "")),
        Section("request", gettext_lazy("What is asked"), content.get("request", "")),
    ]


def joined(lines: list[str]) -> str:
    """Return the lines that say something, one under the other."""
    return "\n".join(line for line in lines if line.strip())
