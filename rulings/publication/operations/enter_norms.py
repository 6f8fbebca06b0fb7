from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Provision
from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.models import NormChange
from petitions.proceedings.operations.raise_alarms import raise_alarms
from rulings import access
from rulings.drafting.operations.link_norms import Decided, write_norms
from rulings.models import Origin, Ruling, RulingProvision
from rulings.models.kinds import LANGUAGES
from rulings.publication.indexing import index_ruling
from rulings.publication.operations.publish_ruling import note_norm
from rulings.steps import lock_ruling, save_next
from rulings.wording import cause_of


@dataclass(frozen=True)
class EnteredNorms:
    """What became of norms that were to be entered: how many are new, how many got an outcome, which stayed as they were."""

    added: int
    filled: int
    left: tuple[Provision, ...]

    @property
    def changed(self) -> int:
        """Return how many norms of the ruling are told otherwise now."""
        return self.added + self.filled


@operation
def enter_norms(*, ruling: Ruling, decided: Sequence[Decided], actor: Actor, at: datetime) -> EnteredNorms:
    """Tell what a published ruling that was entered from a source examined, and with which outcome.

    Nothing that stands is changed: a norm whose outcome was seen, or linked by a person, stays and is told of. One whose
    outcome was not seen gets it. The norms' pages, the provision picker, the search and the ruling's page follow. Raises
    OperationError, NotAllowed, and WrongState for a ruling of our own: what is signed says what it decided.
    """
    locked = lock_ruling(ruling=ruling)
    if not access.may(actor, "ruling.publish", locked, at):
        raise NotAllowed()
    if locked.origin != Origin.SOURCE or not locked.is_published:
        raise WrongState(_("Norms can be entered of a published ruling from a source alone."))
    known = {row.provision_id: row for row in locked.provisions.all()}
    new = [one for one in decided if one.provision.pk not in known]
    filled, left = fill(known, [one for one in decided if one.provision.pk in known])
    added = write_norms(ruling=locked, decided=new, after=max((row.position for row in known.values()), default=0))
    done = EnteredNorms(added=len(added), filled=len(filled), left=tuple(left))
    if not done.changed:
        return done
    for norm in (*added, *filled):
        note_norm(ruling=locked, norm=norm, actor=actor, at=at)
    provisions = [norm.provision_id for norm in (*added, *filled)]
    raise_alarms(
        provisions=provisions,
        change=NormChange.DECIDED,
        by=cause_of(locked),
        day=locked.adopted_on,
        actor=actor,
        at=at,
    )
    save_next(locked, page_changed_at=at)
    index_ruling(ruling=locked, actor=actor, at=at)
    body = {"added": done.added, "filled": done.filled, "left": len(left), "version": locked.version}
    record(subject=locked.subject, event="ruling.norms_entered", actor=actor, at=at, body=body)
    return done


def fill(
    known: dict[int, RulingProvision], decided: Sequence[Decided]
) -> tuple[list[RulingProvision], list[Provision]]:
    """Give the norms whose outcome was not seen the one that is told; return those, and the norms that say otherwise and stay."""
    filled, left = [], []
    for one in decided:
        row = known[one.provision.pk]
        if not row.outcome and one.outcome and not any(getattr(row, f"extent_{code}") for code in LANGUAGES):
            row.outcome, row.in_part, row.effect_from = one.outcome, one.in_part, one.effect_from
            for language, words in one.extent.items():
                setattr(row, f"extent_{language}", words.strip())
            row.save()
            filled.append(row)
        elif says_otherwise(row, one):
            left.append(one.provision)
    return filled, left


def says_otherwise(row: RulingProvision, one: Decided) -> bool:
    """Say whether what stands differs from what is told."""
    extents = any(
        words.strip() != getattr(row, f"extent_{code}") for code, words in one.extent.items() if words.strip()
    )
    return bool(one.outcome) and ((row.outcome, row.in_part) != (one.outcome, one.in_part) or extents)
