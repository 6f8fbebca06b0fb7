"""The points of the check are noted by keyboard, one at a time, and the page stays where it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from petitions.models import Finding, PointNote
from tests.browser.serving import Site
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.petitions.walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.faults]
SUMMARY = "#point-competence summary"


def test_a_point_is_noted_by_keyboard_without_leaving_the_page(site: Site, visitor: Callable[..., Visitor]) -> None:
    petition = Walk(Cast()).screening(request="Прошу отменить приговор суда.")
    clerk = visitor("ru", name="points")
    clerk.sign_in("clerk")
    clerk.go(f"/intake/{petition.public_id}/")
    page = clerk.page
    page.evaluate("window.stayed = true")
    page.locator(SUMMARY).focus()
    for key in ("Enter", "Tab", "ArrowDown", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("Просит пересмотреть приговор.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#points-said", has_text="Отмечено").wait_for()
    row = PointNote.objects.get()
    assert (row.point, row.finding) == ("competence", Finding.NOT_MET)
    assert page.evaluate("window.stayed"), "the page was not left"
    assert page.evaluate("document.activeElement.id") == "save-competence"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('li').id") == "point-person"
