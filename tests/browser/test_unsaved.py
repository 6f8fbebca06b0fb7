"""What a clerk typed and did not send is asked about before a link, or another language, takes it away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog

from tests.browser.serving import Site
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.petitions.walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.faults]
WORDS = "Why this case, in words."


def test_words_of_a_return_are_asked_about_before_they_are_lost(site: Site, visitor: Callable[..., Visitor]) -> None:
    petition = Walk(Cast()).screening()
    clerk = visitor("ru", name="unsaved")
    clerk.sign_in("clerk")
    clerk.go(f"/intake/{petition.public_id}/return/")
    page, asked = clerk.page, list[str]()

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    before = page.locator("#id_explanation").input_value()
    page.locator("#id_explanation").press_sequentially(WORDS)
    page.locator("a[hreflang=kk]").first.click(no_wait_after=True)
    page.wait_for_function("() => true")
    assert asked == ["beforeunload"]
    assert WORDS in page.locator("#id_explanation").input_value()
    page.locator("#id_explanation").fill(before)
    page.locator("a[hreflang=kk]").first.click()
    page.wait_for_url("**/kk/intake/**")
    assert asked == ["beforeunload"], "what stands as it was shown is no loss"
