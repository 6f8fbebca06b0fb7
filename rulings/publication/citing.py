"""What a published ruling links to and what links to it: confirmed citations, and the relations between rulings."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.urls import reverse

from courtcase.law.models import Provision
from courtcase.law.queries import cite
from rulings.blocks import Block
from rulings.citing import Place, flat_of, linked
from rulings.models import Ruling, RulingLink, TextCitation
from rulings.models.citations import LINKED
from rulings.models.kinds import AUTHENTIC
from rulings.models.ruling import RulingLink as Link
from rulings.wording import heading_of

# A provision is cited with everything it is a part of; these bring it along, from itself and from a row that names it.
PARTS = ("act", "parent__parent__parent__parent")
NORM = tuple(f"provision__{name}" for name in PARTS)
# Relations that a reader of the earlier ruling has to know before its text.
CHANGES = (Link.Kind.SUPPLEMENTS, Link.Kind.CORRECTS, Link.Kind.INTERPRETS)
MOST_CITING = 200


def norm_path(provision: Provision) -> str:
    """Return the public path of a norm, without language."""
    return path_in_act(provision.act.code, provision.path)


@functools.lru_cache(maxsize=10_000)
def path_in_act(act: str, path: str) -> str:
    """Return the public path of the norm at a place of an act, without language."""
    return reverse("publication:norm", args=[act, path])[3:]


def path_of(row: TextCitation) -> str:
    """Return the public path of what a citation names, without language; blank where it names nothing that is known."""
    if row.provision is not None:
        return norm_path(row.provision)
    return row.cited.public_path if row.cited is not None else ""


def linked_citations() -> QuerySet[TextCitation]:
    """Return the citations that are links: confirmed or made by hand, and still in the text."""
    return TextCitation.objects.filter(state__in=LINKED).exclude(block="")


def places_of(blocks: Sequence[Block], rows: Iterable[TextCitation]) -> dict[str, list[Place]]:
    """Return the links of one text by the blocks they stand in: where their words stand in what is shown, if they still do."""
    flats = {block["id"]: flat_of(block) for block in blocks}
    places: dict[str, list[Place]] = defaultdict(list)
    for row in rows:
        flat = flats.get(row.block, "")
        start = row.start if flat[row.start : row.end] == row.words else flat.find(row.words)
        if row.words and start >= 0:
            places[row.block].append(Place(start, start + len(row.words), path_of(row)))
    return dict(places)


def linked_blocks(blocks: Sequence[Block], rows: Iterable[TextCitation]) -> list[Block]:
    """Return the blocks of a text as they are shown, with its citations as links."""
    return linked(blocks, places_of(blocks, rows))


def citations_of(ruling: Ruling) -> list[TextCitation]:
    """Return the citations of a ruling's texts that are links, in their order."""
    return list(linked_citations().filter(ruling=ruling).select_related(*NORM, "cited").order_by("id"))


@dataclass
class Neighbour:
    """A ruling beside another: how the two stand to each other, and in which paragraphs of the later one it is said."""

    ruling: Ruling
    heading: str
    url: str
    kinds: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    paragraphs: list[dict[str, str]] = field(default_factory=list)
    words: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What a ruling cites and what cites it; `changed_by` are the later rulings that supplement, correct or interpret it."""

    cites: list[Neighbour]
    cited_by: list[Neighbour]
    changed_by: list[Neighbour]
    norms: list[dict[str, str]]


def surroundings(ruling: Ruling, language: str) -> Surroundings:
    """Return what stands around a published ruling, in two statements."""
    links = RulingLink.objects.filter(Q(from_ruling=ruling) | Q(to_ruling=ruling)).select_related(
        "from_ruling", "to_ruling"
    )
    inside = Q(ruling=ruling) | Q(cited=ruling, ruling__state="published")
    rows = list(linked_citations().filter(inside).select_related(*NORM, "ruling", "cited").order_by("id"))
    cites: dict[int, Neighbour] = {}
    cited_by: dict[int, Neighbour] = {}
    for link in links:
        is_out = link.from_ruling_id == ruling.pk
        note(cites if is_out else cited_by, link.to_ruling if is_out else link.from_ruling, language, link=link)
    own, others = (
        [row for row in rows if row.ruling_id == ruling.pk],
        [row for row in rows if row.ruling_id != ruling.pk],
    )
    for row in best_language(own, language):
        if row.cited is not None:
            note(cites, row.cited, language, row=row)
    for row in others:
        note(cited_by, row.ruling, language, row=row)
    return Surroundings(
        cites=ordered(cites, language),
        cited_by=ordered(cited_by, language),
        changed_by=[one for one in ordered(cited_by, language) if set(one.kinds) & set(CHANGES)],
        norms=norms_cited(own, language),
    )


def note(
    known: dict[int, Neighbour],
    other: Ruling,
    language: str,
    *,
    link: RulingLink | None = None,
    row: TextCitation | None = None,
) -> None:
    """Write down one link or citation beside the ruling it leads to or comes from; one that is not published is not told."""
    if not other.is_published:
        return
    one = known.setdefault(other.pk, Neighbour(other, heading_of(other, language), f"/{language}{other.public_path}"))
    if link is not None:
        one.kinds.append(link.kind)
        one.sources += [link.source] if link.source else []
    if row is not None:
        shown = {"language": row.language, "block": row.block, "number": row.number}
        if shown not in one.paragraphs:
            one.paragraphs.append(shown)


def ordered(known: dict[int, Neighbour], language: str) -> list[Neighbour]:
    """Return the rulings from the oldest on, each told in words, with the paragraphs of one language."""
    labels = dict(Link.Kind.choices)
    for one in known.values():
        told = dict.fromkeys(kind for kind in one.kinds if kind != Link.Kind.CITES) or {Link.Kind.CITES: None}
        one.words = ", ".join(str(labels[kind]) for kind in told)
        spoken = language_of([paragraph["language"] for paragraph in one.paragraphs], language)
        one.paragraphs = [paragraph for paragraph in one.paragraphs if paragraph["language"] == spoken]
    return sorted(known.values(), key=lambda one: in_time(one.ruling))


def language_of(languages: Sequence[str], wanted: str) -> str:
    """Return the language wanted or, where it is not there, one of the Court's."""
    return next((code for code in (wanted, *AUTHENTIC) if code in languages), wanted)


def best_language(rows: Sequence[TextCitation], wanted: str) -> list[TextCitation]:
    """Return the citations of one text of a ruling: what its texts say is the same."""
    spoken = language_of([row.language for row in rows], wanted)
    return [row for row in rows if row.language == spoken]


def norms_cited(rows: Iterable[TextCitation], language: str) -> list[dict[str, str]]:
    """Return the norms cited, in whichever language of the text, each once and in the order of their acts."""
    found = {row.provision.pk: row.provision for row in rows if row.provision is not None}
    known = sorted(found.values(), key=lambda norm: (norm.act.code, norm.sort_key))
    return [{"cited": cite(norm, language), "url": f"/{language}{norm_path(norm)}"} for norm in known]


def citing_norm(provision: Provision, language: str) -> list[Neighbour]:
    """Return the published rulings whose texts cite a norm or a part of it, from the oldest on; in one statement."""
    within = Q(provision=provision) | Q(
        provision__act=provision.act, provision__sort_key__startswith=provision.sort_key + "/"
    )
    rows = linked_citations().filter(within, ruling__state="published").select_related("ruling").order_by("id")
    known: dict[int, Neighbour] = {}
    for row in rows[:MOST_CITING]:
        note(known, row.ruling, language, row=row)
    return ordered(known, language)


def note_cited_rulings(ruling: Ruling, links: Iterable[TextCitation] | None = None) -> list[int]:
    """Write down that a ruling cites those its confirmed citations name, where nothing closer is; returns their ids.

    `links` are those citations, where the caller has them.
    """
    cited = {row.cited_id for row in (citations_of(ruling) if links is None else links) if row.cited_id is not None}
    known = set(ruling.links_out.values_list("to_ruling", flat=True))
    RulingLink.objects.bulk_create(
        (RulingLink(from_ruling=ruling, to_ruling_id=pk) for pk in sorted(cited - known)), ignore_conflicts=True
    )
    return sorted(cited | known)


def paths_cited(ruling: Ruling) -> list[str]:
    """Return the public paths of the rulings and norms that a ruling read for its files cites (`reading.read_for_files`)."""
    own = list(ruling.citations.all())
    cited = {link.to_ruling_id: link.to_ruling for link in ruling.links_out.all()}
    cited |= {row.cited.pk: row.cited for row in best_language(own, "ru") if row.cited is not None}
    shown = sorted((one for one in cited.values() if one.is_published), key=in_time)
    return [*(one.public_path for one in shown), *(norm["url"][3:] for norm in norms_cited(own, "ru"))]


def in_time(ruling: Ruling) -> tuple[str, int]:
    """Return what puts rulings in the order in which they were adopted."""
    return str(ruling.sort_day or ""), ruling.pk
