"""Where a norm stands today, told in one sentence, and which accepted cases and later norms it has to do with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Correspondence, DecidedProvision, Provision, ProvisionVersion
from courtcase.law.models.acts import VersionStatus
from courtcase.law.queries import touched_by
from petitions.models import Case
from rulings.publication.citing import NORM, PARTS

MOST_CASES = 20
WORDS: dict[str, str | Promise] = {
    VersionStatus.LOST_FORCE: _("Fell: it does not conform to the Constitution"),
    VersionStatus.READ_AS: _("In force, to be read as the Court says"),
}
TONES = {VersionStatus.LOST_FORCE: "bad", VersionStatus.READ_AS: "warn"}


@dataclass(frozen=True)
class Standing:
    """How a norm stands: what is said of it, in which tone, since when, and by which ruling (number and public path)."""

    words: str | Promise
    tone: str
    since: date | None
    number: str
    path: str


def standing_of(
    versions: Sequence[ProvisionVersion], decided: Sequence[DecidedProvision], language: str, today: date
) -> Standing | None:
    """Return how a norm stands on the legal day `today` by the newest of its versions; None where no ruling changed it."""
    begun = [one for one in versions if one.applies_from is None or one.applies_from <= today]
    newest = begun[0] if begun else None
    if newest is None or newest.status not in WORDS:
        return None
    numbers = {row.public_path: str(getattr(row, f"number_{language}")) for row in decided}
    return Standing(
        words=WORDS[newest.status],
        tone=TONES[VersionStatus(newest.status)],
        since=newest.applies_from,
        number=numbers.get(newest.ruling_path, ""),
        path=newest.ruling_path,
    )


def cases_on(provision: Provision) -> list[Case]:
    """Return the newest accepted cases on a norm, on what it is a part of or on its parts; nobody is named in them."""
    norms = touched_by(provision).values("pk")
    found = Case.objects.filter(petitions__contested__provision__in=norms).select_related("subject")
    return list(found.distinct().order_by("-pk")[:MOST_CASES])


def replaced(provision: Provision) -> dict[str, list[Correspondence]]:
    """Return what took the place of a provision (`later`), and in whose place it stands (`earlier`)."""
    later = provision.replaced_by.select_related(*(f"later__{name}" for name in PARTS))
    earlier = provision.replaces.select_related(*NORM)
    return {"later": list(later), "earlier": list(earlier)}
