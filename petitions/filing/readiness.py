"""What the law asks of a petition, one by one: met, missing, or cannot be told. It never blocks the right to file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petitions.content import PetitionContent, petitioners_of, representatives_of
from petitions.writers import REPRESENTING
from petitions.year import latest_act, year_term

ENOUGH_CHARACTERS = 80


@dataclass(frozen=True)
class Requirement:
    """One requirement: `met` is True, False, or None where only the Court can tell."""

    code: str
    words: Promise | str
    article: str
    step: str
    met: bool | None


def readiness(*, content: PetitionContent, needs_own_case: bool, attached: set[str], today: date) -> list[Requirement]:
    """Return the requirements of arts. 44 and 45 for a petition of these words, with files of purposes `attached`.

    `today` is the Court's legal day. `needs_own_case`: the petitioner is of a kind that must have one.
    """
    people = petitioners_of(content)
    named = bool(people) and all(one.get("full_name") and one.get("residence") for one in people)
    norm: bool | None = bool(content.get("provisions")) or (None if content.get("provisions_typed") else False)
    found = [
        Requirement("person", _("Name and place of residence"), "44", "you", named),
        Requirement("norm", _("The exact provision that is attacked"), "44", "norm", norm),
        Requirement(
            "rights", _("The rights of the Constitution that are violated"), "44", "rights", names_rights(content)
        ),
        Requirement(
            "reasoning", _("Why the provision violates them"), "44", "reasoning", written(content, "reasoning")
        ),
        Requirement("request", _("What is asked of the Court"), "44", "request", bool(content.get("request"))),
    ]
    found[1:1] = represented(content=content, attached=attached)
    if needs_own_case:
        found[1:1] = [
            Requirement("iin", _("IIN"), "44", "you", bool(people) and all(one.get("iin") for one in people)),
        ]
        found += own_case(content=content, attached=attached, today=today)
    return found


def represented(*, content: PetitionContent, attached: set[str]) -> list[Requirement]:
    """Return what the law asks where a representative acts (art. 44(4)); nothing where nobody does."""
    named = representatives_of(content)
    if not named and content.get("writer") not in REPRESENTING:
        return []
    return [
        Requirement(
            "representative",
            _("Who represents, and in which capacity"),
            "44",
            "representatives",
            bool(named) and all(one.get("full_name") and one.get("kind") for one in named),
        ),
        Requirement("proof", _("Proof of a representative's authority"), "44", "attachments", "proof" in attached),
    ]


def own_case(*, content: PetitionContent, attached: set[str], today: date) -> list[Requirement]:
    """Return the conditions of art. 45, which bind a citizen: an own case, the provision applied in it, one year."""
    acts = content.get("court_acts", [])
    return [
        Requirement(
            "situation", _("What happened in this very case"), "45", "situation", written(content, "situation")
        ),
        Requirement(
            "court_act",
            _("The judicial act in the petitioner's own case"),
            "45",
            "case",
            bool(acts) and all(act.get("court") for act in acts),
        ),
        Requirement("applied", _("The court applied this very provision"), "45", "case", applied(content)),
        Requirement(
            "in_force",
            _("The judicial act is in force, for not more than one year"),
            "45",
            "case",
            in_time(content, today),
        ),
        Requirement(
            "court_act_copy",
            _("A copy of the judicial act"),
            "44",
            "attachments",
            "judicial_act" in attached,
        ),
    ]


def applied(content: PetitionContent) -> bool | None:
    """Say whether a court applied the provision, in any of its acts; None where the petitioner cannot tell of one."""
    said = {act.get("applied", "") for act in content.get("court_acts", [])}
    return True if said & {"named", "based"} else None if "unknown" in said else False


def in_time(content: PetitionContent, today: date) -> bool | None:
    """Say whether the latest act is in force and its year runs; None where one reading of the law says so and one does not."""
    term = year_term(content)
    if term is None or not latest_act(content).get("in_force_on") or term.is_over(today):
        return False
    return None if term.is_disputed(today) else True


def written(content: PetitionContent, field: str) -> bool:
    """Say whether more than a phrase was written."""
    return len(str(content.get(field, "")).strip()) >= ENOUGH_CHARACTERS


def names_rights(content: PetitionContent) -> bool | None:
    """Say whether rights are named from the list; where they are written in own words, only the Court can tell."""
    if content.get("rights"):
        return True
    return None if content.get("rights_typed", "").strip() else False
