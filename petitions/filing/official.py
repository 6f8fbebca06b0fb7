"""The words of an institution's petition as they are shown: one list for its pages, the clerk's page and the paper version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courtcase.law.models import PetitionerKind, Provision
from courtcase.law.models.petitioners import Question
from courtcase.law.queries import cite
from petitions.content import Letter, Matter, PetitionContent, SuspendedCase
from petitions.filing.forms.institutions import OFFICIAL_PARTICIPATION
from petitions.filing.institutions import OF_A_VOTE, asked_of, kind_of, way_of_institution
from petitions.models import Attachment, Petition

PARTICIPATION = dict(OFFICIAL_PARTICIPATION)


@dataclass(frozen=True)
class Said:
    """One thing that is said: what it is, its text, and the page where it is written (empty: none)."""

    label: Promise | str
    text: str
    step: str


def official_words(petition: Petition, content: PetitionContent, laid: Iterable[Attachment] = ()) -> list[Said]:
    """Return what an institution's petition says, in the order of its pages; nothing for a citizen's petition.

    What its form does not ask is left out where it is empty. `laid` are the files to name.
    """
    if petition.petitioner_kind == "citizen":
        return []
    kind = kind_of(petition)
    names = {step.name for step in way_of_institution(kind, content).steps}
    said = [
        Said(_("Petitioner"), office_of(content), "you"),
        Said(_("Letter"), letter_of(content), "you"),
        Said(_("What is asked of the Court to do"), question_of(kind, content), "asked"),
        Said(_("Deputies who sign"), deputies_of(content), "deputies"),
        *of_the_case(content),
        *of_the_matter(asked_of(kind, content), content),
        *of_the_norm(content),
        Said(_("Position and legal reasoning"), content.get("reasoning", ""), "position"),
        Said(_("What is asked"), content.get("request", ""), "request"),
        Said(_("Takes part in the session"), str(PARTICIPATION.get(content.get("participation", ""), "")), "request"),
        Said(_("Attachments"), "\n".join(one.document.filename for one in laid), "attachments"),
    ]
    return [replaced(one, names) for one in said if one.text or one.step in names]


def replaced(one: Said, names: set[str]) -> Said:
    """Return the same, without a way to a page that this petition's form has not."""
    return one if one.step in names else Said(one.label, one.text, "")


def lines(*parts: str) -> str:
    """Return the parts that are there, a line each."""
    return "\n".join(part for part in parts if part)


def printed_day(iso: str) -> str:
    """Return an ISO day as 14.03.2026; the empty string for none."""
    return ".".join(reversed(iso.split("-"))) if iso else ""


def office_of(content: PetitionContent) -> str:
    """Return the institution with its ways to be reached."""
    person = content.get("petitioner", {})
    names = ("full_name", "residence", "phone", "email")
    return lines(*(str(person.get(name, "")) for name in names))


def letter_of(content: PetitionContent) -> str:
    """Return the outgoing number and day of the letter, and who signs it."""
    letter = content.get("letter", Letter())
    number = f"№ {letter['number']}" if letter.get("number") else ""
    first = " ".join(part for part in (number, printed_day(letter.get("day", ""))) if part)
    signer = ", ".join(part for part in (letter.get("signer", ""), letter.get("position", "")) if part)
    return lines(first, signer)


def question_of(kind: PetitionerKind | None, content: PetitionContent) -> str:
    """Return what the Court is asked to do."""
    return str(Question(asked_of(kind, content)).label)


def deputies_of(content: PetitionContent) -> str:
    """Return the deputies, numbered, a line each."""
    return "\n".join(f"{number}. {name}" for number, name in enumerate(content.get("deputies", []), start=1))


def of_the_case(content: PetitionContent) -> list[Said]:
    """Return what is said of the case a court suspended."""
    case = content.get("suspended_case", SuspendedCase())
    return [
        Said(_("Suspended case"), case.get("number", ""), "suspended"),
        Said(_("Ruling that suspends it"), printed_day(case.get("suspended_on", "")), "suspended"),
        Said(_("Where in the case the act is to be applied"), case.get("application", ""), "suspended"),
    ]


def of_the_matter(asked: str, content: PetitionContent) -> list[Said]:
    """Return what is said of a treaty, of a law before its signature or of a vote."""
    matter = content.get("matter", Matter())
    step = "vote" if asked in OF_A_VOTE else asked
    said = ", ".join(part for part in (matter.get("name", ""), printed_day(matter.get("day", ""))) if part)
    return [
        Said(_("What is examined"), said, step if step in {"vote", "treaty", "bill"} else ""),
        Said(_("What happened"), content.get("situation", ""), "vote"),
    ]


def of_the_norm(content: PetitionContent) -> list[Said]:
    """Return the provisions and the articles of the Constitution, as the reader's language cites them."""
    chosen, rights = content.get("provisions", []), content.get("rights", [])
    known = Provision.objects.select_related("act").in_bulk([*chosen, *rights])
    language = get_language() or "kk"
    norms = [cite(known[pk], language) for pk in chosen if pk in known]
    articles = [cite(known[pk], language) for pk in rights if pk in known]
    return [
        Said(_("Provisions"), lines(*norms, content.get("provisions_typed", "")), "norm"),
        Said(_("Articles of the Constitution"), lines(*articles, content.get("rights_typed", "")), "rights"),
    ]
