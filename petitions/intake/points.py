"""The points of the check: what the edition of the day of filing asks, what the answers say of it, what the Apparatus found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.law.models import Ground
from courtcase.law.queries import grounds_on
from courtcase.law.time import court_day
from petitions.content import PetitionContent, open_content, open_text
from petitions.filing import queries as filing
from petitions.filing.institutions import requirements_of
from petitions.filing.readiness import Requirement
from petitions.intake.suggesting import Cause, ground_of_point, suggestions
from petitions.models import Attachment, Finding, Petition, PointNote
from petitions.versions import as_told

# What no answer of a form can tell: only whoever reads the petition.
COMPETENCE = Requirement("competence", _("The question is one for this Court to decide"), "47(2)1)", "", None)
TONES = {Finding.MET: "good", Finding.NOT_MET: "bad", Finding.UNCLEAR: "warn"}


@dataclass(frozen=True)
class Point:
    """One point of the check, with what was found on it, if anything was."""

    asked: Requirement
    row: PointNote | None
    note: str

    @property
    def version(self) -> int:
        """Return the version of what was found; 0 where nothing was."""
        return self.row.version if self.row else 0

    @property
    def tone(self) -> str:
        """Return the tone of the tag of what was found."""
        return TONES[Finding(self.row.finding)] if self.row else "plain"


@dataclass(frozen=True)
class Offered:
    """A ground of return with why it is offered: the points that were found not met, and what the answers suggest."""

    ground: Ground
    unmet: list[Point]
    causes: list[Cause]


def asked_points(petition: Petition, *, content: PetitionContent, laid: Iterable[Attachment]) -> list[Requirement]:
    """Return what is asked of the petition by the law of its day of filing, the question of competence first."""
    return [
        COMPETENCE,
        *requirements_of(
            petition,
            content=content,
            needs_own_case=filing.needs_own_case(petition),
            attached={one.purpose for one in laid},
            today=day_of(petition),
        ),
    ]


def day_of(petition: Petition) -> date:
    """Return the legal day whose edition of the law is asked: of filing, or today where it is not filed yet."""
    return petition.filed_on or court_day(timezone.now())


def points_of(petition: Petition, asked: Sequence[Requirement]) -> list[Point]:
    """Return the points with what was found on each, all read at once.

    What was found on a point that is asked no longer, since the words were corrected, is not among them.
    """
    noted = rows.read_all(PointNote, "petition_id = %s", [petition.pk], related=("written_by",))
    found = {row.point: row for row in noted}
    return [point_with(petition, one, found.get(one.code)) for one in asked]


def point_with(petition: Petition, asked: Requirement, row: PointNote | None) -> Point:
    """Return one point with the row of what was found on it, its note opened."""
    return Point(asked, row, open_text(petition, row.sealed_note) if row else "")


def offered_grounds(petition: Petition, points: Sequence[Point], content: PetitionContent) -> list[Offered]:
    """Return the grounds of return of the day of filing, those first on whose points something was found not met."""
    causes: dict[str, list[Cause]] = {}
    for one in suggestions(content, [point.asked for point in points], filed_on=petition.filed_on):
        causes.setdefault(one.ground, []).append(one.cause)
    unmet: dict[str, list[Point]] = {}
    for point in points:
        if point.row and point.row.finding == Finding.NOT_MET:
            unmet.setdefault(ground_of_point(point.asked), []).append(point)
    grounds = grounds_on(kind="return", day=day_of(petition))
    offers = [Offered(one, unmet.get(one.code, []), causes.get(one.code, [])) for one in grounds]
    return sorted(offers, key=lambda offer: not offer.unmet)


def read_points(petition: Petition) -> tuple[list[Point], PetitionContent]:
    """Return the points of the petition and the words the Court goes by, read for a page that shows little else."""
    content = open_content(petition, as_told(petition))
    asked = asked_points(petition, content=content, laid=filing.laid_with(petition))
    return points_of(petition, asked), content
