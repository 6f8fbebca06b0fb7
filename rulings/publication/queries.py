"""What the public pages, the feed and the API read: published rulings only, each with a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import F, Max, Prefetch, QuerySet
from django.utils.translation import gettext, override

from courtcase.law.models import DecidedProvision, Provision, ProvisionVersion
from courtcase.law.queries import cite, decided_on, neighbours
from courtcase.law.source_words import words_of_source
from rulings.access import published
from rulings.models import Rendition, Ruling, RulingProvision
from rulings.models.kinds import AUTHENTIC, Origin
from rulings.publication.citing import NORM, PARTS, Neighbour, citing_norm, norm_path
from rulings.publication.shown import newest_of
from rulings.wording import OUTCOME_TONES, OUTCOME_WORDS, heading_of, title_of

NORMS = Prefetch("provisions", queryset=RulingProvision.objects.select_related(*NORM))


def with_norms(found: QuerySet[Ruling]) -> QuerySet[Ruling]:
    """Return rulings with what a list shows of each: norms and source facts."""
    return found.select_related("facts").prefetch_related(NORMS)


RulingRow = TypeVar("RulingRow", RulingProvision, DecidedProvision)


@dataclass(frozen=True)
class Line:
    """A ruling in a list: what it is called, what was decided. `has_title`: its title was written or seen in the language.
    `is_subject`: it has none, and what it is about stands in its place.

    `unseen` says before a title in another language (`title_language`) that there is none in this one; blank: there is.
    """

    ruling: Ruling
    heading: str
    title: str
    title_language: str
    unseen: str
    has_title: bool
    is_subject: bool
    outcomes: list[dict[str, str]]
    url: str


def line_of(ruling: Ruling, language: str) -> Line:
    """Return a ruling (with its norms) as a list shows it in `language`."""
    norms = list(ruling.provisions.all())
    title = title_of(ruling, norms, language)
    shown, spoken = (title, language) if title else other_title(ruling, language)
    codes = dict.fromkeys(norm.outcome for norm in norms if holder_of(norm, norms) is None)
    outcomes = [{"words": str(OUTCOME_WORDS[code]), "tone": OUTCOME_TONES[code]} for code in codes]
    return Line(
        ruling=ruling,
        heading=heading_of(ruling, language),
        title=shown,
        title_language=spoken,
        unseen=unseen_title(ruling, language) if shown and spoken != language else "",
        has_title=bool(ruling.in_language("title", language)),
        is_subject=bool(shown and not title and shown == subject_of(ruling, language)[0]),
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


def unseen_title(ruling: Ruling, language: str) -> str:
    """Return what stands in `language` before a title in another: that of what others published none was seen in it."""
    with override(language):
        if ruling.origin == Origin.SOURCE:
            return gettext("The title in this language was not seen in our sources:")
        return gettext("There is no title in this language:")


def other_title(ruling: Ruling, language: str) -> tuple[str, str]:
    """Return what to call a ruling without a title in `language`, and the language of the words; blank where nothing is known.

    That is its subject, where a source tells it and we have it in that language; else a title in whichever there is one.
    """
    subject, spoken = subject_of(ruling, language)
    if subject and spoken == language:
        return subject, spoken
    titled = next((code for code in ("ru", "kk", "en") if ruling.in_language("title", code)), "")
    return (ruling.in_language("title", titled), titled) if titled else (subject, spoken)


def subject_of(ruling: Ruling, language: str) -> tuple[str, str]:
    """Return what a ruling is about as its source says, and the language of the words; blank where no source says it."""
    facts = getattr(ruling, "facts", None)
    return words_of_source(facts.subject_en, language) if facts is not None else ("", language)


def newest_renditions(ruling: Ruling) -> dict[str, Rendition]:
    """Return the newest rendition in each language the ruling's text is published in."""
    return newest_of(ruling.renditions.defer("blocks"))


def shown_rendition(newest: Mapping[str, Rendition], language: str) -> Rendition | None:
    """Return the rendition in the language or, where there is none, in a language of the Court."""
    return next((newest[code] for code in (language, *AUTHENTIC) if code in newest), None)


def file_kind(ending: str, language: str) -> str:
    """Return the kind under which a file of a ruling is kept: one ending, one language."""
    return f"ruling_{ending}_{language}"


@dataclass(frozen=True)
class NormFacts:
    """A provision as its page shows it."""

    provision: Provision
    versions: list[ProvisionVersion]
    decided: list[DecidedProvision]
    neighbours: list[Provision]
    citing: list[Neighbour]


def norm_facts(provision: Provision, language: str) -> NormFacts:
    """Return what was decided on a provision, its force, its examined neighbours, and the rulings that cite it."""
    return NormFacts(
        provision=provision,
        versions=list(provision.versions.order_by(F("applies_from").desc(nulls_last=True), "-id")),
        decided=list(decided_on(provision).select_related(*NORM)),
        neighbours=list(neighbours(provision).select_related(*PARTS)[:50]),
        citing=citing_norm(provision, language),
    )


def norm_url(provision: Provision, language: str) -> str:
    """Return the address of a norm's page, without asking which language is active."""
    return f"/{language}" + norm_path(provision)


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
