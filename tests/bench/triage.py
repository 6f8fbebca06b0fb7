"""A clerk in a real browser who triages thirty petitions by keyboard: what the server takes, and from key to paint."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Page, Response, sync_playwright

from tests.bench.desk import busiest_clerk, cookies_of, desk_copy
from tests.bench.figures import Figure, Target, percentile
from tests.bench.house import House
from tests.bench.load import HOST
from tests.browser.conftest import ARGUMENTS, WIDE, browser_program

MOST_SERVER_MS, MOST_PAINT_MS = 120, 300
PETITIONS, WARM, MOST_STEPS = 30, 2, 150
# The newest first: what was filed last is still to be registered.
LIST = "/ru/intake/?view=all&order=newest"
WHY = "Норма не применялась судом в деле заявителя: из приложенного акта № {number} это не следует."
TIMING = re.compile(r"total;dur=([\d.]+)")
# The instant of the key that leads to the next page is kept beside that page; a frame that is there already forgets it.
NOTE_KEY = """document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') sessionStorage.setItem('pressed', performance.timeOrigin + performance.now());
}, true);"""
FROM_KEY_TO_PAINT = """() => new Promise((tell) => {
    const look = () => {
        const [painted] = performance.getEntriesByName('first-contentful-paint');
        if (!painted) requestAnimationFrame(look);
        else tell(performance.timeOrigin + painted.startTime - Number(sessionStorage.getItem('pressed')));
    };
    look();
})"""
LINES = "all => all.map(one => one.getAttribute('href'))"


@dataclass
class Clerk:
    """The clerk's page, what was measured of it, and which petitions were opened."""

    page: Page
    address: str
    server_ms: list[float] = field(default_factory=list)
    paint_ms: list[float] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    triaged: int = 0

    def heard(self, response: Response) -> None:
        """Note how long the server took for a page or for a form it leads on from."""
        if response.request.resource_type == "document" and (
            found := TIMING.search(response.headers.get("server-timing", ""))
        ):
            self.server_ms.append(float(found.group(1)))

    def reach(self, wanted: str) -> None:
        """Press Tab until what the selector finds has the focus. Raises RuntimeError where it is never reached."""
        for _step in range(MOST_STEPS):
            if self.page.evaluate(f"document.activeElement.matches({json.dumps(wanted)})"):
                return
            self.page.keyboard.press("Tab")
        raise RuntimeError(f"{wanted} is not reached by the keyboard on {self.page.url}")

    def enter(self) -> None:
        """Press Enter, wait for the next page, and note how long it was until it was painted."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")
        self.paint_ms.append(float(self.page.evaluate(FROM_KEY_TO_PAINT)))

    def press(self, wanted: str) -> None:
        """Come to a link or a button by Tab, and press it."""
        self.reach(wanted)
        self.enter()

    def open_next(self) -> None:
        """Open the first petition of the queue that was not opened yet, by the keys of the desk; page on where need be."""
        self.page.goto(self.address + LIST)
        while True:
            lines = self.page.locator("[data-line] a").evaluate_all(LINES)
            fresh = next((place for place, line in enumerate(lines) if line not in self.opened), None)
            if fresh is not None:
                break
            self.press("main a[rel=next]")
        self.reach("[data-line] a")
        for _line in range(fresh):
            self.page.keyboard.press("j")
        self.opened.add(lines[fresh])
        self.enter()

    def triage(self) -> None:
        """Register the open petition and begin its check where that was not done, then return it or pass it on."""
        for act in ("register", "begin"):
            if self.offers(act):
                self.act(act)
        if self.triaged % 3 and self.offers("return"):
            self.give_back()
        elif self.offers("pass"):
            self.act("pass")
        else:
            return
        self.triaged += 1

    def offers(self, act: str) -> bool:
        """Say whether the page of the petition offers an act."""
        return self.page.locator(f".acts a[href$='/{act}/']").count() > 0

    def act(self, act: str) -> None:
        """Open the form of an act, and send it. Raises RuntimeError where it is refused."""
        self.press(f".acts a[href$='/{act}/']")
        self.press("main form button[type=submit]")
        if self.page.url.endswith(f"/{act}/"):
            raise RuntimeError(f"{self.page.url} was refused: {self.page.locator('main').inner_text()[:500]}")

    def give_back(self) -> None:
        """Return a petition: a figure chooses the ground, W leads to the reason, which is typed."""
        self.press(".acts a[href$='/return/']")
        self.page.keyboard.press("1")
        self.page.keyboard.press("w")
        self.page.keyboard.insert_text(WHY.format(number=len(self.opened)))
        self.press("main form button[type=submit]:not([name])")
        if self.page.url.endswith("/return/"):
            raise RuntimeError(f"{self.page.url} was refused: {self.page.locator('main').inner_text()[:500]}")

    def work(self, petitions: int) -> None:
        """Triage so many petitions."""
        self.triaged = 0
        while self.triaged < petitions:
            self.open_next()
            self.triage()


def run(house: House) -> Iterable[Figure]:
    """Let one clerk triage thirty petitions at each size of the database."""
    petitions = 3 if house.options.quick else PETITIONS
    for size in house.options.petitions[:1] if house.options.quick else house.options.petitions:
        yield from of_size(house, size, petitions)


def of_size(house: House, size: int, petitions: int) -> Iterator[Figure]:
    """Measure the clerk's work in a database of `size` petitions."""
    name = desk_copy(house, f"bench_triage_{size}", petitions=size)
    with house.django_on(name):
        cookie = cookies_of(busiest_clerk())["Cookie"]
    with house.web(name) as port:
        clerk = worked(port, cookie, petitions)
    said, note = f"triage by keyboard among {size:,}", f"{petitions} petitions, {len(clerk.paint_ms)} pages"
    server, paint = clerk.server_ms, clerk.paint_ms
    yield Figure(f"{said}: server, p50", percentile(server, 0.5), "ms")
    most = (Target("at most", MOST_SERVER_MS),)
    yield Figure(f"{said}: server, p95", percentile(server, 0.95), "ms", targets=most, note=note)
    most = (Target("at most", MOST_PAINT_MS),)
    yield Figure(f"{said}: from key to paint, p50", percentile(paint, 0.5), "ms", targets=most)
    yield Figure(f"{said}: from key to paint, p95", percentile(paint, 0.95), "ms", targets=most, note=note)


def worked(port: int, cookie: str, petitions: int) -> Clerk:
    """Return the clerk after the work, of which what comes before the server is warm is not counted."""
    address = f"http://{HOST}:{port}"
    name, _equals, value = cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program(), args=[*ARGUMENTS, "--no-sandbox"])
        context = browser.new_context(viewport=WIDE, locale="ru-KZ")  # type: ignore[arg-type]
        context.add_cookies([{"name": name, "value": value, "url": address}])
        context.add_init_script(NOTE_KEY)
        clerk = Clerk(context.new_page(), address)
        clerk.page.on("response", clerk.heard)
        clerk.work(WARM)
        clerk.server_ms.clear()
        clerk.paint_ms.clear()
        clerk.work(petitions)
        browser.close()
    return clerk
