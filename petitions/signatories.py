"""Whose signatures a petition needs, and whose are still missing. One person who petitions alone has no rows to ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from petitions.content import PetitionContent, key_of, open_content, petitioners_of, representatives_of
from petitions.models import Petition, Petitioner
from petitions.versions import as_told
from petitions.workflow import UNFILED
from petitions.writers import REPRESENTING


def is_joint(petition: Petition) -> bool:
    """Say whether several people petition together (or did, when it was submitted)."""
    return petition.further_petitioners > 0


def remaining(petition: Petition) -> list[Petitioner]:
    """Return those of several petitioners who have not withdrawn, in their order; nobody where one petitions alone."""
    return list(petition.petitioners.filter(withdrawn_on=None)) if is_joint(petition) else []


def withdrawn(petition: Petition) -> frozenset[str]:
    """Return the keys of those of several petitioners who left."""
    if not is_joint(petition):
        return frozenset()
    return frozenset(petition.petitioners.exclude(withdrawn_on=None).values_list("key", flat=True))


def missing(people: Iterable[Petitioner], *, version: int) -> list[Petitioner]:
    """Return those of `people` who have not signed `version` of the words: the rule by which a petition waits or is filed."""
    return [one for one in people if one.withdrawn_on is None and one.signed_version != version]


def signed_for(content: PetitionContent, *, iins: Collection[str], proven: bool) -> frozenset[str]:
    """Return the keys of the petitioners for whom a signature counts that persons with these `iins` made.

    Everybody signs for themself. A representative named in the petition signs for all, where authority is `proven`: the
    paper that proves it lies with the petition (art. 44(4)).
    """
    people = petitioners_of(content)
    known = {iin for iin in iins if iin}
    if proven and any(one.get("iin") in known for one in representatives_of(content)):
        return frozenset(key_of(one) for one in people)
    return frozenset(key_of(one) for one in people if one.get("iin") in known)


def names_of(petition: Petition, content: PetitionContent) -> dict[int, str]:
    """Return the names of those who petition together still, by the id of their row."""
    written = {key_of(one): one.get("full_name", "") for one in petitioners_of(content)}
    return {one.pk: written.get(one.key, "") for one in remaining(petition)}


def must_leave_alone(petition: Petition) -> bool:
    """Say whether nobody may withdraw this petition for all: several filed it, and no representative acts for them."""
    if petition.state in UNFILED or petition.writer in REPRESENTING:
        return False
    return len(remaining(petition)) > 1


@dataclass(frozen=True)
class Standing:
    """Where one of several petitioners stands: signed, still to sign, or gone."""

    name: str
    row: Petitioner
    has_signed: bool


def standing_of(petition: Petition) -> list[Standing]:
    """Return where each of several petitioners stands, those who withdrew too; nothing where one petitions alone."""
    if not is_joint(petition):
        return []
    version = as_told(petition)
    content = open_content(petition, version)
    written = {key_of(one): one.get("full_name", "") for one in petitioners_of(content)}
    return [
        Standing(written.get(one.key, ""), one, one.signed_version == version.number)
        for one in petition.petitioners.all()
    ]
