"""A real Chromium: pages are opened, judged by axe, measured at 320 pixels, and kept as pictures.

`COURTCASE_BROWSER` or `CHROME` names the browser's program; otherwise the system's Chromium or Chrome is taken,
else Playwright's own.
Tests of the running application take `live_address`; a missing browser is a failure, never a skip.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.serving import Site, collected_files, running_site, seed
from tests.browser.spoken import Script
from tests.browser.visitor import LOCALES, Judges, Visitor
from tests.real_commits import RealDatabase

# Playwright's synchronous interface keeps an event loop in this thread; Django would refuse the database because of it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
ARTEFACTS = Path(settings.BASE_DIR) / "test-artefacts" / "screenshots"
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}
AXE = Axe().axe_script
VIOLATIONS = """options => axe.run(document, options).then(found => found.violations.map(one =>
    `${one.id}: ${one.help}: ${JSON.stringify(one.nodes.map(node => node.target).slice(0, 5))}`))"""
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
# WCAG 2.0 to 2.2, levels A and AA, and axe's own good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

LANGUAGES = ("kk", "ru", "en")
TODAY = date.today().toordinal()

NewPage = Callable[..., Page]
BROKE_AT = pytest.StashKey[str]()


def rotating(values: Sequence[str] = LANGUAGES) -> list[Any]:
    """Return parameters of which one, another each day, belongs to the first tier and the rest to the second."""
    rest = [value for place, value in enumerate(values) if place != TODAY % len(values)]
    return [values[TODAY % len(values)], *(pytest.param(value, marks=pytest.mark.faults) for value in rest)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Remember on its module which test failed first: where tests tell one story, the later ones can say so."""
    report = yield
    if report.when == "call" and report.failed and item.parent is not None:
        item.parent.stash.setdefault(BROKE_AT, item.name)
    return report


def browser_program() -> str | None:
    """Return the path of a browser, or None to let Playwright take its own."""
    named = os.environ.get("COURTCASE_BROWSER") or os.environ.get("CHROME")
    return named or next((found for name in PROGRAMS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for the session; as root without its sandbox, which root cannot have."""
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser_program(), args=arguments)
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Return a maker of pages, each a visitor of their own; keywords are those of `Browser.new_context`."""
    contexts: list[BrowserContext] = []

    def make(**keywords: object) -> Page:
        keywords.setdefault("viewport", WIDE)
        keywords.setdefault("reduced_motion", "reduce")
        context = browser.new_context(**keywords)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """Return a page 1280 pixels wide."""
    return new_page()


def violations(page: Page, only: dict[str, object]) -> list[str]:
    """Return what axe finds on a page by `only` some of its rules, naming rule and elements; it is put in once a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return list(page.evaluate(VIOLATIONS, {"resultTypes": ["violations"], "runOnly": only}))


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return a judge that fails a page with any violation, naming rule and elements."""

    def judge(page: Page) -> None:
        faults = violations(page, {"type": "tag", "values": RULES})
        assert not faults, f"{page.url}\n" + "\n".join(faults)

    return judge


@pytest.fixture
def colours() -> Callable[[Page], None]:
    """Return a judge that fails a page with any violation that colours alone can make."""

    def judge(page: Page) -> None:
        faults = violations(page, {"type": "rule", "values": RULES_OF_COLOUR})
        assert not faults, f"{page.url}\n" + "\n".join(faults)

    return judge


@pytest.fixture
def no_horizontal_scroll() -> Callable[[Page], None]:
    """Return a judge that fails a page that scrolls sideways on a screen 320 pixels wide; the page keeps that size."""

    def judge(page: Page) -> None:
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], f"{page.url} is {width} pixels wide on a screen of {NARROW['width']}"

    return judge


@pytest.fixture
def keep() -> Callable[[Page, str], Path]:
    """Return a photographer: `keep(page, "filing-check-kk")` leaves the whole page under test-artefacts/screenshots/."""

    def photograph(page: Page, name: str) -> Path:
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        path = ARTEFACTS / f"{name}.jpg"
        page.screenshot(path=path, full_page=True, quality=60)
        return path

    return photograph


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the static files collected."""
    return collected_files(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def site_environment() -> dict[str, str]:
    """Return what a module's site is set up with besides: nothing, unless the module says so."""
    return {}


@pytest.fixture(scope="module")
def site(
    module_commits: RealDatabase,
    data_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    site_environment: dict[str, str],
) -> Iterator[Site]:
    """Run the application for one module: web server, worker and Redis of its own, with the cast on its database."""
    seed()
    folder = tmp_path_factory.mktemp("site")
    with running_site(module_commits, folder=folder, data_folder=data_folder, extra=site_environment) as running:
        yield running


@pytest.fixture
def live_address(site: Site) -> str:
    """Return the address of the running application."""
    return site.address


@pytest.fixture
def visitor(
    site: Site,
    new_page: NewPage,
    axe: Callable[[Page], None],
    colours: Callable[[Page], None],
    no_horizontal_scroll: Callable[[Page], None],
    keep: Callable[[Page, str], Path],
) -> Iterator[Callable[..., Visitor]]:
    """Return a maker of visitors, and fail at the end with every fault of the pages they looked at.

    `visitor("kk", name="citizen", viewport=NARROW, java_script_enabled=False)`: name begins the names of the pictures;
    `script="citizen"`: what is said of the pages is compared with the script kept under that name.
    """
    made: list[Visitor] = []

    def make(language: str, *, name: str = "", script: str = "", **keywords: object) -> Visitor:
        page = new_page(locale=LOCALES[language], **keywords)
        twin = None if keywords.get("java_script_enabled", True) else new_page(viewport=keywords.get("viewport", WIDE))
        judges = Judges(axe=axe, colours=colours, no_horizontal_scroll=no_horizontal_scroll, keep=keep)
        heard = Script(f"{script}-{language}") if script else None
        one = Visitor(page, site=site, language=language, name=name, judges=judges, twin=twin, script=heard)
        made.append(one)
        return one

    yield make
    faults = [fault for one in made for fault in one.all_faults()]
    assert not faults, "\n".join(faults)
