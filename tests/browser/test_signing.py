"""Signing in a real browser: NCALayer by the page's own script, and a telephone the page waits for."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from courtcase.signatures.models import PhoneSigning
from petitions.models import Petition
from petitions.workflow import State
from tests.browser.conftest import LANGUAGES, NARROW, rotating
from tests.browser.layer import BASICS, OLDER, Layer, listening
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.petitions.signing import PERSON, Trusted, founded
from tests.petitions.walk import Walk
from tests.signatures.authority import Holder, container

pytestmark = [pytest.mark.browser, pytest.mark.faults]
MakeVisitor = Callable[..., Visitor]
NOT_RUNNING = (
    "NCALayer does not answer. Start it on this computer and press the button again. "
    "If it is not installed, choose another way on this page."
)
CANCELLED = "You closed NCALayer's window: nothing was signed. Press the button to begin again."
CLOSED = "NCALayer was closed before it signed. Start it and press the button again."


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Trusted:
    """Return the authority whose certificates this Court trusts."""
    return founded(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def running_layer() -> Iterator[Layer]:
    """Run a program that stands in for NCALayer."""
    with listening() as layer:
        yield layer


@pytest.fixture
def layer(running_layer: Layer) -> Layer:
    """Return the program, doing nothing yet."""
    running_layer.sign, running_layer.is_old, running_layer.hangs_up = None, False, False
    running_layer.asked.clear()
    return running_layer


@pytest.fixture(scope="module")
def site_environment(court: Trusted, running_layer: Layer) -> dict[str, str]:
    """Return what lets the site verify signatures, and its pages find the program."""
    own = {"COURTCASE_NCALAYER_ADDRESS": running_layer.address, "COURTCASE_EGOV_MOBILE_BIN": "990140000385"}
    return {**court.environment, **own}


def by(holder: Holder) -> Callable[[bytes], bytes]:
    """Return how this person's program signs."""
    return lambda content: container(content, holder)


def waiting(visitor: MakeVisitor, language: str, **keywords: object) -> tuple[Visitor, Petition]:
    """Return a petitioner on the page of signing."""
    petition = Walk(Cast()).submitted(petitioner=PERSON, language="kk" if language == "kk" else "ru")
    citizen = visitor(language, name="signing", **keywords)
    return citizen.sign_in("petitioner", then=f"/petitions/{petition.public_id}/sign/"), petition


def says(citizen: Visitor, words: str) -> None:
    """Wait until the page says these words politely."""
    status = citizen.page.locator("[data-ncalayer] [role=status]")
    status.filter(has_text=citizen.say(words)).wait_for()


@pytest.mark.parametrize("language", rotating())
def test_with_ncalayer(language: str, visitor: MakeVisitor, layer: Layer, court: Trusted) -> None:
    citizen, petition = waiting(visitor, language)
    citizen.looks("ways", scripts=True, also_narrow=True)
    citizen.one("Sign with NCALayer").click()
    says(citizen, CANCELLED)
    layer.hangs_up = True
    citizen.one("Sign with NCALayer").click()
    says(citizen, CLOSED)
    layer.hangs_up, layer.sign = False, by(court.signer(iin="900101300017"))
    with citizen.page.expect_navigation():
        citizen.one("Sign with NCALayer").click()
    citizen.reads("Not signed")
    citizen.looks("ncalayer-refused", scripts=True)
    layer.sign = by(court.signer())
    citizen.one("Sign with NCALayer").focus()
    with citizen.page.expect_navigation(url=f"**/petitions/{petition.public_id}/"):
        citizen.page.keyboard.press("Enter")
    petition.refresh_from_db()
    assert petition.state == State.FILED
    assert [one["module"] for one in layer.asked] == [BASICS] * 4
    assert layer.asked[0]["args"]["signerParams"] == {"extKeyUsageOids": ["1.3.6.1.5.5.7.3.4"]}


@pytest.mark.faults
def test_with_an_older_ncalayer(visitor: MakeVisitor, layer: Layer, court: Trusted) -> None:
    citizen, petition = waiting(visitor, "ru")
    layer.is_old = True
    citizen.one("Sign with NCALayer").click()
    says(citizen, CANCELLED)
    layer.sign = by(court.signer())
    with citizen.page.expect_navigation(url=f"**/petitions/{petition.public_id}/"):
        citizen.one("Sign with NCALayer").click()
    petition.refresh_from_db()
    assert petition.state == State.FILED
    assert [one["module"] for one in layer.asked] == [BASICS, OLDER] * 2


@pytest.mark.faults
def test_ncalayer_that_does_not_run_is_said_and_no_other_address_may_be_asked(
    visitor: MakeVisitor, layer: Layer
) -> None:
    citizen, _petition = waiting(visitor, "kk")
    citizen.page.evaluate("document.querySelector('[data-ncalayer]').dataset.ncalayer = 'ws://127.0.0.1:9/'")
    citizen.one("Sign with NCALayer").click()
    says(citizen, NOT_RUNNING)
    citizen.page.reload()
    citizen.page.evaluate(f"document.querySelector('[data-ncalayer]').dataset.ncalayer = '{layer.address}'")
    citizen.page.evaluate("document.querySelector('[data-ncalayer]').dataset.document = '/no-such-page/'")
    citizen.one("Sign with NCALayer").click()
    says(citizen, "The document could not be loaded. Check your connection and press the button again.")


@pytest.mark.faults
def test_without_scripts_the_road_says_what_to_do(visitor: MakeVisitor) -> None:
    citizen, _petition = waiting(visitor, "ru", java_script_enabled=False, viewport=NARROW)
    citizen.reads("With NCALayer on this computer")
    assert not citizen.one("Sign with NCALayer").is_visible()
    assert citizen.page.locator("noscript p").is_visible()


@pytest.mark.faults
@pytest.mark.parametrize("language", LANGUAGES)
def test_with_a_telephone(language: str, visitor: MakeVisitor, court: Trusted, new_page: Callable[..., Page]) -> None:
    citizen, petition = waiting(visitor, language)
    citizen.press("Sign with eGov Mobile")
    citizen.looks("phone", scripts=True, also_narrow=True)
    code = citizen.page.locator("main img")
    assert code.evaluate("one => one.complete && one.naturalWidth > 100")
    turn = PhoneSigning.objects.latest("pk")
    telephone = new_page().request
    about = telephone.get(f"{citizen.site.address}/egov-mobile/{turn.public_id}/").json()["document"]
    proof = {"Authorization": f"Bearer {about['auth_token']}"}
    asked = telephone.get(about["uri"], headers=proof).json()
    status = citizen.page.locator("[data-watched]")
    status.filter(has_text=citizen.say("The telephone has the document. Sign it there.")).wait_for()
    file = asked["documentsToSign"][0]["document"]["file"]
    content = base64.b64decode(file["data"])
    file["data"] = base64.b64encode(container(content, court.signer(iin="900101300017"))).decode()
    assert telephone.put(about["uri"], headers=proof, data=asked).status == 403
    file["data"] = base64.b64encode(container(content, court.signer())).decode()
    assert telephone.put(about["uri"], headers=proof, data=asked).status == 200
    citizen.page.wait_for_url(f"**/petitions/{petition.public_id}/")
    citizen.reads("The signature is valid. The Court has your petition, signed.")


@pytest.mark.faults
def test_with_a_telephone_and_without_scripts(
    visitor: MakeVisitor, court: Trusted, new_page: Callable[..., Page]
) -> None:
    citizen, petition = waiting(visitor, "kk", java_script_enabled=False, viewport=NARROW)
    citizen.press("Sign with eGov Mobile")
    citizen.press("I have signed: look")
    citizen.reads("We wait for your telephone.")
    turn, telephone = PhoneSigning.objects.latest("pk"), new_page().request
    about = telephone.get(f"{citizen.site.address}/egov-mobile/{turn.public_id}/").json()["document"]
    proof = {"Authorization": f"Bearer {about['auth_token']}"}
    asked = telephone.get(about["uri"], headers=proof).json()
    file = asked["documentsToSign"][0]["document"]["file"]
    file["data"] = base64.b64encode(container(base64.b64decode(file["data"]), court.signer())).decode()
    assert telephone.put(about["uri"], headers=proof, data=asked).status == 200
    citizen.press("I have signed: look")
    assert citizen.path.startswith(f"/petitions/{petition.public_id}/")
    citizen.reads("The signature is valid. The Court has your petition, signed.")
