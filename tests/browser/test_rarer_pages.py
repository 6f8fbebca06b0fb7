"""Pages that `test_every_page` has no words for: each route that answers a person, with what the prepared world puts behind it.

Belongs to the second tier.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from courtcase.people.actors import Actor
from petitions.filing.operations.help import make_help_code, open_help
from petitions.proceedings.operations.deliberate import put_question
from tests.addresses import PARAMETER, Route, asked, routes
from tests.browser.conftest import LANGUAGES
from tests.browser.serving import Site
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.petitions.prepared import World, arguments_of, prepare, signed_in
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.faults]
MakeVisitor = Callable[..., Visitor]
# By user: the routes of pages, as the resolver has them. The first that answers them with a page is looked at.
RARER: dict[str, tuple[str, ...]] = {
    "nobody": ("privacy/", "api/", "account/inactive/", "account/password/reset/done/"),
    "petitioner": (
        "notices/", "account/what-you-wrote/", "account/second-factor/", "account/second-factor/totp/activate/",
        "account/second-factor/webauthn/", "account/second-factor/webauthn/add/",
        "account/logout/", "account/reauthenticate/", "account/email/", "account/password/change/",
        "petitions/clients/<uuid:public_id>/start/", "petitions/clients/<uuid:public_id>/proof/",
        "petitions/<uuid:public_id>/write/others/", "petitions/<uuid:public_id>/write/representatives/",
        "petitions/<uuid:public_id>/write/<people:group>/<slug:key>/",
        "petitions/<uuid:public_id>/use-again/", "petitions/<uuid:public_id>/later-letters/",
        "petitions/<uuid:public_id>/documents/<int:attachment_id>/preview/", "petitions/new/",
    ),
    "registrar": (
        "desk/undelivered/", "desk/letters-to-print/", "desk/letters-to-print/<uuid:public_id>/",
        "intake/<uuid:public_id>/confirm/", "intake/<uuid:public_id>/withdraw-one/",
        "intake/<uuid:public_id>/later-letters/",
    ),
    "head_of_intake": ("letters/second-readings/<uuid:public_id>/",),
    "consultant": ("petitions/help/<int:help_id>/",),
    "secretary": (
        "proceedings/sessions/<uuid:public_id>/attendance/", "proceedings/sessions/<uuid:public_id>/summon/",
        "proceedings/cases/<uuid:public_id>/requests/<uuid:request_id>/answer/",
        "desk/rulings/<uuid:public_id>/discard/", "desk/rulings/acts/<slug:code>/correct/",
    ),
    "execution_officer": ("desk/execution/<uuid:public_id>/entries/<int:step_id>/",),
    "chair": ("proceedings/cases/<uuid:public_id>/recusals/<uuid:recusal_id>/",),
    "judge1": ("proceedings/sessions/<uuid:public_id>/deliberation/<int:position>/",),
    "stranger": ("proceedings/my-cases/<uuid:public_id>/papers/<int:number>/",),
    "administrator": ("administration/accounts/<uuid:public_id>/",),
}  # fmt: skip


@pytest.fixture(scope="module")
def world(site: Site) -> World:
    """Return the prepared world on the site's own database."""
    return with_what_lasts_a_day(prepare(Walk(Cast())))


def with_what_lasts_a_day(world: World) -> World:
    """Return the world with a draft a consultant reads, and a question on which the bench votes, both of today."""
    walk = world.walk
    writer, at = Actor.of(walk.cast.petitioner), timezone.now()
    code = make_help_code(petition=walk.drafted(), actor=writer, at=at)
    assert open_help(code=code, actor=Actor.of(walk.cast.consultant), at=at) is not None
    desk = Desk(walk)
    sitting = desk.sitting(desk.case())
    put_question(
        sitting=sitting, text="Does the provision conform?", actor=Actor.of(walk.cast.judges[0]), at=walk.tick()
    )
    world.sittings.append(sitting)
    return world


def known(route: Route, world: World) -> list[dict[str, Any]]:
    """Return what may stand in the parameters of a route."""
    return arguments_of(route.route, world) if route.parameters else [{}]


def page_of(route: Route, world: World, user: str, language: str) -> str | None:
    """Return the first address of a route that answers the user with a page; None where none does."""
    if not route.parameters:
        return route.address({}, language)
    client = signed_in(world, None if user == "nobody" else user)
    for arguments in known(route, world):
        address = route.address(arguments, language)
        if asked(client, "GET", address).status_code == 200:
            return address
    return None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("user", RARER)
def test_every_rarer_page_is_open_to_everyone(user: str, language: str, world: World, visitor: MakeVisitor) -> None:
    """Pictures are kept as of every other page: both sizes in Kazakh, the narrow in Russian, the wide in English."""
    one = visitor(language, name=f"rarer-{user}")
    if user != "nobody":
        one.sign_in(user)
    by_route = {route.route: route for route in routes()}
    unseen = []
    for name in RARER[user]:
        address = page_of(by_route[name], world, user, language)
        if address is None:
            unseen.append(name)
            continue
        one.go(address[3:])
        one.looks(
            re.sub(r"\W+", "-", PARAMETER.sub("", name)).strip("-"),
            scripts=user != "nobody",
            also_narrow=language != "en",
            pictured=language != "ru",
        )
    assert not unseen, f"no page for {user}: {unseen}"
