"""What goes wrong while somebody files, in a real browser: mistakes, a lost session, the back button, haste."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Error

from courtcase.iin import is_valid_iin
from courtcase.register.models import Event
from petitions.models import Petition
from tests.browser import filing
from tests.browser.conftest import NARROW, rotating
from tests.browser.keyboard import ACTIVE
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
MakeVisitor = Callable[..., Visitor]


@pytest.fixture
def citizen(visitor: MakeVisitor) -> Visitor:
    """Return somebody on the first page of the form."""
    one = visitor("ru", name="mishap", viewport=NARROW)
    filing.begin(one, written_in="ru")
    return one


@pytest.mark.parametrize("language", rotating())
def test_a_mistake_is_said_at_the_top_and_beside_the_field(language: str, visitor: MakeVisitor) -> None:
    citizen = visitor(language, name="mishap", viewport=NARROW)
    filing.begin(citizen)
    assert not is_valid_iin("850101300018")
    citizen.fill(full_name="Үлгі Мысалқызы", iin="850101300018", email="no address", residence="Астана")
    citizen.press("Save and go on")
    page = citizen.page
    assert page.title().startswith(citizen.say("Error:"))
    summary = page.locator(".errors")
    assert summary.get_attribute("role") == "alert"
    assert summary.get_attribute("tabindex") == "-1"
    assert page.locator("#id_full_name").input_value() == "Үлгі Мысалқызы"
    assert page.locator("#id_email").input_value() == "no address"
    field = page.locator("#id_iin")
    assert field.get_attribute("aria-invalid") == "true"
    described = (field.get_attribute("aria-describedby") or "").split()
    assert all(page.locator(f"#{one}").count() == 1 for one in described)
    assert citizen.say("This is not a valid IIN. Compare it with the identity card.") in " ".join(
        page.locator(f"#{one}").inner_text() for one in described
    )
    summary.get_by_role("link").first.click()
    assert page.evaluate(f"{ACTIVE}.id") == "id_iin"
    citizen.looks("mistake")


def test_targets_of_a_citizen_are_large(citizen: Visitor) -> None:
    small = """() => [...document.querySelectorAll('main .btn, main .choice, main input:not([type=radio], '
      + '[type=checkbox], [type=hidden]), main select, main textarea, header a, summary')].map(one => [one.outerHTML.slice(0, 90),
      one.getBoundingClientRect().height]).filter(([, height]) => height > 0 && height < 44)"""
    for name in ("you", "norm", "case", "rights", "request", "attachments", "check"):
        citizen.go(citizen.path.rsplit("/", 2)[0] + f"/{name}/")
        assert citizen.page.evaluate(small) == [], citizen.page.url


def test_the_back_button_shows_what_was_written(citizen: Visitor) -> None:
    citizen.fill(full_name="Үлгі Мысалқызы")
    citizen.press("Save and go on")
    citizen.press("Save and go on")
    citizen.page.go_back()
    citizen.page.go_back()
    assert citizen.page.locator("#id_full_name").input_value() == "Үлгі Мысалқызы"
    citizen.fill(full_name="Үлгі Сынаққызы")
    citizen.press("Save and go on")
    if citizen.page.locator(
        ".errors"
    ).count():  # the page was an old one: it says so, keeps the words, and takes them next
        assert citizen.page.locator("#id_full_name").input_value() == "Үлгі Сынаққызы"
        citizen.looks("older-page")
        citizen.press("Save and go on")
    citizen.press("Back")
    assert citizen.page.locator("#id_full_name").input_value() == "Үлгі Сынаққызы"


def test_a_double_click_files_once(citizen: Visitor) -> None:
    citizen.fill(full_name="Үлгі Мысалқызы", residence="Астана")
    citizen.press("Save and go on")
    citizen.go(citizen.path.replace("/norm/", "/situation/"))
    citizen.fill(situation=filing.SITUATION)
    citizen.press("Save and go on")
    citizen.go(citizen.path.replace("/reasoning/", "/check/"))
    petition = Petition.objects.get(public_id=citizen.path.split("/")[2])
    before = Petition.objects.count()
    citizen.page.locator("main button.btn").last.dblclick(no_wait_after=True)
    citizen.page.wait_for_url(re.compile(rf"/{petition.public_id}/(sign/)?$"))
    citizen.go(f"/petitions/{petition.public_id}/sign/")
    citizen.reads("It is not filed yet.")
    assert re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", citizen.page.locator("main").inner_text())
    assert Petition.objects.count() == before
    submitted = Event.objects.filter(subject=petition.subject_id, name="petition.submitted")
    assert submitted.count() == 1


def test_a_lost_session_loses_no_words(citizen: Visitor) -> None:
    citizen.fill(full_name="Үлгі Мысалқызы")
    citizen.press("Save and go on")
    citizen.go(citizen.path.replace("/norm/", "/situation/"))
    code = citizen.page.locator(".code").first.text_content() or ""
    citizen.fill(situation=filing.SITUATION)
    citizen.page.context.clear_cookies()
    citizen.one("Save and go on").click()
    citizen.page.wait_for_load_state()
    citizen.reads(filing.SITUATION.strip(), translated=False)
    citizen.looks("lost-session")
    citizen.go("/petitions/track/")
    citizen.fill(code=code)
    citizen.press("Open")
    assert citizen.page.locator("#id_full_name").input_value() == "Үлгі Мысалқызы"


def test_a_session_that_ended_on_the_server_loses_no_words(citizen: Visitor) -> None:
    situation = citizen.path.replace("/you/", "/situation/")
    citizen.go(situation)
    code = citizen.page.locator(".code").first.text_content() or ""
    citizen.fill(situation=filing.SITUATION)
    cookies = [one for one in citizen.page.context.cookies() if one["name"] != "sessionid"]
    citizen.page.context.clear_cookies()
    citizen.page.context.add_cookies(cookies)  # type: ignore[arg-type]
    citizen.one("Save and go on").click()
    citizen.page.wait_for_load_state()
    citizen.reads(filing.SITUATION.strip(), translated=False)
    citizen.looks("ended-session")
    citizen.press("Enter my code")
    citizen.fill(code=code)
    citizen.press("Open")
    citizen.reads(filing.SITUATION.strip(), translated=False)
    citizen.press("Send again")
    citizen.go(situation)
    assert citizen.page.locator("#id_situation").input_value() == filing.SITUATION.strip()


def test_a_network_that_drops_loses_no_words(citizen: Visitor) -> None:
    situation = citizen.path.replace("/you/", "/situation/")
    citizen.go(situation)
    citizen.fill(situation=filing.SITUATION)
    citizen.page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"), citizen.page.expect_navigation():
        citizen.one("Save and go on").click()
    citizen.page.context.set_offline(False)
    # The browser shows a page of its own; "try again" there sends the form anew.
    citizen.page.reload()
    citizen.must_stand()
    citizen.go(situation)
    assert citizen.page.locator("#id_situation").input_value() == filing.SITUATION.strip()


def test_a_server_that_starts_anew_loses_no_words(citizen: Visitor) -> None:
    situation = citizen.path.replace("/you/", "/situation/")
    citizen.go(situation)
    citizen.fill(situation=filing.SITUATION)
    citizen.site.kill()
    with pytest.raises(Error, match="ERR_CONNECTION"), citizen.page.expect_navigation():
        citizen.one("Save and go on").click()
    citizen.site.start()
    # The browser shows a page of its own; "try again" there sends the form anew.
    citizen.page.reload()
    citizen.must_stand()
    citizen.go(situation)
    assert citizen.page.locator("#id_situation").input_value() == filing.SITUATION.strip()
