"""The keys of the desk: they move among the lines of the queue and of the archive, and only while the list has the focus."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from courtcase.people.actors import Actor
from petitions.filing.operations.follow_up import withdraw_petition
from tests.browser.serving import Site
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.petitions.walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.faults]
FOCUSED = "document.activeElement.getAttribute('href')"


@pytest.fixture(scope="module")
def lists(site: Site) -> None:
    """Fill the site with three open petitions and three closed ones."""
    walk = Walk(Cast())
    for _number in range(3):
        walk.screening()
        withdraw_petition(petition=walk.filed(), actor=Actor.of(walk.cast.petitioner), at=walk.tick())


@pytest.mark.parametrize("address", ["/intake/?view=all", "/intake/archive/"])
def test_keys_move_and_open(lists: None, visitor: Callable[..., Visitor], address: str) -> None:
    clerk = visitor("ru", name="desk-keys")
    clerk.sign_in("clerk")
    clerk.go(address)
    lines = clerk.page.locator("[data-line] a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert len(lines) >= 3
    clerk.page.keyboard.press("j")
    assert clerk.page.evaluate(FOCUSED) is None, "nothing moves while the list has no focus"
    clerk.page.locator("[data-line] a").first.focus()
    for key, line in (("j", 1), ("j", 2), ("k", 1)):
        clerk.page.keyboard.press(key)
        assert clerk.page.evaluate(FOCUSED) == lines[line]
    clerk.page.keyboard.press("?")
    assert clerk.page.locator("dialog.keys").is_visible()
    assert clerk.page.locator("dialog.keys a").get_attribute("href") == "/ru/account/settings/#keyboard"
    clerk.page.keyboard.press("Escape")
    assert clerk.page.evaluate(FOCUSED) == lines[1]
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url(f"**{lines[1]}")


def test_a_call_is_noted_in_two_keys(lists: None, visitor: Callable[..., Visitor]) -> None:
    clerk = visitor("kk", name="note-keys")
    clerk.sign_in("clerk")
    clerk.go("/intake/?view=all")
    clerk.page.locator("[data-line] a").first.click()
    clerk.page.wait_for_load_state()
    address = clerk.page.url
    clerk.page.keyboard.press("c")
    assert clerk.page.evaluate("document.activeElement.name") == "text"
    with clerk.page.expect_navigation(url=address):
        clerk.page.keyboard.press("Enter")
    assert clerk.page.locator("#notes + ul > li").count() == 1
    clerk.page.keyboard.press("n")
    clerk.page.keyboard.type("cv: екінші жол")
    with clerk.page.expect_navigation(url=address):
        clerk.page.keyboard.press("Control+Enter")
    assert "cv: екінші жол" in clerk.page.locator("#notes + ul > li").first.inner_text()


def test_whoever_switched_the_keys_off_has_none(lists: None, visitor: Callable[..., Visitor]) -> None:
    clerk = visitor("en", name="keys-off")
    clerk.sign_in("clerk")
    clerk.go("/intake/?view=all")
    clerk.page.locator("button#keys").click()
    clerk.page.locator("dialog.keys a").click()
    clerk.page.locator("#keyboard input[type=checkbox]").uncheck()
    clerk.page.locator("#keyboard button").click()
    clerk.go("/intake/?view=all")
    first = clerk.page.locator("[data-line] a").first
    first.focus()
    clerk.page.keyboard.press("j")
    assert clerk.page.evaluate(FOCUSED) == first.get_attribute("href")
    clerk.page.keyboard.press("?")
    assert not clerk.page.locator("dialog.keys").is_visible()
    clerk.page.locator("button#keys").click()
    assert "switched the single keys off" in clerk.page.locator("dialog.keys").inner_text()
