"""A visitor of the running site: goes, reads, fills in and presses by the words on the page, in their own language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, Response

from courtcase.people.cast import MEMBER_BY_KEY
from tests.browser.serving import Site
from tests.browser.spoken import Script
from tests.cast import PASSWORD

LOCALES = {"kk": "kk-KZ", "ru": "ru-KZ", "en": "en-GB"}
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# Texts in Latin letters that stand in no translation: names of formats, addresses, our own names of languages.
LATIN_SENTENCE = re.compile(r"\b[A-Za-z]{2,}(?:[ ,]+[a-z]{2,}){2,}")
MOST_BYTES = 100 * 1024
# What a page and all it draws in weigh as they are sent, compressed; fonts apart. Known to the browser even from its cache.
WEIGHT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter(one => !one.name.endsWith('.woff2')).reduce((sum, one) => sum + one.encodedBodySize, 0)"""
WORDS_OF_THE_PAGE = """() => {
    const said = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!parent.closest('[lang=en]:not(html), code, kbd, textarea, .kept, .code')) said.push(walker.currentNode.data);
    }
    return said.join('\\n');
}"""


def say(words: str, language: str) -> str:
    """Return what the site says in `language` for an English text of the source."""
    with translation.override(language):
        return gettext(words)


@dataclass(frozen=True)
class Judges:
    """What every page has to stand up to."""

    axe: Callable[[Page], None]
    colours: Callable[[Page], None]
    no_horizontal_scroll: Callable[[Page], None]
    keep: Callable[[Page, str], Path]


@dataclass
class Visitor:
    """One person in one browser. `name` begins the names of the pictures that are kept of what they saw."""

    page: Page
    site: Site
    language: str
    name: str
    judges: Judges
    twin: Page | None = None
    script: Script | None = None
    seen: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def say(self, words: str) -> str:
        """Return an English text of the source in this visitor's language."""
        return say(words, self.language)

    def go(self, path: str, *, status: int = 200) -> Response:
        """Open an address; one that begins with a slash stands under the visitor's language."""
        address = path if path.startswith("http") else f"{self.site.address}/{self.language}{path}"
        response = self.page.goto(address)
        assert response is not None
        assert response.status == status, f"{address}: {response.status}\n{self.site.said()}"
        return response

    def sign_in(self, key: str, *, then: str = "/") -> Visitor:
        """Sign in as a member of the cast, by the form, and go on to `then`."""
        self.go("/account/login/")
        self.page.locator("#id_login").fill(MEMBER_BY_KEY[key].email)
        self.page.locator("#id_password").fill(PASSWORD)
        self.press("Sign in")
        self.go(then)
        return self

    def press(self, words: str) -> None:
        """Press the button or follow the link that bears these words, and wait for the next page."""
        self.one(words).first.click()
        self.page.wait_for_load_state()
        self.must_stand()

    def one(self, words: str) -> Locator:
        """Return the buttons and links of the page's content that bear these words, alone or with an unseen addition."""
        said = re.compile(rf"^\W*{re.escape(self.say(words))}(?::.*)?\W*$", re.DOTALL)
        content = self.page.locator("main")
        return content.get_by_role("button", name=said).or_(content.get_by_role("link", name=said))

    def must_stand(self) -> None:
        """Fail with the site's logs where the page is one of the pages of failure."""
        heading = self.page.locator("h1").first.inner_text() if self.page.locator("h1").count() else ""
        broken = {self.say(words) for words in ("Something broke on our side", "This page is not here")}
        assert heading not in broken, f"{self.page.url}: {heading}\n{self.site.said()}"

    def fill(self, **values: str) -> None:
        """Fill in fields by their names in the form: texts, and choices by their values."""
        for name, value in values.items():
            fields = self.page.locator(f"main [name='{name}']")
            kind = fields.first.get_attribute("type") or ""
            if kind in {"radio", "checkbox"}:
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif fields.first.evaluate("one => one.tagName") == "SELECT":
                fields.first.select_option(value)
            else:
                fields.first.fill(value)

    def choose(self, *labels: str) -> None:
        """Tick the boxes or circles with these labels, as they are written on the page."""
        for label in labels:
            self.page.locator("main").get_by_label(label, exact=True).first.check()

    def reads(self, words: str, *, translated: bool = True) -> None:
        """Fail unless the content of the page says these words."""
        wanted = self.say(words) if translated else words
        text = " ".join(self.page.locator("main").inner_text().split())
        assert wanted in text, f"{self.page.url} does not say {wanted!r}:\n{text}"

    def heading(self) -> str:
        """Return the page's heading."""
        return self.page.locator("h1").first.inner_text()

    @property
    def path(self) -> str:
        """Return where the visitor is: the path without host and language."""
        return self.page.url.removeprefix(self.site.address)[3:]

    def looks(
        self,
        name: str,
        *,
        scripts: bool = False,
        also_narrow: bool = False,
        also_dark: bool = False,
        spoken: bool = True,
        pictured: bool = True,
    ) -> None:
        """Hold the page against everything every page must stand up to, and keep a picture; faults are told at the end.

        `scripts`: the page may run some; `also_narrow`: keep a second picture, 320 pixels wide; `also_dark`: judge its
        dark colours too, and keep a picture of them; `spoken`: what is said of it is compared with the script, where one
        is kept; `pictured`: keep a picture at the size it is looked at.
        """
        if name in self.seen:
            return
        self.seen.append(name)
        page = self.page
        size: Any = page.viewport_size
        picture = f"{self.name or 'page'}-{name}-{self.language}"
        if self.script and spoken:
            self.script.hear(page, name)
        if pictured:
            self.judges.keep(page, f"{picture}-{size['width']}")
        questions = [self.is_light, self.speaks_its_language, self.is_open_to_everyone]
        questions += [] if scripts else [self.runs_no_script]
        questions += [lambda: self.has_good_dark_colours(f"{picture}-dark")] if also_dark else []
        for question in [*questions, lambda: self.judges.no_horizontal_scroll(page)]:
            try:
                question()
            except AssertionError as fault:
                self.faults.append(f"{name}: {fault}")
        if also_narrow:
            self.judges.keep(page, f"{picture}-320")
        page.set_viewport_size(size)

    def all_faults(self) -> list[str]:
        """Return what was wrong with the pages looked at, and what was said of them otherwise than is kept."""
        return [*self.faults, *(self.script.differences() if self.script else [])]

    def is_open_to_everyone(self) -> None:
        """Fail on any violation axe finds. A page that runs no script is shown, as it stands, to one that does: axe is one."""
        if not self.twin:
            self.judges.axe(self.page)
            return
        address, content = self.page.url.partition("#")[0], self.page.content()
        self.twin.route(address, lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8"))
        self.twin.goto(address)
        self.twin.unroute(address)
        self.judges.axe(self.twin)

    def has_good_dark_colours(self, picture: str) -> None:
        """Fail on any violation the dark colours of the page as it stands make, and keep a picture of it."""
        self.page.emulate_media(color_scheme="dark")
        try:
            self.judges.keep(self.page, picture)
            self.judges.colours(self.page)
        finally:
            self.page.emulate_media(color_scheme="light")

    def is_light(self) -> None:
        """Fail where the page weighs more than a hundred kilobytes compressed, its fonts apart."""
        weight = self.page.evaluate(WEIGHT)
        assert 0 < weight <= MOST_BYTES, f"{self.page.url} weighs {weight} bytes"

    def runs_no_script(self) -> None:
        """Fail where the page holds a script."""
        assert self.page.locator("script").count() == 0, self.page.url

    def speaks_its_language(self) -> None:
        """Fail where the page says another language than it speaks, or a Kazakh or Russian one holds English sentences."""
        assert self.page.locator("html").get_attribute("lang") == self.language, self.page.url
        assert self.page.title().strip(), self.page.url
        found = [] if self.language == "en" else LATIN_SENTENCE.findall(self.page.evaluate(WORDS_OF_THE_PAGE))
        assert not found, f"{self.page.url} is not translated: {found[:9]}"
