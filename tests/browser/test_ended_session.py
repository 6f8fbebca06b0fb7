"""What members of the Court typed while their session ended waits behind the sign-in: without JavaScript, page by page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from courtcase.people.cast import MEMBER_BY_KEY
from tests.browser.serving import Site
from tests.browser.visitor import Visitor
from tests.cast import PASSWORD, Cast
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.faults]
WORDS = "Почему именно это дело: длинное объяснение, которое писали целый час."


@pytest.fixture(scope="module")
def pages(site: Site) -> list[tuple[str, str]]:
    """Return members of the cast, each with the address of a page where they write at length."""
    walk = Walk(Cast())
    screening, study = walk.screening().public_id, walk.in_study().public_id
    drafted = Desk(walk).final_draft()
    assert drafted.sitting is not None
    return [
        ("clerk", f"/intake/{screening}/return/"),
        ("clerk", f"/intake/{screening}/notes/"),
        ("judge1", f"/proceedings/studies/{study}/report/"),
        ("secretary", f"/proceedings/sessions/{drafted.sitting.public_id}/minutes/"),
    ]


def test_long_words_of_staff_outlive_their_session(
    site: Site, pages: list[tuple[str, str]], visitor: Callable[..., Visitor]
) -> None:
    for place, (key, address) in enumerate(pages):
        staff = visitor("ru", name=f"ended-{place}", java_script_enabled=False)
        staff.sign_in(key, then=address)
        form = staff.page.locator("main form:has(textarea)").last
        form.locator("textarea").last.fill(WORDS)
        staff.page.context.clear_cookies(name="sessionid")
        form.locator("button[type=submit]").last.click()
        staff.reads("Your session has ended")
        staff.reads(WORDS, translated=False)
        staff.looks("ended", also_narrow=True)
        staff.press("Sign in")
        staff.page.locator("#id_login").fill(MEMBER_BY_KEY[key].email)
        staff.page.locator("#id_password").fill(PASSWORD)
        staff.press("Sign in")
        staff.reads("What you wrote before your session ended")
        staff.reads(WORDS, translated=False)
        staff.looks("waiting", also_narrow=True)
        staff.press("Send again")
        if address.endswith("/minutes/"):  # they are filed, and the page leads on to the session
            staff.reads("The minutes are filed in the docket.")
            continue
        if WORDS not in staff.page.content():  # it was saved, and the page leads on
            staff.go(address)
        assert WORDS in staff.page.content(), f"{address}: {staff.page.url}"
