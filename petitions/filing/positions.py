"""Earlier positions of the Court beside a reasoning, and their quotation: words, number, date and address of the decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from courtcase.law.models import DecidedProvision, LegalPosition
from courtcase.law.queries import cite, cited_whole
from petitions.filing.known_provisions import known_of

MOST_DECISIONS = 12
DECISIONS = DecidedProvision.objects.select_related("provision__act", "provision__parent__parent__parent__parent")


@dataclass(frozen=True)
class Position:
    """An earlier decision on a chosen provision or on its neighbour, with the points that can be quoted."""

    decision: DecidedProvision
    points: tuple[LegalPosition, ...]
    is_near: bool


def positions_beside(provisions: Sequence[int], language: str) -> list[Position]:
    """Return what the Court decided on the provisions (ids) and beside them, with its points in `language` (kk, ru).

    Decisions on the provisions themselves come first. Three questions to the database, however many there are.
    """
    found = cited_whole().in_bulk(list(provisions))
    known = known_of((found[pk] for pk in provisions if pk in found), with_cases=False)
    here = {one.pk: one for each in known for one in each.here}
    near = {one.pk: one for each in known for one in each.near if one.pk not in here}
    decisions = [*here.values(), *near.values()][:MOST_DECISIONS]
    points: dict[object, list[LegalPosition]] = {}
    wanted = {one.ruling_uuid for one in decisions}
    for point in LegalPosition.objects.filter(ruling_uuid__in=wanted, language=language) if wanted else ():
        points.setdefault(point.ruling_uuid, []).append(point)
    return [Position(one, tuple(points.get(one.ruling_uuid, ())), one.pk in near) for one in decisions]


def quotation(*, decision_id: int, anchor: str, language: str) -> str | None:
    """Return what is put into a reasoning in `language`: a point in quotation marks, or the decision alone without `anchor`.

    None where there is no such decision or point.
    """
    decision = DECISIONS.filter(pk=decision_id).first()
    if decision is None:
        return None
    address = f"{settings.PUBLIC_ADDRESS}/{language}{decision.public_path}"
    with override(language):
        if anchor:
            point = LegalPosition.objects.filter(
                ruling_uuid=decision.ruling_uuid, language=language, anchor=anchor
            ).first()
            if point is None:
                return None
            return f"«{point.text}» ({named(decision, language)}, {address}#{anchor})"
        outcome = f" — {decision.get_outcome_display()}" if decision.outcome else ""
        return f"{named(decision, language)}: {cite(decision.provision, language)}{outcome} ({address})"


def named(decision: DecidedProvision, language: str) -> str:
    """Return a decision with its number and date, as a petition names it; the language must be active."""
    number = getattr(decision, f"number_{language}") or decision.number_ru
    if decision.decided_on is None:
        return _("decision of the Constitutional Court %(number)s") % {"number": number}
    return _("decision of the Constitutional Court %(number)s of %(day)s") % {
        "number": number,
        "day": decision.decided_on.strftime("%d.%m.%Y"),
    }
