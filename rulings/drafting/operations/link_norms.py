from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Provision
from courtcase.law.models.acts import Outcome
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from rulings.models import Origin, Ruling, RulingProvision
from rulings.models.kinds import AUTHENTIC
from rulings.steps import lock_draft, save_next

LONGEST_EXTENT = 4_000


@dataclass(frozen=True)
class Decided:
    """What is decided on one provision: `outcome` is a code of Outcome, blank while undecided; `extent` by language."""

    provision: Provision
    outcome: str = ""
    in_part: bool = False
    extent: dict[str, str] = field(default_factory=dict)
    effect_from: date | None = None


@operation
def link_norms(
    *, ruling: Ruling, decided: Sequence[Decided], actor: Actor, at: datetime, version: int | None = None
) -> Ruling:
    """Write down every norm the ruling examines with its outcome, in the ruling's order, in the place of those before.

    Returns the ruling. Raises OperationError beside `outcome` or `provision`, NotAllowed, StaleVersion, WrongState.
    """
    locked = lock_draft(ruling=ruling, version=version, action="ruling.draft", actor=actor, at=at)
    if len({one.provision.pk for one in decided}) < len(decided):
        raise OperationError(_("The same norm stands twice in the list."), field="provision")
    locked.provisions.all().delete()
    write_norms(ruling=locked, decided=decided)
    save_next(locked)
    undecided = sum(not one.outcome for one in decided)
    body = {"norms": len(decided), "undecided": undecided, "version": locked.version}
    record(subject=locked.subject, event="ruling.norms_linked", actor=actor, at=at, body=body)
    return locked


def write_norms(*, ruling: Ruling, decided: Sequence[Decided], after: int = 0) -> list[RulingProvision]:
    """Create the rows, in their order behind the place `after`.

    Raises OperationError for an unknown outcome or an extent that is too long.
    """
    for one in decided:
        if one.outcome and one.outcome not in Outcome.values:
            raise OperationError(_("Choose an outcome for each norm."), field="outcome")
        if any(len(words) > LONGEST_EXTENT for words in one.extent.values()):
            raise OperationError(_("The extent is too long: at most 4,000 characters."), field="extent")
        unread = [language for language in AUTHENTIC if not one.extent.get(language, "").strip()]
        if one.outcome == Outcome.CONFORMS_READ_AS and ruling.origin == Origin.COURT and unread:
            raise OperationError(
                _("Say in which interpretation the norm conforms, in Kazakh and Russian."), field="extent"
            )
    return RulingProvision.objects.bulk_create(
        RulingProvision(
            ruling=ruling,
            provision=one.provision,
            position=position,
            outcome=one.outcome,
            in_part=one.in_part,
            effect_from=one.effect_from,
            **{f"extent_{language}": words.strip() for language, words in one.extent.items()},
        )
        for position, one in enumerate(decided, start=after + 1)
    )
