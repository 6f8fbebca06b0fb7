from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from courtcase.keys import operations as keys
from courtcase.law.models import Provision
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from petitions import access
from petitions.content import PetitionContent, open_content, seal_content
from petitions.filing.operations.start_draft import new_version
from petitions.models import ClaimedRight, ContestedProvision, Petition, PetitionVersion
from petitions.steps import lock_petition
from petitions.workflow import EDITABLE, State

MAX_CONTENT_CHARACTERS = 400_000
MAX_PROVISIONS = 50


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
    content: PetitionContent = {**open_content(locked, draft), **part}
    check_size(content)
    draft.sealed_content = seal_content(locked, content)
    draft.saved_at = at
    draft.save(update_fields=["sealed_content", "saved_at"])
    if locked.state == State.DRAFT:
        write_columns(petition=locked, content=content, part=part)
    locked.version += 1
    locked.save(update_fields=["version"])
    return locked


def draft_of(petition: Petition, *, at: datetime) -> PetitionVersion:
    """Return the version that is being written; a cure begins as a copy of the last frozen one."""
    latest = petition.versions.order_by("-number").first()
    if latest is None:
        raise WrongState(_("This petition can no longer be changed."))
    if latest.frozen_at is None:
        return latest
    copy = new_version(petition=petition, number=latest.number + 1, sealed_content=latest.sealed_content, at=at)
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


def write_columns(*, petition: Petition, content: PetitionContent, part: PetitionContent) -> None:
    """Write what lists, routing and clocks read beside the sealed words."""
    set_columns(petition=petition, content=content)
    if "provisions" in part or "provisions_typed" in part:
        write_contested(petition=petition, content=content)
    if "rights" in part:
        ClaimedRight.objects.filter(petition=petition).delete()
        known = Provision.objects.filter(pk__in=content.get("rights", [])).values_list("pk", flat=True)
        ClaimedRight.objects.bulk_create(ClaimedRight(petition=petition, provision_id=pk) for pk in known)
    petition.save(update_fields=["own_case_day", "region", "iin_index", "area"])


def set_columns(*, petition: Petition, content: PetitionContent) -> None:
    """Set, unsaved, what is read of the petitioner and of the own case."""
    petition.own_case_day = own_case_day(content)
    person = content.get("petitioner", {})
    petition.region = person.get("region", "")
    iin = person.get("iin", "")
    petition.iin_index = keys.blind_index(iin, "petitioner.iin") if iin else None


def write_contested(*, petition: Petition, content: PetitionContent) -> None:
    """Write the contested provisions in the petitioner's order, and take the area of law from the first."""
    ContestedProvision.objects.filter(petition=petition).delete()
    known = Provision.objects.select_related("act").in_bulk(content.get("provisions", []))
    ContestedProvision.objects.bulk_create(contest(petition=petition, content=content, known=known))


def contest(
    *, petition: Petition, content: PetitionContent, known: Mapping[int, Provision]
) -> list[ContestedProvision]:
    """Return the unsaved rows of the contested provisions, and set the petition's area of law from the first `known`."""
    chosen = [known[pk] for pk in content.get("provisions", []) if pk in known]
    petition.area_id = chosen[0].act.area_id if chosen else petition.area_id
    rows = [
        ContestedProvision(petition=petition, position=position, provision=provision)
        for position, provision in enumerate(chosen)
    ]
    typed = content.get("provisions_typed", "").strip()
    if typed:
        rows.append(ContestedProvision(petition=petition, position=len(rows), typed=typed[:500]))
    return rows


def own_case_day(content: PetitionContent) -> date | None:
    """Return the latest day on which an act of the own case entered into force, where any is given."""
    days = [date.fromisoformat(act["in_force_on"]) for act in content.get("court_acts", []) if act.get("in_force_on")]
    return max(days, default=None)


def take_up_words(petition: Petition) -> None:
    """Let the words of the version frozen last be what lists and routing read: a correction counts once it is signed."""
    latest = petition.versions.filter(frozen_at__isnull=False).latest("number")
    content = open_content(petition, latest)
    write_columns(petition=petition, content=content, part=content)
