"""A whole filing, signature included, on a telephone 320 pixels wide, by keyboard alone and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from petitions.models import Petition
from petitions.workflow import State
from tests.browser import filing
from tests.browser.conftest import NARROW, rotating
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor
from tests.petitions.signing import PERSON, Trusted, founded
from tests.signatures.authority import container

pytestmark = pytest.mark.browser
MakeVisitor = Callable[..., Visitor]


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Trusted:
    """Return the authority whose certificates this Court trusts."""
    return founded(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def site_environment(court: Trusted) -> dict[str, str]:
    """Return what lets the site verify signatures."""
    return court.environment


@pytest.mark.parametrize("language", rotating())
def test_a_petition_is_filed_and_signed(language: str, visitor: MakeVisitor, court: Trusted, tmp_path: Path) -> None:
    written_in = "kk" if language == "kk" else "ru"
    citizen = visitor(language, name="whole-filing", script="filing", viewport=NARROW, java_script_enabled=False)
    hands = Keyboard(citizen)
    citizen.go("/petitions/new/")
    write(hands, written_in)
    hands.press("Finish and go on to the signature")
    sign(hands, court, tmp_path)
    petition = Petition.objects.get(public_id=citizen.path.split("/")[2])
    assert (petition.state, petition.language) == (State.FILED, written_in)
    citizen.looks("filed-and-signed")


def write(hands: Keyboard, written_in: str) -> None:
    """Fill in the whole form, from its first question to the check."""
    citizen = hands.visitor
    citizen.looks("start")
    hands.choose("language", written_in)
    hands.press("Begin")
    citizen.looks("who")
    hands.choose("writer", "myself")
    hands.press("Save and go on")
    citizen.looks("you")
    hands.write(full_name=PERSON["full_name"], iin=PERSON["iin"], residence=PERSON["residence"])
    hands.press("Save and go on")
    hands.write(q="482 УПК")
    hands.press("Find")
    citizen.looks("norm", scripts=True)
    hands.tick("#found input")
    hands.press("Save and go on")
    citizen.looks("case")
    case = {name: filing.CASE[name] for name in ("court", "number", "adopted_on", "in_force_on")}
    hands.write(**case)
    hands.choose("applied", "named")
    hands.press("Save and go on")
    citizen.looks("rights")
    hands.tick("input[name=rights]")
    hands.press("Save and go on")
    for name, text in (
        ("situation", filing.SITUATION),
        ("reasoning", filing.REASONING),
        ("request", filing.REQUEST),
    ):
        citizen.looks(name)
        hands.write(**{name: text})
        hands.press("Save and go on")
    citizen.looks("attachments")
    hands.press("Go on to the check")
    citizen.looks("check")


def sign(hands: Keyboard, court: Trusted, folder: Path) -> None:
    """Sign the document of the page with an own key, and send the signature file."""
    citizen = hands.visitor
    citizen.looks("sign", scripts=True)
    document = citizen.page.request.get(citizen.page.url.rsplit("sign/", 1)[0] + "document.pdf")
    assert document.ok
    file = folder / "petition.pdf.p7s"
    file.write_bytes(container(document.body(), court.signer()))
    hands.lay("#id_container", file)
    hands.press("Sign and file")
