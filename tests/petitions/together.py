"""Petitions of several people, for the tests of those who write, sign and withdraw."""

from __future__ import annotations

from courtcase.people.actors import Actor
from petitions.content import Person, PetitionContent, Representative
from petitions.filing.operations.withdraw_one import withdraw_one
from petitions.intake.operations.confirm_signature import confirm_signature
from petitions.models import Petition
from petitions.signatories import missing, remaining
from petitions.versions import as_told
from tests.petitions.walk import Walk

SECOND: Person = {
    "key": "aa11",
    "full_name": "Сынақ Мысалұлы",
    "residence": "Almaty, Example street 2",
    "email": "second@example.org",
}
THIRD: Person = {"key": "bb22", "full_name": "Үшінші Үлгі", "residence": "Oskemen, Example street 3"}

ADVOCATE: Representative = {
    "key": "ad01",
    "kind": "advocate",
    "full_name": "Адвокат Үлгі",
    "proof": "№ 1, 01.09.2026",
}


def of_two(walk: Walk, **changes: object) -> Petition:
    """Return a petition of two people that waits for both signatures."""
    return walk.submitted(others=[SECOND], **changes)


def waiting(petition: Petition) -> list[str]:
    """Return the keys of those whose signatures are missing."""
    return [one.key for one in missing(remaining(petition), version=as_told(petition).number)]


def row(petition: Petition, key: str) -> int:
    """Return the row of a petitioner."""
    return petition.petitioners.get(key=key).pk


def signs(walk: Walk, petition: Petition, *keys: str) -> Petition:
    """Return the petition once a paper came with the signatures of these."""
    rows = [row(petition, key) for key in keys]
    return confirm_signature(petition=petition, signed=rows, actor=Actor.of(walk.cast.registrar), at=walk.tick())


def leaves(walk: Walk, petition: Petition, key: str, *, who: str = "clerk") -> Petition:
    """Return the petition once one of them withdrew; a clerk notes it unless told otherwise."""
    actor = Actor.of(getattr(walk.cast, who))
    return withdraw_one(petition=petition, petitioner=row(petition, key), actor=actor, at=walk.tick())


def written_by(walk: Walk, writer: str, **changes: object) -> Petition:
    """Return a draft that somebody else than the petitioner writes."""
    return walk.drafted(writer=writer, **changes)  # type: ignore[arg-type]


def content_with(*others: Person) -> PetitionContent:
    """Return words that name these people beside the first."""
    return {"petitioner": {"full_name": "Үлгі", "residence": "Astana"}, "others": list(others)}
