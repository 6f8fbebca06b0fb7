"""Ways out of a page of the guided form, by somebody without scripts: none loses what was typed; and the head stays small."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser import filing
from tests.browser.conftest import NARROW
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
MakeVisitor = Callable[..., Visitor]
HIGHEST_HEAD = 110
# Links that would leave the page with what is typed in it: not those within it, beside it, or to a telephone.
LEAVING = """() => [...document.querySelectorAll('a[href]')].map(one => [one.getAttribute('href'), one.target])
    .filter(([href, target]) => !href.startsWith('#') && !href.startsWith('tel:') && target !== '_blank')
    .map(([href]) => href).filter(href => !href.includes('/demo/'))"""


@pytest.fixture
def citizen(visitor: MakeVisitor) -> Visitor:
    """Return somebody without scripts on the page that asks who they are."""
    one = visitor("ru", name="ways-out", viewport=NARROW, java_script_enabled=False)
    filing.begin(one, written_in="ru")
    return one


def switch(citizen: Visitor, language: str) -> None:
    """Take another language in the head."""
    citizen.page.locator(f"header .lang [lang={language}]").click()
    citizen.page.wait_for_load_state()
    citizen.language = language


def test_another_language_takes_what_was_typed_along(citizen: Visitor) -> None:
    citizen.fill(full_name="Үлгі Мысалқызы", iin="850101300018")
    switch(citizen, "kk")
    assert citizen.path.endswith("/write/you/")
    assert citizen.page.locator("html").get_attribute("lang") == "kk"
    assert citizen.say("This is not a valid IIN. Compare it with the identity card.") in citizen.page.content()
    assert citizen.page.locator("#id_iin").input_value() == "850101300018"
    citizen.looks("mistake-in-another-language", spoken=False)
    citizen.fill(iin="")
    switch(citizen, "ru")
    assert citizen.page.locator(".errors").count() == 0
    assert citizen.page.locator("#id_full_name").input_value() == "Үлгі Мысалқызы"


def test_the_enter_key_goes_on_in_the_same_language(citizen: Visitor) -> None:
    citizen.fill(full_name="Үлгі Мысалқызы")
    citizen.page.locator("#id_full_name").press("Enter")
    citizen.page.wait_for_url("**/ru/petitions/*/write/norm/")
    citizen.page.locator("#q").fill("482 УПК")
    citizen.page.locator("#q").press("Enter")
    citizen.page.wait_for_url("**/ru/petitions/*/write/norm/#found")


def test_leaving_saves_what_was_typed(citizen: Visitor) -> None:
    situation = citizen.path.replace("/you/", "/situation/")
    citizen.go(situation)
    citizen.fill(situation=filing.SITUATION)
    citizen.press("Save and leave")
    assert citizen.path.endswith("/come-back/")
    citizen.go(situation)
    assert citizen.page.locator("#id_situation").input_value() == filing.SITUATION.strip()
    for name in ("you", "norm", "case", "rights", "situation", "reasoning", "request", "others"):
        citizen.go(citizen.path.rsplit("/", 2)[0] + f"/{name}/")
        assert citizen.page.evaluate(LEAVING) == [], citizen.page.url


def test_on_a_telephone_the_head_leaves_the_page_to_its_content(visitor: MakeVisitor) -> None:
    one = visitor("kk", name="head", viewport=NARROW, java_script_enabled=False)
    head = "document.querySelector('header').getBoundingClientRect().height"
    for name, path in (("home", "/"), ("track", "/petitions/track/")):
        one.go(path)
        assert one.page.evaluate(head) <= HIGHEST_HEAD, path
        assert one.page.evaluate("document.querySelector('.demo').getBoundingClientRect().height") < 40
        one.looks(name, spoken=False)
    one.sign_in("petitioner", then="/petitions/mine/")
    assert one.page.evaluate(head) <= HIGHEST_HEAD
    one.page.locator(".menu-button").click()
    one.page.locator("#menu").get_by_role("link", name=one.say("My messages")).wait_for()
    one.looks("menu", spoken=False)
    one.page.keyboard.press("Escape")
    assert not one.page.locator("#menu").is_visible()
