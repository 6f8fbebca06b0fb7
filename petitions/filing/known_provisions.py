"""What is known of a provision somebody may attack: decisions on it and beside it, cases that run, and what that means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.law.models import DecidedProvision, Provision
from courtcase.law.models.acts import Level, Outcome
from petitions.models import ContestedProvision
from petitions.workflow import State

# Petitions are not public: below this a number of them would tell of single people.
FEWEST_COUNTED = 5
MEANS: dict[str, Promise | str] = {
    Outcome.DOES_NOT_CONFORM: _(
        "The Court found that it does not conform to the Constitution: it lost force from the day of that decision. A new "
        "petition about it is not needed. Ask the court that decided your case to review its decision."
    ),
    Outcome.CONFORMS: _(
        "The Court found that it conforms to the Constitution. It will probably refuse a new petition about the same "
        "question, unless you show something that decision did not examine."
    ),
    Outcome.CONFORMS_READ_AS: _(
        "The Court found that it conforms only as the Court reads it. If the court in your case read it otherwise, a review "
        "of that case may be enough."
    ),
    Outcome.INTERPRETED: _("The Court has interpreted it officially. Read the interpretation before you write."),
}
OUTCOME_NOT_SEEN = _("The Court examined it. Read the decision before you write: it may answer your question already.")
IN_PART = _("That is so for a part of it only.")


@dataclass
class Known:
    """One provision: decisions `here` (on it, on what holds it, on its parts) and `near` (elsewhere in its article).

    `is_examined`: a case on it runs now. `petitions`: how many are accepted on it, None where that is not said.
    """

    provision: Provision
    here: list[DecidedProvision] = field(default_factory=list)
    near: list[DecidedProvision] = field(default_factory=list)
    is_examined: bool = False
    petitions: int | None = None

    @property
    def meanings(self) -> list[tuple[DecidedProvision, Promise | str, Promise | str]]:
        """Return each decision `here` once, with what it means in plain words, and whether for a part only.

        One decision may speak of the provision, of what holds it and of its parts: what it says nearest to it counts.
        """
        by_decision: dict[str, DecidedProvision] = {}
        for one in sorted(self.here, key=lambda one: (not one.outcome, one.provision_id != self.provision.pk)):
            by_decision.setdefault(one.public_path, one)
        nearest = [one for one in self.here if by_decision[one.public_path] is one]
        return [(one, MEANS.get(one.outcome, OUTCOME_NOT_SEEN), IN_PART if one.in_part else "") for one in nearest]

    @property
    def fallen_by(self) -> DecidedProvision | None:
        """Return the decision by which the whole provision lost force already, the first of several; None: none is known.

        A decision on a part of it, or on a provision beside it, leaves it standing.
        """
        fell = [one for one in self.here if one.outcome == Outcome.DOES_NOT_CONFORM and not one.in_part]
        holding = [
            one for one in fell if one.provision.level == Level.WHOLE or is_within(self.provision, one.provision)
        ]
        return min(holding, key=lambda one: (one.decided_on or date.max, one.pk), default=None)

    @property
    def says_something(self) -> bool:
        """Say whether there is anything to tell."""
        return bool(self.here or self.near or self.is_examined)


def known_of(provisions: Iterable[Provision], *, with_cases: bool = True) -> list[Known]:
    """Return what is known of each of `provisions` that have something to tell, in their order.

    Asks the database once for decisions and, `with_cases`, once for cases, however many provisions there are.
    """
    known = [Known(provision) for provision in provisions]
    if not known:
        return []
    decided = DecidedProvision.objects.filter(provision__act__in={one.provision.act_id for one in known})
    for decision in decided.select_related("provision__act", "provision__parent__parent__parent__parent"):
        for one in known:
            place(one, decision)
    if with_cases:
        note_cases(known)
    return [one for one in known if one.says_something]


def place(known: Known, decision: DecidedProvision) -> None:
    """Put a decision where it belongs beside a provision: here, near, or nowhere."""
    own, other = known.provision, decision.provision
    if own.act_id != other.act_id:
        return
    if Level.WHOLE in {own.level, other.level} or is_within(own, other) or is_within(other, own):
        known.here.append(decision)
    elif article_of(own) == article_of(other):
        known.near.append(decision)


def is_within(part: Provision, whole: Provision) -> bool:
    """Say whether `part` is `whole` or a part of it."""
    return part.pk == whole.pk or part.sort_key.startswith(whole.sort_key + "/")


def article_of(provision: Provision) -> str:
    """Return the key of the article a provision is in."""
    return provision.sort_key.split("/")[0]


def note_cases(known: Sequence[Known]) -> None:
    """Note which provisions a case examines now, and how many petitions where they are many.

    That a case runs is public: on acceptance the register of law is marked so (art. 48). Who asked, and how few, is not.
    """
    wanted = {one.provision.pk for one in known}
    accepted = ContestedProvision.objects.filter(provision__in=wanted, petition__state=State.ACCEPTED)
    counts = Counter(accepted.values_list("provision", flat=True))
    for one in known:
        number = counts[one.provision.pk]
        one.is_examined = number > 0
        one.petitions = number if number >= FEWEST_COUNTED else None
