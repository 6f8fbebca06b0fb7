"""Several people who petition together: their rows, their signatures, their words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from courtcase import rows
from courtcase.keys import operations as keys
from courtcase.people.actors import Actor
from petitions.content import PetitionContent, key_of, open_content, petitioners_of, seal_content, without
from petitions.filing.operations.save_draft import COLUMNS_OF_WORDS, set_columns
from petitions.models import HowSigned, Petition, Petitioner
from petitions.own_codes import own_code
from petitions.own_iins import iin_index
from petitions.signatories import is_joint, missing, remaining, withdrawn
from petitions.steps import take_step
from petitions.telling import tell_petitioner
from petitions.versions import being_written
from petitions.workflow import State


def write_without(petition: Petition, leaving: Petitioner, *, at: datetime) -> None:
    """Take somebody who left out of the words that are still written, if any: the frozen ones stay as they were signed."""
    draft = being_written(petition)
    if draft is None:
        return
    draft.sealed_content = seal_content(petition, without(open_content(petition, draft), {leaving.key}))
    draft.saved_at = at
    rows.update(draft, ["sealed_content", "saved_at"])


def enter_petitioners(petition: Petition, content: PetitionContent) -> None:
    """Write the rows of several people whose words were just frozen; those of a correction keep what they are."""
    if not is_joint(petition):
        return
    known = {one.key: one for one in petition.petitioners.all()}
    made = []
    for position, person in enumerate(petitioners_of(content)):
        iin = person.get("iin", "")
        row = known.get(key_of(person)) or Petitioner(petition=petition, key=key_of(person))
        if not row.is_first:
            code = own_code(petition, key=row.key, epoch=row.code_epoch, digest=row.code_digest)
            row.code_digest = keys.code_hmac(code)
        row.position, row.iin_index = position, iin_index(iin)
        made.append(row)
    Petitioner.objects.bulk_create([row for row in made if row.pk is None])
    Petitioner.objects.bulk_update([row for row in made if row.key in known], ["position", "iin_index", "code_digest"])


def reopen_for_all(petition: Petition, content: PetitionContent) -> PetitionContent:
    """Return the words that are written on in a petition opened again: without those who left meanwhile.

    Before the filing nobody has signed for good, and the rows go; a correction keeps them.
    """
    if not is_joint(petition):
        return content
    written = without(content, withdrawn(petition))
    if petition.state == State.DRAFT:
        petition.petitioners.all().delete()
        set_columns(petition=petition, content=written)
        rows.update(petition, COLUMNS_OF_WORDS)
    return written


def note_signed(
    petition: Petition, *, version: int, keys_signed: Collection[str], how: HowSigned, day: date
) -> list[Petitioner]:
    """Write who of several signed `version` of the words; return whose signatures are missing still (nobody: file it)."""
    people = remaining(petition)
    signed = [one for one in missing(people, version=version) if one.key in keys_signed]
    for one in signed:
        one.signed_version, one.signed_how, one.signed_on = version, how, day
    if signed:  # one statement, however many a representative signs for
        ids = [one.pk for one in signed]
        Petitioner.objects.filter(pk__in=ids).update(signed_version=version, signed_how=how, signed_on=day)
    return missing(people, version=version)


def wait_for_the_rest(
    petition: Petition, *, step: str, body: dict[str, Any], content: PetitionContent, actor: Actor, at: datetime
) -> Petition:
    """Record that some of several petitioners signed; the petition goes on waiting and everybody is told."""
    take_step(petition=petition, step=step, actor=actor, at=at, body=body)
    tell_petitioner(petition=petition, event="petition.signed_in_part", at=at, content=content)
    return petition
