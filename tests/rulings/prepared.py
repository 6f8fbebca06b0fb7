"""What may stand in the addresses of rulings, norms and measures: for the tests that walk every address."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils import timezone

from courtcase.law.adding import add_act
from courtcase.law.models import Act
from courtcase.people.actors import Actor
from rulings.models import Watch
from tests.rulings.statistics.counted import brought_over
from tests.rulings.watched import a_watch

if TYPE_CHECKING:
    from tests.petitions.prepared import Arguments, World


def rulings_of(world: World) -> Arguments:
    """Return every ruling with its first paragraph, citation and relation, or with one that is not there."""
    return [
        {
            "public_id": one.public_id,
            "block": "p1",
            "citation": one.citations.values_list("pk", flat=True).first() or 9**18,
            "relation": one.links_out.values_list("pk", flat=True).first() or 9**18,
            "place": 0,
            "to": 1,
        }
        for one in (*world.drafts, *world.published)
    ]


def listed_acts(world: World) -> Arguments:
    """Return an act that was added at the desk, and one that comes with the program."""
    known = Act.objects.filter(code="on-approving-sample-rules").first() or add_act(
        kind="other",
        titles={
            "kk": "Үлгі қағидаларды бекіту туралы",
            "ru": "Об утверждении образцовых правил",
            "en": "On approving sample rules",
        },
        source="Adilet, 30.11.2026",
        actor=Actor.of(world.walk.cast.secretary),
        at=timezone.now(),
    )
    return [{"code": code} for code in (known.code, "criminal-procedure-code-2014")]


def watches_of(world: World) -> Arguments:
    """Return an alert by e-mail, written down anew where it was ended."""
    return [{"public_id": (Watch.objects.filter(confirmed_at=None).first() or a_watch()).public_id}]


def mendings_of(world: World) -> Arguments:
    """Return what was asked to be shown otherwise of the published rulings."""
    asked = [one for ruling in world.published for one in ruling.mendings.all()]
    return [{"public_id": one.ruling.public_id, "mending_id": one.public_id} for one in asked]


def measures_of(world: World) -> Arguments:
    """Return every measure with what was asked about it and its first entry."""
    return [
        {
            "public_id": one.public_id,
            "asking_id": one.askings.values_list("public_id", flat=True).first() or uuid4(),
            "step_id": one.steps.values_list("pk", flat=True).first() or 9**18,
        }
        for one in world.measures
    ]


# What may stand in the places of parameters, by how the route begins; the first that fits is taken.
KNOWN: tuple[tuple[str, Callable[[World], Arguments]], ...] = (
    ("desk/execution/withdrawals/<uuid:withdrawal_id>/", lambda world: [{"withdrawal_id": uuid4()}]),
    ("desk/execution/<uuid:public_id>/", measures_of),
    ("measures/<uuid:public_id>/", measures_of),
    ("desk/rulings/<uuid:public_id>/shown/<uuid:mending_id>/", mendings_of),
    ("desk/rulings/<uuid:public_id>/", rulings_of),
    ("desk/rulings/acts/<slug:code>/", listed_acts),
    ("alerts/<uuid:public_id>/", watches_of),
    (
        "open-data/<str:name>",
        lambda world: [{"name": name} for name in ("rulings.csv", "rulings-akn.zip", "2026-Q4.zip")],
    ),
    ("sitemap-", lambda world: [{"kind": kind, "number": 0} for kind in ("rulings", "norms", "petitions")]),
    (
        "cases/<path:number>/",
        lambda world: [{"number": one.case.number if one.case else "none"} for one in world.published],
    ),
    ("rulings/<path:slug>", lambda world: [{"slug": one.slug} for one in (*world.published, *world.drafts)]),
    ("statistics/messages/<int:number>.csv", lambda world: [{"number": 1}]),
    ("statistics/<int:year>", lambda world: [{"year": brought_over()}, {"year": 1999}]),
    (
        "norms/<slug:act>",
        lambda world: [{"act": act, "path": "482"} for act in ("criminal-procedure-code-2014", "no-such-act")],
    ),
)
