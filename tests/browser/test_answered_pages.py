"""Pages that stand behind a code, or that only a form answers with: as `test_every_page` looks at those with an address.

Belongs to the second tier, as that does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courtcase.people.actors import Actor
from petitions.filing.operations.attach import attach
from petitions.intake.operations.mark_petitions import mark_new
from petitions.models import Petition
from petitions.own_codes import own_code_of
from tests.browser.conftest import LANGUAGES
from tests.browser.serving import Site
from tests.browser.visitor import Visitor
from tests.cast import PASSWORD, Cast
from tests.documents.files import picture
from tests.petitions.represented import client_on_desk
from tests.petitions.together import SECOND
from tests.petitions.walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.faults]
MakeVisitor = Callable[..., Visitor]
TYPED = "Сот маған осы норманы қолданды."


@dataclass
class World:
    """What the pages are about: a petition of two, and a client of the petitioner's desk."""

    walk: Walk
    joint: Petition
    client: str


@pytest.fixture(scope="module")
def world(site: Site) -> World:
    """Fill the site with what the pages tell of."""
    walk = Walk(Cast())
    joint = walk.confirm(walk.submitted(others=[SECOND]))
    walk.registered(others=[SECOND])
    mark_new(actor=Actor.system("tests"), at=walk.now)
    client = client_on_desk(Actor.of(walk.cast.petitioner))["public_id"]
    return World(walk, joint, str(client))


@pytest.mark.parametrize("language", LANGUAGES)
def test_behind_a_code(language: str, world: World, visitor: MakeVisitor) -> None:
    one = visitor(language, name="answered-nobody", script="answered-nobody")
    one.go("/petitions/track/")
    one.fill(code=own_code_of(world.joint, "aa11"))
    sent(one)
    one.reads("The way of your petition")
    one.looks("co-petitioner", also_narrow=True)
    one.press("Give the second proof")
    one.looks("prove", also_narrow=True)
    one.go("/account/phone/sign-in/")
    one.fill(phone="+7 701 000 00 07")
    sent(one)
    one.looks("code-by-telephone", also_narrow=True)
    one.fill(typed="000000")
    sent(one)
    one.looks("code-by-telephone-wrong", also_narrow=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_writer_is_answered(language: str, world: World, visitor: MakeVisitor) -> None:
    walk = world.walk
    one = visitor(language, name="answered-petitioner", script="answered-petitioner")
    one.sign_in("petitioner")
    one.go(f"/petitions/clients/{world.client}/")
    one.looks("client", also_narrow=True)
    draft = walk.drafted()
    one.go(f"/petitions/{draft.public_id}/write/situation/")
    draft = walk.changed(draft, situation="Saved in another window.")
    one.fill(situation=TYPED)
    one.press("Save and go on")
    one.reads("What was saved meanwhile")
    one.looks("saved-meanwhile", also_narrow=True)
    one.go(f"/petitions/{draft.public_id}/write/situation/")
    walk.submit(draft)
    one.fill(situation=TYPED)
    one.press("Save and go on")
    one.reads(TYPED, translated=False)
    one.looks("no-longer-written", also_narrow=True)
    one.go(f"/petitions/{world.joint.public_id}/withdraw/one/")
    one.looks("leave-a-joint-petition", also_narrow=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_done_now(language: str, world: World, visitor: MakeVisitor) -> None:
    one = visitor(language, name="answered-petitioner", script="answered-refused")
    one.sign_in("petitioner")
    walk, draft = world.walk, with_file(world.walk, world.walk.drafted())
    one.go(f"/petitions/{draft.public_id}/write/attachments/")
    draft.refresh_from_db()
    walk.submit(draft)
    one.page.locator("form[action$='/remove/'] button").click()
    one.page.wait_for_load_state()
    one.reads("This cannot be done now")
    one.looks("refused", also_narrow=True)
    one.go("/account/settings/")
    one.fill(phone="+7 701 000 00 19")
    one.press("Save name and telephone")
    one.press("Confirm the telephone by a code")
    one.looks("who-you-are", also_narrow=True)
    one.page.locator("#id_password").fill(PASSWORD)
    sent(one)
    one.looks("confirm-telephone", also_narrow=True)
    one.fill(typed="000000")
    sent(one)
    one.looks("confirm-telephone-wrong", also_narrow=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_desk_finds(language: str, world: World, visitor: MakeVisitor) -> None:
    clerk = visitor(language, name="answered-clerk").sign_in("clerk")
    clerk.go("/intake/find/")
    clerk.fill(code=SECOND["full_name"].split()[1])
    clerk.press("Find")
    clerk.reads("Found")
    clerk.looks("found", scripts=True, also_narrow=True)
    clerk.fill(code="zzzz")
    clerk.press("Find")
    clerk.looks("nothing-found", scripts=True, also_narrow=True)


def with_file(walk: Walk, draft: Petition) -> Petition:
    """Return a draft with which a picture is laid."""
    uploaded = SimpleUploadedFile("act.png", picture(), content_type="image/png")
    attach(
        petition=draft, uploaded=uploaded, purpose="judicial_act", actor=Actor.of(walk.cast.petitioner), at=walk.tick()
    )
    return draft


def sent(one: Visitor) -> None:
    """Send the form of the page."""
    one.page.locator("main form button[type=submit]").first.click()
    one.page.wait_for_load_state()
    one.must_stand()
