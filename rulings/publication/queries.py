"""What the public pages, the feed and the API read: published rulings only, each with a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Count, F, Max, Prefetch, QuerySet
from django.urls import reverse

from courtcase.law.models import DecidedProvision, PetitionerKind, Provision, ProvisionVersion
from courtcase.law.queries import cite, decided_on, neighbours
from rulings.access import published
from rulings.models import Measure, MeasureStep, Rendition, Ruling, RulingLink, RulingProvision
from rulings.models.kinds import AUTHENTIC
from rulings.publication.shown import newest_of
from rulings.wording import OUTCOME_TONES, OUTCOME_WORDS, heading_of, title_of

# A provision is cited with everything it is a part of; this brings it along.
NORM = ("provision__act", "provision__parent__parent__parent__parent")
NORMS = Prefetch("provisions", queryset=RulingProvision.objects.select_related(*NORM))


def with_norms(found: QuerySet[Ruling]) -> QuerySet[Ruling]:
    """Return rulings with what a list shows of each: norms and source facts."""
    return found.select_related("facts").prefetch_related(NORMS)


RulingRow = TypeVar("RulingRow", RulingProvision, DecidedProvision)


@dataclass(frozen=True)
class Line:
    """A ruling in a list: what it is called, what was decided. `has_title`: its title was written or seen in the language."""

    ruling: Ruling
    heading: str
    title: str
    title_language: str
    has_title: bool
    outcomes: list[dict[str, str]]
    url: str


def line_of(ruling: Ruling, language: str) -> Line:
    """Return a ruling (with its norms) as a list shows it in `language`."""
    norms = list(ruling.provisions.all())
    title = title_of(ruling, norms, language)
    shown, spoken = (title, language) if title else other_title(ruling)
    codes = dict.fromkeys(norm.outcome for norm in norms if holder_of(norm, norms) is None)
    outcomes = [{"words": str(OUTCOME_WORDS[code]), "tone": OUTCOME_TONES[code]} for code in codes]
    return Line(
        ruling=ruling,
        heading=heading_of(ruling, language),
        title=shown,
        title_language=spoken,
        has_title=bool(ruling.in_language("title", language)),
        outcomes=outcomes,
        url=f"/{language}{ruling.public_path}",
    )


def holder_of(row: RulingRow, rows: Iterable[RulingRow]) -> RulingRow | None:
    """Return which of `rows` of the same ruling decided on a provision that holds the one of `row`, whose outcome was not seen.

    Beside the outcome of the whole, “not seen” for a part of it would tell one decision two ways. None: there is no such row.
    """
    if row.outcome:
        return None
    above: set[int] = set()
    parent = row.provision.parent
    while parent is not None:
        above.add(parent.pk)
        parent = parent.parent
    return next((one for one in rows if one.outcome and one.provision_id in above), None)


def other_title(ruling: Ruling) -> tuple[str, str]:
    """Return a title in whichever language there is one, and that language; blank where there is none."""
    for language in ("ru", "kk", "en"):
        if ruling.in_language("title", language):
            return ruling.in_language("title", language), language
    facts = getattr(ruling, "facts", None)
    return (facts.subject_en, "en") if facts is not None else ("", "en")


def shown_rendition(ruling: Ruling, language: str) -> Rendition | None:
    """Return the newest rendition in the language or, where there is none, in a language of the Court."""
    newest = newest_of(ruling.renditions.defer("blocks"))
    for code in (language, *AUTHENTIC):
        if code in newest:
            return newest[code]
    return None


def text_languages(ruling: Ruling) -> list[str]:
    """Return the languages the ruling's text is published in."""
    return sorted(set(ruling.renditions.values_list("language", flat=True)))


def file_kind(ending: str, language: str) -> str:
    """Return the kind under which a file of a ruling is kept: one ending, one language."""
    return f"ruling_{ending}_{language}"


def links_of(ruling: Ruling) -> dict[str, list[RulingLink]]:
    """Return what the ruling cites and what cites it, both published."""
    cites = (
        ruling.links_out.filter(to_ruling__state="published")
        .select_related("to_ruling")
        .order_by("to_ruling__sort_day")
    )
    cited = ruling.links_in.filter(from_ruling__state="published").select_related("from_ruling")
    return {"cites": list(cites), "cited_by": list(cited.order_by("from_ruling__sort_day"))}


def measures_of(ruling: Ruling) -> list[Measure]:
    """Return the measures of a ruling with their histories."""
    steps = Prefetch("steps", queryset=MeasureStep.objects.order_by("id"))
    return list(ruling.measures.select_related("answerable", "resulting_act").prefetch_related(steps))


def petitioners_of(ruling: Ruling, day: date) -> list[dict[str, Any]]:
    """Return how many petitions of each kind of petitioner the ruling answers, with the kind's names; never who they are."""
    counts = (
        ruling.petition_links.values(code=F("petition__petitioner_kind")).annotate(count=Count("id")).order_by("code")
    )
    found = list(counts)
    kinds = {
        kind.code: kind for kind in PetitionerKind.objects.current().filter(code__in=[row["code"] for row in found])
    }
    return [{"kind": kinds.get(row["code"]), "count": row["count"]} for row in found]


@dataclass(frozen=True)
class NormFacts:
    """A provision as its page shows it."""

    provision: Provision
    versions: list[ProvisionVersion]
    decided: list[DecidedProvision]
    neighbours: list[Provision]


def norm_facts(provision: Provision) -> NormFacts:
    """Return what was decided on a provision, its force, and the other provisions of its article that were examined."""
    return NormFacts(
        provision=provision,
        versions=list(provision.versions.order_by(F("applies_from").desc(nulls_last=True), "-id")),
        decided=list(decided_on(provision).select_related(*NORM)),
        neighbours=list(neighbours(provision).select_related("act", "parent__parent__parent__parent")[:50]),
    )


def norm_url(provision: Provision, language: str) -> str:
    """Return the address of a norm's page, without asking which language is active."""
    return f"/{language}" + norm_path(provision)


def norm_path(provision: Provision) -> str:
    """Return the public path of a norm, without language."""
    tail = reverse("publication:norm", args=[provision.act.code, provision.path])
    return tail[3:]


def decided_line(row: DecidedProvision, language: str) -> dict[str, str]:
    """Return one decision on a norm as a page shows it."""
    return {
        "number": getattr(row, f"number_{language}"),
        "cited": cite(row.provision, language),
        "words": str(OUTCOME_WORDS[row.outcome]),
        "tone": OUTCOME_TONES[row.outcome],
        "url": f"/{language}{row.public_path}",
    }


def last_change(found: QuerySet[Ruling] | None = None) -> datetime | None:
    """Return when anything on the pages of these published rulings (all, by default) last changed."""
    latest: datetime | None = (published() if found is None else found).aggregate(at=Max("page_changed_at"))["at"]
    return latest


def changed_of(paths: Iterable[str]) -> datetime | None:
    """Return when the rulings under these public paths last changed."""
    return last_change(published().filter(slug__in=[path.removeprefix("/rulings/") for path in paths]))
