"""What everyone may read of one case: its norms, the rulings on it, the earlier ones beside it. No petition, no person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from courtcase.frame.dates import court_date
from courtcase.law.models import DecidedProvision, Provision
from courtcase.law.queries import cite
from petitions.models import Case, Sitting
from rulings.access import published
from rulings.models import Ruling
from rulings.publication.citing import NORM, norm_path
from rulings.publication.graph import Graph, Node, graph_of
from rulings.publication.proceedings import LISTED
from rulings.wording import FAMILY_UNKNOWN, OUTCOME_WORDS, heading_of

MOST_EARLIER = 100


@dataclass(frozen=True)
class Beside:
    """Something beside a case: how it stands to the case in words, its name and address."""

    words: str
    name: str
    short: str
    url: str


@dataclass(frozen=True)
class CasePage:
    """A case as its page shows it. `stamp` tells one state of it from another."""

    case: Case
    bench: str
    norms: list[Beside]
    rulings: list[Beside]
    earlier: list[Beside]
    graph: Graph | None
    stamp: list[object]


def public_case_numbered(number: str) -> Case | None:
    """Return the case of a number, with the norms its petitions contest and the sessions called; None: there is none."""
    sessions = Sitting.objects.filter(adjourned_at=None).order_by("pk")
    found = Case.objects.prefetch_related(
        Prefetch("petitions__contested", queryset=LISTED), Prefetch("sittings", queryset=sessions)
    )
    return found.filter(number=number).first()


def case_page(case: Case, language: str, words: dict[str, str]) -> CasePage:
    """Return what the page of a case shows in `language`; `words` say how a ruling, an earlier one and a norm stand to it."""
    own = list(published().filter(case=case).order_by("sort_day", "pk"))
    contested = contested_in(case)
    decided = earlier_on(contested, own)
    cited = list(
        published()
        .filter(links_in__from_ruling__in=own)
        .exclude(pk__in=[one.pk for one in own])
        .distinct()
        .order_by("pk")
    )
    rulings = [ruling_beside(one, language, words["ruling"]) for one in own]
    norms = [
        Beside(words["norm"], cite(one, language), cite(one, language), f"/{language}{norm_path(one)}")
        for one in contested
    ]
    earlier = earlier_beside(decided, cited, language, words)
    sittings = list(case.sittings.all())
    return CasePage(
        case=case,
        bench=sittings[-1].get_bench_display() if sittings else "",
        norms=norms,
        rulings=rulings,
        earlier=earlier,
        graph=graph_of(
            middle=Node(case.number, ""),
            left=[Node(one.short, one.url, one.words) for one in earlier],
            right=[
                *(Node(one.short, one.url, one.words) for one in rulings),
                *(Node(one.short, one.url, one.words, ends_tell=True) for one in norms),
            ],
        ),
        stamp=[
            *(case.pk, case.version, case.state, [(one.pk, one.bench) for one in sittings]),
            *([(one.pk, one.page_changed_at) for one in own], norms, earlier),
        ],
    )


def contested_in(case: Case) -> list[Provision]:
    """Return the norms contested in a case, each once; what a petitioner typed instead of choosing it is not among them."""
    listed = [one.provision for petition in case.petitions.all() for one in petition.contested.all()]
    return list({one.pk: one for one in listed if one is not None}.values())


def earlier_on(contested: Sequence[Provision], own: Sequence[Ruling]) -> list[DecidedProvision]:
    """Return what was decided before on the norms of a case, on what they are parts of and on their parts."""
    near = Q(pk__in=[])
    for one in contested:
        near |= Q(provision=one) | Q(provision__act=one.act, provision__sort_key__startswith=one.sort_key + "/")
        near |= Q(provision=one.parent_id) if one.parent_id else Q()
    mine = [one.public_path for one in own]
    found = DecidedProvision.objects.filter(near).exclude(public_path__in=mine).select_related(*NORM)
    return list(found.order_by("-decided_on", "-pk")[:MOST_EARLIER])


def earlier_beside(
    decided: Sequence[DecidedProvision], cited: Sequence[Ruling], language: str, words: dict[str, str]
) -> list[Beside]:
    """Return the earlier rulings beside a case, each once: on its norms first, then those its rulings cite."""
    found: dict[str, Beside] = {}
    for one in decided:
        number = getattr(one, f"number_{language}")
        name = f"№ {number}" if number else str(FAMILY_UNKNOWN)
        day = f", {court_date(one.decided_on)}" if one.decided_on else ""
        said = f"{cite(one.provision, language)}: {OUTCOME_WORDS[one.outcome]}"
        found.setdefault(one.public_path, Beside(said, name + day, name, f"/{language}{one.public_path}"))
    for ruling in cited:
        found.setdefault(ruling.public_path, ruling_beside(ruling, language, words["cited"]))
    return list(found.values())


def ruling_beside(ruling: Ruling, language: str, words: str) -> Beside:
    """Return one published ruling beside a case."""
    heading = heading_of(ruling, language)
    return Beside(words, heading, ruling.number or heading, f"/{language}{ruling.public_path}")
