"""What a page may cost a reader on a bad line, and what it must never do: jump, call others, set a cookie."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import CDPSession, Page

from rulings.stories import tell_stories
from tests.browser.conftest import NARROW, rotating
from tests.browser.slow_line import slow_line
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
MakeVisitor = Callable[..., Visitor]
BUDGET_BYTES = 100_000
FONTS_BYTES = 70_000
PAGES = ("/", "/petitions/new/", "/petitions/track/", "/rulings/", "/execution/", "/open-data/", "/account/login/")
# What the Court decided, as the stories of 2023 tell it.
DECIDED = (
    *("/rulings/29", "/rulings/29-НП", "/rulings/?q=норма", "/norms/criminal-procedure-code-2014/482"),
    *("/constitution/", "/statistics/", "/statistics/definitions/", "/cases/"),
)
# By how much what was drawn moved, and how many tasks held the page for more than 50 ms.
MOVED, HELD = "layout-shift", "longtask"
OBSERVED = """kinds => new Promise(done => {
    const seen = Object.fromEntries(kinds.map(kind => [kind, 0]));
    const add = one => { seen[one.entryType] += one.entryType === 'longtask' ? 1 : one.value; };
    for (const type of kinds) {
        new PerformanceObserver(list => list.getEntries().forEach(add)).observe({type, buffered: true});
    }
    document.fonts.ready.then(() => setTimeout(() => done(seen), 100));
})"""
# Not by `wait_for_function`: our policy lets no page evaluate a text, which that does where it has to ask twice.
PAINTED = """() => new Promise(done => {
    const look = list => list.getEntriesByName('first-contentful-paint').length && done();
    new PerformanceObserver(look).observe({type: 'paint', buffered: true});
})"""
# On a machine that does much else a task takes long for that alone: one that always does is the page's own.
TRIES = 8


class Line:
    """What came over the line while a page loaded, in compressed bytes by kind."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.kinds: dict[str, str] = {}
        self.addresses: list[str] = []
        self.bytes: dict[str, int] = {}
        self.session.on("Network.responseReceived", self.begun)
        self.session.on("Network.loadingFinished", self.finished)
        self.session.send("Network.enable")
        self.session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def forget(self) -> None:
        """Begin to count anew."""
        self.addresses.clear()
        self.bytes.clear()

    def begun(self, event: dict[str, object]) -> None:
        """Remember what a response is."""
        response = event["response"]
        assert isinstance(response, dict)
        self.kinds[str(event["requestId"])] = str(event["type"])
        self.addresses.append(str(response["url"]))

    def finished(self, event: dict[str, object]) -> None:
        """Count a response's bytes as they came over the line."""
        kind = self.kinds.get(str(event["requestId"]), "?")
        self.bytes[kind] = self.bytes.get(kind, 0) + int(str(event["encodedDataLength"]).split(".")[0])


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_is_light_and_still(path: str, visitor: MakeVisitor) -> None:
    reader = visitor("ru", name="light", viewport=NARROW)
    must_be_light_and_still(reader, Line(reader.page), path)


def must_be_light_and_still(reader: Visitor, line: Line, path: str) -> None:
    """Open a page and hold what it costs and does against the budgets."""
    line.forget()
    reader.go(path)
    assert reader.page.evaluate(OBSERVED, [MOVED]) == {MOVED: 0}, path
    reader.page.wait_for_load_state("networkidle")
    assert all(one.startswith((reader.site.address, "data:")) for one in line.addresses), line.addresses
    fonts = line.bytes.pop("Font", 0)
    assert 0 < sum(line.bytes.values()) <= BUDGET_BYTES, (path, line.bytes)
    assert fonts <= FONTS_BYTES
    if "/account/" not in path:
        assert reader.page.locator("script, [style], [onclick]").count() == 0
        assert any(is_light(reader, path) for _try in range(TRIES)), f"{path} holds the browser each time"


def is_light(reader: Visitor, path: str) -> bool:
    """Open a page once more; say whether no task held it."""
    reader.go(path)
    return bool(reader.page.evaluate(OBSERVED, [HELD]) == {HELD: 0})


@pytest.mark.parametrize("language", rotating())
def test_a_public_page_says_its_language_and_the_others(language: str, visitor: MakeVisitor) -> None:
    reader = visitor(language, name="public", java_script_enabled=False, viewport=NARROW)
    for path in PAGES:
        reader.go(path)
        reader.looks(path.strip("/").replace("/", "-") or "home", scripts="/account/" in path)
        offered = {one.get_attribute("hreflang") for one in reader.page.locator(".lang a").all()}
        assert offered == {"kk", "ru", "en"}
    reading = [one for one in reader.page.context.cookies() if one["name"] != "csrftoken"]
    assert reading == []


def test_reading_sets_no_cookie(visitor: MakeVisitor) -> None:
    reader = visitor("kk", name="public")
    for path in ("/", "/rulings/", "/execution/"):
        reader.go(path)
    assert reader.page.context.cookies() == []


def test_the_way_to_the_other_language_keeps_the_page(visitor: MakeVisitor) -> None:
    reader = visitor("kk", name="public")
    reader.go("/rulings/?year=2025")
    reader.page.locator(".lang a[hreflang=ru]").click()
    assert re.fullmatch(r".*/ru/rulings/\?year=2025", reader.page.url)


# Last: the stories stand in the database of this file from here on.
@pytest.mark.faults
def test_what_was_decided_is_light_and_still(visitor: MakeVisitor) -> None:
    tell_stories(timezone.now())
    reader = visitor("ru", name="light", viewport=NARROW)
    line = Line(reader.page)
    for path in DECIDED:
        must_be_light_and_still(reader, line, path)


@pytest.mark.faults
def test_the_reason_why_one_was_led_here_pushes_nothing_down(visitor: MakeVisitor) -> None:
    reader = visitor("ru", name="led", viewport=NARROW)
    page = reader.page
    with slow_line(reader.site.address, cut="</main>") as line:
        page.goto(f"{line.address}/ru/rulings/29-%D0%9D%D0%9F", wait_until="commit")
        page.evaluate(PAINTED)
        line.rest.set()
        page.wait_for_load_state()
        assert page.url == f"{line.address}/ru/rulings/29#by-number"
        assert page.locator("#by-number").is_visible()
        assert page.evaluate(OBSERVED, [MOVED]) == {MOVED: 0}
        reader.judges.keep(page, "led-here")
        reader.judges.axe(page)
        page.locator("#by-number a").click()
        page.wait_for_url(re.compile(r"/ru/rulings/29$"))
        assert page.locator("#by-number").is_hidden()
