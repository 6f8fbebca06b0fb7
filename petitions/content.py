"""The words of a petition: one shape for the form, the paper version, the API and the record (art. 44)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING, TypedDict

import rfc8785

from courtcase.keys import operations as keys

if TYPE_CHECKING:
    from petitions.models import Petition, PetitionVersion


class Person(TypedDict, total=False):
    """A petitioner or a representative, as art. 44 asks to name them.

    `key` tells the petitioners of one petition apart for good; the one who was written first has none.
    """

    key: str
    full_name: str
    iin: str
    residence: str
    region: str
    phone: str
    email: str


class Representative(Person, total=False):
    """A representative; `kind` is one of the law's four (art. 44(4)), `proof` names the paper that proves it."""

    kind: str
    proof: str


class CourtAct(TypedDict, total=False):
    """A judicial act in the petitioner's own case. Dates are ISO days; both are kept, since the law counts from either."""

    court: str
    number: str
    adopted_on: str
    in_force_on: str
    applied: str


class Letter(TypedDict, total=False):
    """The letter by which an institution petitions: its outgoing number and day, and the official who signs it."""

    number: str
    day: str
    signer: str
    position: str


class SuspendedCase(TypedDict, total=False):
    """The case a court suspended to ask the Court: its number, the day of the ruling, and where the act is to be applied."""

    number: str
    suspended_on: str
    application: str


class Matter(TypedDict, total=False):
    """What is examined where it is no act in force: a treaty, a law before it is signed, a vote; with its day."""

    name: str
    day: str


class PetitionContent(TypedDict, total=False):
    """Everything written in a petition. Every key may be missing while it is a draft.

    `writer` is a code of `petitions.writers.Writer`. `others` petition together with `petitioner`. The single
    `representative` is how petitions were written before there could be two: read people by the functions below.
    `may_forward` says that a body that can help may read it where this Court cannot.
    `later_notices` says that the Court may write when a provision of the petition loses force by another ruling.
    `asked` (a code of `law.Question`) and what follows it only institutions write.
    """

    writer: str
    petitioner: Person
    others: list[Person]
    representatives: list[Representative]
    representative: Representative
    letterhead: str
    provisions: list[int]
    provisions_typed: str
    rights: list[int]
    rights_typed: str
    court_acts: list[CourtAct]
    situation: str
    reasoning: str
    request: str
    participation: str
    may_forward: bool
    later_notices: bool
    asked: str
    letter: Letter
    suspended_case: SuspendedCase
    matter: Matter
    deputies: list[str]


def petitioners_of(content: PetitionContent) -> list[Person]:
    """Return everybody who petitions, the one written first at the head; nobody where no word of anybody is written."""
    first = content.get("petitioner")
    return [*([first] if first else []), *content.get("others", [])]


def representatives_of(content: PetitionContent) -> list[Representative]:
    """Return the representatives (art. 44(4): at most two), also of a petition written when there could be one only."""
    old = content.get("representative")
    return content.get("representatives") or ([old] if old else [])


def key_of(person: Person) -> str:
    """Return what tells a petitioner from the others of the petition."""
    return person.get("key", "first")


def without(content: PetitionContent, keys_gone: Collection[str]) -> PetitionContent:
    """Return the words without the petitioners of these keys; the first who is left stands at the head.

    Where nobody would be left they stay as they are.
    """
    left = [one for one in petitioners_of(content) if key_of(one) not in keys_gone]
    return {**content, "petitioner": left[0], "others": left[1:]} if left else content


def digest_of(content: PetitionContent) -> bytes:
    """Return the SHA-256 of the canonical JSON (RFC 8785) of `content`: what the register and the receipt name."""
    return hashlib.sha256(rfc8785.dumps(content)).digest()  # type: ignore[arg-type]


def canonical(content: PetitionContent) -> bytes:
    """Return the bytes that are digested and signed."""
    return rfc8785.dumps(content)  # type: ignore[arg-type]


def seal_content(petition: Petition, content: PetitionContent) -> bytes:
    """Return `content` sealed with the petition's data key."""
    return keys.seal_json(petition.data_key, content)


def open_content(petition: Petition, version: PetitionVersion) -> PetitionContent:
    """Return the words of `version`; raises courtcase.keys errors when the key or the bytes are not the right ones."""
    return keys.open_json(petition.data_key, bytes(version.sealed_content))


def seal_text(petition: Petition, text: str) -> bytes:
    """Return one text (a report, an explanation) sealed with the petition's data key."""
    return keys.seal_json(petition.data_key, {"text": text})


def open_text(petition: Petition, sealed: bytes | memoryview | None) -> str:
    """Return a text sealed by `seal_text`; the empty string for None and for what was destroyed at its end."""
    if not sealed:
        return ""
    return str(keys.open_json(petition.data_key, bytes(sealed))["text"])
