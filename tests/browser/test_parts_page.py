"""The page of parts and the error pages in a real browser: served as files, because they need no database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Page

from courtcase.frame import errors
from courtcase.frame.samples import parts_context
from tests.browser.conftest import LANGUAGES, NARROW, NewPage, rotating

pytestmark = pytest.mark.browser


class Quiet(SimpleHTTPRequestHandler):
    """Files, without a line of log for each."""

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


def write_pages(folder: Path) -> None:
    for language in LANGUAGES:
        request = RequestFactory().get(f"/{language}/styleguide/")
        with translation.override(language):
            home = {
                "file_url": "#a", "track_url": "#b", "search_url": "#c", "decisions_url": "#d",
                "decisions": [{"title": "29-НП", "url": "#e", "outcome": "×", "tone": tone} for tone in ("bad", "warn", "good")],
                "figures": [{"value": 41, "label": "×"}, {"value": None, "label": "never shown"}],
            }  # fmt: skip
            pages = {
                "parts": render_to_string("styleguide.html", parts_context(), request=request),
                "home": render_to_string("home.html", home, request=request),
                "404": errors.not_found(request).content.decode(),
                "503": errors.database_unavailable(
                    RequestFactory().post(f"/{language}/x/", {"story": "а б"})
                ).content.decode(),
            }
        for name, text in pages.items():
            (folder / f"{name}-{language}.html").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the rendered pages and the static files from this machine."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "static").symlink_to(Path(settings.BASE_DIR) / "static")
    write_pages(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize("language", rotating())
@pytest.mark.parametrize("name", ["parts", "home", "404", "503"])
def test_a_page_is_open_to_everyone(
    name: str,
    language: str,
    address: str,
    new_page: NewPage,
    axe: Callable[[Page], None],
    colours: Callable[[Page], None],
    no_horizontal_scroll: Callable[[Page], None],
    keep: Callable[[Page, str], Path],
) -> None:
    page = new_page(color_scheme="light")
    page.goto(f"{address}/{name}-{language}.html")
    light_and_dark = (("light", axe), ("dark", colours))
    for scheme, judge in light_and_dark:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        judge(page)
        keep(page, f"frame-{name}-{language}-{scheme}-1280")
    for scheme, judge in reversed(light_and_dark):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        no_horizontal_scroll(page)
        judge(page)
        keep(page, f"frame-{name}-{language}-{scheme}-320")


def test_the_serif_has_arrived(address: str, page: Page) -> None:
    page.goto(f"{address}/home-kk.html")
    loaded = "document.fonts.ready.then(() => [...document.fonts].filter(f => f.status == 'loaded').map(f => f.family))"
    assert '"Court Serif"' in page.evaluate(loaded) or "Court Serif" in page.evaluate(loaded)


def test_public_pages_run_no_script(address: str, page: Page) -> None:
    page.goto(f"{address}/home-ru.html")
    assert page.locator("script").count() == 0


def test_targets_of_a_citizen_are_large(address: str, new_page: NewPage) -> None:
    page = new_page(viewport=NARROW)
    page.goto(f"{address}/home-en.html")
    for one in page.locator(".btn:visible, .nav a:visible, .lang a:visible, .foot a:visible, input:visible").all():
        box = one.bounding_box()
        assert box is not None
        assert box["height"] >= 44, one.inner_text()


def test_the_skip_link_comes_first(address: str, page: Page) -> None:
    page.goto(f"{address}/home-en.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_mistake_leads_to_its_field(address: str, page: Page) -> None:
    page.goto(f"{address}/parts-en.html")
    page.locator(".errors a").nth(1).click()
    assert page.evaluate("document.activeElement.id") == "wrong_in_force"


def test_large_letters_still_fit(address: str, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 640, "height": 800})
    page.goto(f"{address}/parts-kk.html")
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
