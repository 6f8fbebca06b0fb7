from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.law.models import Provision
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from petitions import access
from petitions.content import (
    PetitionContent,
    key_of,
    open_content,
    petitioners_of,
    representatives_of,
    seal_content,
    without,
)
from petitions.filing.operations.approve_filing import void_approval
from petitions.filing.operations.start_draft import new_version
from petitions.models import ClaimedRight, ContestedProvision, Mark, MarkKind, Petition, PetitionVersion
from petitions.own_iins import iin_index
from petitions.own_numbers import number_index
from petitions.signatories import withdrawn
from petitions.steps import lock_petition
from petitions.versions import frozen_last, there, written_last
from petitions.workflow import EDITABLE, State
from petitions.writers import MOST_REPRESENTATIVES
from petitions.year import latest_act, year_term

MAX_CONTENT_CHARACTERS = 400_000
MAX_PROVISIONS = 50
MAX_PETITIONERS = 50
# What a petition keeps, outside the sealed words, of what is written in them.
COLUMNS_OF_WORDS = [
    "own_case_day",
    "year_ends_on",
    "region",
    "iin_index",
    "area",
    "writer",
    "further_petitioners",
    "letter_index",
    "suspended_index",
]


@operation
def save_draft(
    *, petition: Petition, part: PetitionContent, actor: Actor, at: datetime, version: int | None = None
) -> Petition:
    """Save one part of a draft, or of a returned petition that is being cured; the other parts stay as they are.

    `version` is the one the writer saw. Returns the petition as saved. Raises NotAllowed, WrongState, StaleVersion and
    OperationError beside the field.
    """
    locked = lock_petition(petition=petition, version=version)
    if not access.may(actor, "petition.draft", locked, at):
        raise NotAllowed()
    if locked.state not in EDITABLE:
        raise WrongState(_("This petition can no longer be changed."))
    draft = draft_of(locked, at=at)
    before = open_content(locked, draft)
    content = joined(before, part)
    if locked.state != State.DRAFT:
        require_same_people(before, content)
    check_size(content)
    draft.sealed_content = seal_content(locked, content)
    draft.saved_at = at
    rows.update(draft, ["sealed_content", "saved_at"])
    changed = write_columns(petition=locked, content=content, before=before) if locked.state == State.DRAFT else []
    locked.version += 1
    rows.update(locked, [*changed, "version"])
    if content != before:
        void_approval(petition=locked, actor=actor, at=at)
    return locked


def joined(before: PetitionContent, part: PetitionContent) -> PetitionContent:
    """Return the words with a part of them written anew; whoever is written first keeps the key they have."""
    key = before.get("petitioner", {}).get("key")
    if key and "petitioner" in part:
        part = {**part, "petitioner": {"key": key, **part["petitioner"]}}
    return {**before, **part}


def require_same_people(before: PetitionContent, content: PetitionContent) -> None:
    """Refuse to add somebody to a petition that was filed, or to take somebody out: that is no correction of form."""
    if [key_of(one) for one in petitioners_of(before)] != [key_of(one) for one in petitioners_of(content)]:
        raise WrongState(
            _("Who petitions was settled when the petition was filed. Others may file a petition of their own.")
        )


def draft_of(petition: Petition, *, at: datetime) -> PetitionVersion:
    """Return the version that is being written; a cure begins as a copy of the last frozen one."""
    latest = written_last(petition)
    if latest.frozen_at is None:
        return latest
    sealed = bytes(latest.sealed_content)
    if gone := withdrawn(petition):
        sealed = seal_content(petition, without(open_content(petition, latest), gone))
    copy = new_version(petition=petition, number=latest.number + 1, sealed_content=sealed, at=at)
    copy.save(force_insert=True)
    return copy


def check_size(content: PetitionContent) -> None:
    """Refuse a petition no human would read: 400,000 characters in all are some two hundred pages."""
    for field in ("situation", "reasoning", "request", "provisions_typed"):
        if len(str(content.get(field, ""))) > MAX_CONTENT_CHARACTERS // 2:
            raise OperationError(
                _("This text is too long. Shorten it to 200,000 characters, or attach it as a document."), field=field
            )
    if len(content.get("provisions", [])) > MAX_PROVISIONS:
        raise OperationError(_("Choose at most 50 provisions."), field="provisions")
    if len(petitioners_of(content)) > MAX_PETITIONERS:
        raise OperationError(
            _("At most 50 people can petition together here. Others may file a petition of their own.")
        )
    if len(representatives_of(content)) > MOST_REPRESENTATIVES:
        raise OperationError(_("At most two representatives can act for a petitioner."))


def write_columns(*, petition: Petition, content: PetitionContent, before: PetitionContent) -> list[str]:
    """Write what lists, routing and clocks read beside the sealed words, and return the petition's fields that it set.

    `before` is what was written there so far: what did not change is let be.
    """
    set_columns(petition=petition, content=content)
    if contested_of(content) != contested_of(before):
        write_contested(petition=petition, content=content, is_first=not any(contested_of(before)))
    if content.get("rights", []) != before.get("rights", []):
        write_rights(petition=petition, content=content, is_first=not before.get("rights"))
    return COLUMNS_OF_WORDS


def contested_of(content: PetitionContent) -> tuple[list[int], str]:
    """Return what is contested: the provisions chosen, and what was typed."""
    return content.get("provisions", []), content.get("provisions_typed", "").strip()


def write_rights(*, petition: Petition, content: PetitionContent, is_first: bool) -> None:
    """Write the articles of the Constitution that are said to be violated; `is_first`: none stands there yet."""
    if not is_first:
        ClaimedRight.objects.filter(petition=petition).delete()
    known = Provision.objects.filter(pk__in=content.get("rights", [])).values_list("pk", flat=True)
    ClaimedRight.objects.bulk_create(ClaimedRight(petition=petition, provision_id=pk) for pk in known)


def set_columns(*, petition: Petition, content: PetitionContent) -> None:
    """Set, unsaved, what is read of the petitioner and of the own case."""
    petition.own_case_day = own_case_day(content)
    term = year_term(content)
    petition.year_ends_on = term.earliest if term else None
    person = content.get("petitioner", {})
    petition.region = person.get("region", "")
    iin = person.get("iin", "")
    petition.writer = content.get("writer", "")
    petition.further_petitioners = len(content.get("others", []))
    petition.iin_index = iin_index(iin)
    petition.letter_index = number_index(content.get("letter", {}).get("number", ""))
    petition.suspended_index = number_index(content.get("suspended_case", {}).get("number", ""))


def write_contested(*, petition: Petition, content: PetitionContent, is_first: bool) -> None:
    """Write the contested provisions in the petitioner's order, and take the area of law from the first.

    `is_first`: none stands there yet.
    """
    if not is_first:
        ContestedProvision.objects.filter(petition=petition).delete()
    known = Provision.objects.select_related("act").in_bulk(content.get("provisions", []))
    ContestedProvision.objects.bulk_create(contest(petition=petition, content=content, known=known))


def contest(
    *, petition: Petition, content: PetitionContent, known: Mapping[int, Provision]
) -> list[ContestedProvision]:
    """Return the unsaved rows of the contested provisions, and set the petition's area of law from the first `known`."""
    chosen = [known[pk] for pk in content.get("provisions", []) if pk in known]
    petition.area_id = chosen[0].act.area_id if chosen else petition.area_id
    made = [
        ContestedProvision(petition=petition, position=position, provision=provision)
        for position, provision in enumerate(chosen)
    ]
    lines = [line.strip() for line in content.get("provisions_typed", "").splitlines() if line.strip()]
    for line in lines[:MAX_PROVISIONS]:
        made.append(ContestedProvision(petition=petition, position=len(made), typed=line[:500]))
    return made


def own_case_day(content: PetitionContent) -> date | None:
    """Return the latest day on which an act of the own case entered into force, where any is given."""
    day = latest_act(content).get("in_force_on")
    return date.fromisoformat(day) if day else None


def take_up_words(petition: Petition) -> None:
    """Let the words of the version frozen last be what lists and routing read: a correction counts once it is signed."""
    latest = there(frozen_last(petition))
    content = open_content(petition, latest)
    set_columns(petition=petition, content=content)
    write_contested(petition=petition, content=content, is_first=False)
    write_rights(petition=petition, content=content, is_first=False)
    # Found as before until the next minute's job makes them anew, of the words as corrected.
    Mark.objects.filter(petition=petition, kind=MarkKind.MADE).update(digest=Mark.STALE)
    rows.update(petition, COLUMNS_OF_WORDS)
