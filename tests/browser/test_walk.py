"""The whole road of a petition through the pages alone, in a real browser, with a real worker between the steps.

The tests stand in the order of the road; each goes on where the last one stopped. The citizen writes in Kazakh on a small
telephone that runs no script; staff work in Kazakh or Russian, by the day; the public reads in all three languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone

from courtcase.law.queries import grounds_on
from courtcase.law.time import court_day
from courtcase.notices.models import KeptMail
from courtcase.people.cast import MEMBER_BY_KEY
from tests.browser import filing
from tests.browser.conftest import BROKE_AT, NARROW, TODAY
from tests.browser.sessions import RULING, call_and_hold, write_and_sign
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.documents.files import pdf
from tests.petitions.letters.returning import configured
from tests.petitions.walk import Walk
from tests.workers import until

pytestmark = pytest.mark.browser
MakeVisitor = Callable[..., Visitor]
STAFF = ("kk", "ru")[TODAY % 2]
WHY = "Сот шешімі осы істе аталған норманы қолданғаны көрсетілмеген."


@dataclass
class Story:
    """What one step of the road leaves for the next."""

    code: str = ""
    petition: str = ""
    case: str = ""
    sitting: str = ""
    public_path: str = ""
    number: str = ""


@pytest.fixture(scope="module")
def story() -> Story:
    """Return the story that the tests of this module tell together."""
    return Story()


@pytest.fixture(autouse=True)
def road_is_whole(request: pytest.FixtureRequest) -> None:
    """Fail at once where an earlier step failed: nothing after it could be told from its consequences."""
    broke_at = request.node.parent.stash.get(BROKE_AT, "")
    assert not broke_at, f"the road broke off at {broke_at}"


@pytest.fixture
def citizen(visitor: MakeVisitor) -> Visitor:
    """Return the petitioner: a telephone 320 pixels wide, no script, no account."""
    return visitor("kk", name="citizen", viewport=NARROW, java_script_enabled=False, has_touch=True)


@pytest.fixture
def staff(visitor: MakeVisitor) -> Callable[[str], Visitor]:
    """Return a maker of members of the Court who have signed in: `staff("second_clerk")`."""

    def signed_in(key: str) -> Visitor:
        return visitor(STAFF, name=key.rstrip("0123456789")).sign_in(key)

    return signed_in


def track(citizen: Visitor, story: Story) -> None:
    """Open the page of the petition with nothing but its code, typed carelessly."""
    citizen.go("/petitions/track/")
    citizen.looks("track")
    citizen.fill(code=story.code.lower().replace("-", " "))
    citizen.press("Open")


def prove(citizen: Visitor) -> None:
    """Give the second proof by the code that is sent to the address on file; from the petition's page, and back to it."""
    citizen.press("Give the second proof")
    citizen.looks("prove")
    citizen.press("Send the code")
    citizen.looks("prove-code")
    sent = KeptMail.objects.filter(to=filing.PERSON["email"]).latest("kept_at")
    (code,) = re.findall(r"\b\d{6}\b", sent.text)
    citizen.fill(typed=code)
    citizen.press("Go on")


def open_petition(member: Visitor, story: Story) -> None:
    """Open the petition's page on the desk."""
    member.go(f"/intake/{story.petition}/")


def act(member: Visitor, story: Story, words: str, button: str, name: str) -> None:
    """Open the petition, choose an act on its page, look at the act's page and carry it out."""
    open_petition(member, story)
    member.press(words)
    member.looks(name, scripts=True)
    member.press(button)


def test_a_citizen_files_on_a_small_telephone(citizen: Visitor, story: Story, tmp_path: Path) -> None:
    filing.begin(citizen)
    filing.fill_in(citizen)
    filing.attach(citizen, tmp_path)
    story.code = filing.finish(citizen)
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}-\w{4}", story.code)
    citizen.reads("It is not filed yet.")
    citizen.looks("sign")
    with citizen.page.expect_download() as download:
        citizen.one("Download the paper version (PDF)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    citizen.press("The page of your petition")
    citizen.looks("waiting-for-signature")
    assert len(citizen.page.context.cookies()) <= 3


def test_a_clerk_confirms_the_signed_paper(staff: Callable[[str], Visitor], story: Story, tmp_path: Path) -> None:
    registrar = staff("registrar")
    registrar.go("/intake/find/")
    registrar.looks("find", scripts=True)
    registrar.fill(code=story.code)
    registrar.press("Find")
    story.petition = registrar.path.split("/")[2]
    registrar.looks("unsigned-petition", scripts=True)
    registrar.press("Confirm the signature")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(pdf())
    registrar.page.locator("#id_scan").set_input_files(scan)
    registrar.looks("confirm", scripts=True)
    registrar.press("The signed paper is here: file it")
    registrar.reads("The petition is filed.")


def test_the_worker_routes_it_and_tells_people(
    visitor: MakeVisitor, staff: Callable[[str], Visitor], citizen: Visitor, story: Story
) -> None:
    reader = visitor("kk", name="mail")

    def told() -> bool:
        reader.go("/demo/mail/")
        return reader.page.get_by_role("heading", name=reader.say("Your petition is filed")).count() == 1

    assert until(told, seconds=15, every=0.3), reader.site.said()
    reader.reads(filing.PERSON["email"], translated=False)
    reader.looks("kept-mail")
    clerk = staff("second_clerk")
    clerk.go("/intake/?view=mine")
    clerk.looks("queue", scripts=True)
    assert clerk.page.locator(f"main a[href*='{story.petition}']").count() == 1, clerk.site.said()
    track(citizen, story)
    citizen.looks("filed")
    prove(citizen)
    with citizen.page.expect_download() as download:
        citizen.one("Receipt (PDF)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_a_clerk_registers_and_returns_it(staff: Callable[[str], Visitor], story: Story) -> None:
    configured(Walk(Cast()), undo=0)  # what can be undone for minutes would hold the road up for them
    clerk = staff("second_clerk")
    act(clerk, story, "Register", "Register", "register")
    clerk.reads("The petition is registered.")
    story.number = clerk.heading().split()[0]
    act(clerk, story, "Begin the check", "Begin", "begin")
    clerk.looks("petition", scripts=True)
    clerk.press("Return")
    clerk.press("Return, and go on to the next")
    assert clerk.page.title().startswith(clerk.say("Error:"))
    clerk.looks("return-without-grounds", scripts=True)
    curable = grounds_on(kind="return", day=court_day(timezone.now())).filter(curable=True)
    clerk.fill(grounds=str(curable[0].pk), explanation=WHY)
    clerk.press("Look at the letter")
    clerk.reads(WHY, translated=False)
    clerk.looks("return", scripts=True)
    clerk.press("Return, and go on to the next")
    clerk.go(f"/intake/{story.petition}/")
    clerk.reads("A return is prepared")


def test_the_head_signs_and_it_leaves(citizen: Visitor, staff: Callable[[str], Visitor], story: Story) -> None:
    track(citizen, story)
    assert citizen.say("Why it was returned") not in citizen.page.content()
    head = staff("head_of_intake")
    head.go("/letters/to-sign/")
    head.looks("letters-to-sign", scripts=True)
    head.press("Sign all that are chosen")
    head.reads("No letter waits for the signature.")

    def left() -> bool:
        track(citizen, story)
        return citizen.say("Why it was returned") in citizen.page.content()

    assert until(left, seconds=15, every=0.5), head.site.said()


def test_the_petitioner_reads_why_and_cures_it(citizen: Visitor, story: Story) -> None:
    track(citizen, story)
    citizen.reads("Why it was returned")
    prove(citizen)
    citizen.reads(WHY, translated=False)
    citizen.looks("returned")
    citizen.press("Correct the petition")
    citizen.go(citizen.path.replace("/you/", "/reasoning/"))
    assert citizen.page.locator("#id_reasoning").input_value().startswith(filing.REASONING[:40])
    citizen.fill(reasoning=filing.REASONING + "Сот осы норманы шешімінде атаған.")
    citizen.press("Save and go on")
    citizen.press("Save and go on")
    citizen.press("Go on to the check")
    citizen.looks("check-cure")
    citizen.press("Finish the correction")
    citizen.looks("sign-cure")


def test_the_clerk_accepts_the_cure_and_passes_it_on(staff: Callable[[str], Visitor], story: Story) -> None:
    clerk = staff("registrar")
    act(clerk, story, "Confirm the signature", "The signed paper is here: file it", "confirm-cure")
    clerk = staff("second_clerk")
    act(clerk, story, "Pass on to the Chair", "Pass on", "pass")
    clerk.reads("The petition is with the Chair.")


def test_the_chair_names_a_judge_who_reports(staff: Callable[[str], Visitor], story: Story) -> None:
    chair = staff("chair")
    chair.go("/proceedings/studies/?state=awaiting")
    chair.looks("studies", scripts=True)
    chair.page.get_by_role("link", name=story.number).click()
    chair.press("Name judges for the study")
    chair.choose(MEMBER_BY_KEY["judge1"].full_name)
    chair.looks("name-judges", scripts=True)
    chair.press("Name these judges")
    judge = staff("judge1")
    open_petition(judge, story)
    judge.press("Report on the study")
    judge.fill(recommendation="accept", report="Заң талаптары сақталған; сот отырысы қабылдағаны жөн.")
    judge.looks("report", scripts=True)
    judge.press("File the report")
    judge.reads("Your report is filed.")


def test_the_secretary_calls_a_session_and_records_it(staff: Callable[[str], Visitor], story: Story) -> None:
    secretary = staff("secretary")
    secretary.go("/proceedings/sessions/")
    secretary.press("Call a session of the acceptance bench")
    call_and_hold(secretary, ["judge1", "judge2", "judge3"], agenda=story.number)
    secretary.looks("session", scripts=True)
    story.sitting = secretary.path


def test_the_acceptance_ruling_opens_a_case(staff: Callable[[str], Visitor], story: Story) -> None:
    secretary = staff("secretary")
    secretary.go(story.sitting)
    secretary.press("Draft the ruling on acceptance")
    secretary.looks("new-draft", scripts=True)
    secretary.press("Begin the draft")
    write_and_sign(secretary, ["judge1", "judge2", "judge3"], name="acceptance")
    open_petition(secretary, story)
    secretary.page.locator("main a[href*='/proceedings/cases/']").click()
    secretary.looks("case", scripts=True)
    story.case = secretary.path


def test_rapporteurs_are_named_and_the_case_is_heard(staff: Callable[[str], Visitor], story: Story) -> None:
    chair = staff("chair")
    chair.go(story.case)
    chair.press("Name judge-rapporteurs")
    chair.choose(*(MEMBER_BY_KEY[key].full_name for key in ("judge1", "judge2")))
    chair.looks("rapporteurs", scripts=True)
    chair.press("Name these judges")
    chair.reads("The judge-rapporteurs are named.")
    secretary = staff("secretary")
    secretary.go(story.case)
    secretary.press("Call a session on the case")
    call_and_hold(secretary, [f"judge{number}" for number in range(1, 6)], kind="panel")


def test_the_decision_is_drafted_signed_and_published(staff: Callable[[str], Visitor], story: Story) -> None:
    secretary = staff("secretary")
    secretary.go(story.case)
    secretary.press("Draft the decision")
    secretary.fill(kind="conformity_review")
    secretary.page.locator("#id_sitting").select_option(index=1)
    secretary.press("Begin the draft")
    secretary.press("Outcomes and links")
    secretary.page.locator("main select[name$=_outcome]").select_option("does_not_conform")
    secretary.looks("norms", scripts=True)
    secretary.press("Save the outcomes")
    secretary.press("Text")
    write_and_sign(secretary, [f"judge{number}" for number in range(1, 6)], name="decision")
    address = secretary.path
    publisher = staff("publisher")
    publisher.go("/desk/rulings/?state=signed")
    publisher.looks("rulings", scripts=True)
    publisher.go(address.replace("/sign/", "/publish/"))
    publisher.page.locator("#id_sure").check()
    # Nobody prints the letters here, and the ruling would wait for them.
    publisher.page.locator("#id_despite").fill("The letters are handed over by hand.")
    publisher.looks("publish", scripts=True)
    publisher.page.locator("main form button").click()  # the tab beside it bears the same word
    publisher.reads("The ruling is published.")
    publisher.press("Its public page")
    story.public_path = publisher.path


@pytest.mark.parametrize("which", ["in Russian", "in another language"])
def test_the_public_reads_it(which: str, visitor: MakeVisitor, story: Story) -> None:
    language = "ru" if which == "in Russian" else ("kk", "en")[TODAY % 2]
    reader = visitor(language, name="public", java_script_enabled=False)
    reader.go(story.public_path)
    reader.looks("ruling")
    shown = RULING["title_kk" if language == "kk" else "title_ru"]
    assert language == "en" or shown in reader.page.locator("main").inner_text()
    reader.go("/rulings/")
    reader.looks("rulings")
    assert reader.page.locator(f"main a[href$='{story.public_path}']").count() == 1
    reader.page.locator(f"main a[href$='{story.public_path}']").click()
    reader.page.locator("main .outcome a").first.click()
    reader.looks("norm")
    assert reader.page.context.cookies() == []


def test_machines_read_it_too(visitor: MakeVisitor, story: Story) -> None:
    machine = visitor("en", name="machine").page.context.request
    number = story.public_path.removeprefix("/rulings/")
    found = machine.get(f"{visitor('en').site.address}/api/v1/rulings/?number={number}")
    assert found.status == 200
    (ruling,) = found.json()["results"]
    whole = machine.get(f"{visitor('en').site.address}/api/v1/rulings/{ruling['id']}")
    assert "does_not_conform" in whole.text()
    assert story.public_path in whole.text()


def test_the_petitioner_finds_the_decision(citizen: Visitor, story: Story) -> None:
    track(citizen, story)
    citizen.looks("decided")
    citizen.page.locator(f"main a[href$='{story.public_path}']").first.click()
    citizen.must_stand()
    assert citizen.path == story.public_path
