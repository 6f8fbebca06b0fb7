"""A case as a drawing: what hangs on it, as plain SVG with the same told in words. Pure but for one gathering function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courtcase.law.queries import cite
from petitions.models import Case
from petitions.proceedings.queries import contested_in, current_rapporteurs, said_before

ROW, WIDTH, LEFT = 44, 640, 200


@dataclass(frozen=True)
class Thing:
    """One thing that hangs on a case: of which kind (translated), and its own words."""

    kind: str
    words: str


def things_of(case: Case, language: str) -> list[Thing]:
    """Return what hangs on a case, by kind: petitions, norms, judges, sessions, requests, rulings, earlier rulings."""
    petitions = [Thing(_("Petition"), str(one)) for one in case.petitions.order_by("pk")]
    norms = [Thing(_("Norm"), cite(one, language)) for one in contested_in(case)]
    rapporteurs = [Thing(_("Judge-rapporteur"), judge.full_name) for judge in current_rapporteurs(case)]
    sessions = [
        Thing(_("Session"), f"{one.day:%d.%m.%Y}, {one.get_bench_display()}")
        for one in case.sittings.order_by("day", "pk")
    ]
    requests = [Thing(_("Request"), one.body) for one in case.requests.order_by("pk")]
    rulings = [
        Thing(_("Ruling"), one.number_printed) for one in case.answers.order_by("ruling_uuid").distinct("ruling_uuid")
    ]
    own = {one.words for one in rulings}
    said = [(getattr(one.decided, f"number_{language}"), one) for one in said_before(case, language)]
    earlier = [Thing(_("Earlier ruling"), f"{number}: {one.norm}") for number, one in said if number not in own]
    return [*petitions, *norms, *rapporteurs, *sessions, *requests, *rulings, *earlier]


def drawn(number: str, things: Sequence[Thing]) -> SafeString:
    """Return the drawing: the case at the left, a line to each thing. Hidden from readers: it is told beside."""
    height = max(len(things), 1) * ROW + 16
    middle = height // 2
    lines = format_html_join(
        "",
        '<path d="M{0} {1} C {2} {1}, {2} {3}, {4} {3}" fill="none" stroke="currentColor" stroke-opacity=".35"/>',
        ((LEFT - 40, middle, LEFT, 8 + ROW * at + ROW // 2, LEFT + 40) for at in range(len(things))),
    )
    boxes = format_html_join(
        "",
        '<text x="{}" y="{}" font-size="12" fill="currentColor"><tspan font-weight="600">{}</tspan> {}</text>',
        ((LEFT + 48, 12 + ROW * at + ROW // 2, one.kind, shortened(one.words)) for at, one in enumerate(things)),
    )
    return format_html(
        '<svg viewBox="0 0 {} {}" width="100%" role="img" aria-hidden="true" focusable="false">{}'
        '<rect x="8" y="{}" width="{}" height="40" rx="6" fill="none" stroke="currentColor"/>'
        '<text x="20" y="{}" font-size="14" font-weight="600" fill="currentColor">{}</text>{}</svg>',
        WIDTH,
        height,
        lines,
        middle - 20,
        LEFT - 48,
        middle + 5,
        number,
        boxes,
    )


def shortened(words: str, most: int = 52) -> str:
    """Return words cut to what a line of the drawing holds; all of them stand beside it."""
    return words if len(words) <= most else words[: most - 1] + "…"
