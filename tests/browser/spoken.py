"""What is said of a page by a screen reader: kept as a script beside the tests, and compared.

One file holds the pages of one kind of visitor in one language. After pages were changed on purpose,
`COURTCASE_KEEP_SPOKEN=1` writes the scripts anew; what changed is then read in the difference.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

FOLDER = Path(__file__).parent / "spoken"
KEEP = "COURTCASE_KEEP_SPOKEN"
HEAD = "=== "
# What another run or another day says differently; the order matters: a digest holds what looks like a code.
PASSING = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}"), "<id>"),
    (re.compile(r"\b[0-9a-f]{40,}\b"), "<digest>"),
    (re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2,}\b"), "<code>"),
    (re.compile(r"\b\d{1,2}:\d{2}\b"), "<time>"),
    (re.compile(r"\b\d{1,2}\.\d{2}\.\d{4}\b"), "<day>"),
    (re.compile(r"\b\d{4} (?:жылғы|ж\.) \d{1,2} \w+"), "<day>"),
    (re.compile(r"\b\d{1,2} \w+ \d{4}(?: г\.| года| ж\.)?"), "<day>"),
    (re.compile(r"\b20\d\d-Q[1-4]\b"), "<quarter>"),
    (re.compile(r"\b20\d\d/\d{3}\b"), "<case>"),
    (re.compile(r"127\.0\.0\.1:\d+"), "<host>"),
    (re.compile(r"\b\d+ days? over the term"), "<days> over the term"),
    (re.compile(r"пропущен на \d+ \w+"), "пропущен на <days>"),
    (re.compile(r"мерзім \d+ күнге"), "мерзім <days>"),
    (re.compile(r"\b\d+(?:[.,]\d+)?[   ](?:KB|MB|bytes|КБ|МБ|байт)"), "<size>"),
)
FRAME = ("body > a", "body > aside", "body > header", "body > .strip", "body > footer")
# Parts in another language than the page, as a voice must change for them.
OTHER_LANGUAGES = """() => [...document.querySelectorAll('body [lang]')]
    .filter(one => one.lang !== document.documentElement.lang && one.getClientRects().length)
    .map(one => one.lang + ': ' + one.innerText.trim().replace(/\\s+/g, ' ').slice(0, 80))"""
FOCUS = """() => {
    const one = document.activeElement;
    return one === document.body ? '' : (one.getAttribute('role') || one.tagName.toLowerCase()) + ' '
        + (one.innerText || one.name || '').trim().replace(/\\s+/g, ' ').slice(0, 120);
}"""


def said(page: Page) -> str:
    """Return the script of the page: language, title, what has the focus, then its content in the order of reading."""
    lines = [
        f"language: {page.locator('html').get_attribute('lang')}",
        f"title: {page.title()}",
        f"focus: {page.evaluate(FOCUS)}",
        *(f"other language: {one}" for one in page.evaluate(OTHER_LANGUAGES)),
        *heard_in(page, "main"),
    ]
    return lasting(lines)


def frame_of(page: Page) -> str:
    """Return what is said of everything around the content: the same on every page of one kind."""
    return lasting(line for part in FRAME for line in heard_in(page, part))


def heard_in(page: Page, part: str) -> list[str]:
    """Return what is said of each element the selector finds, in the order of reading."""
    found = [one.aria_snapshot() for one in page.locator(part).all()]
    return [line for text in found for line in text.splitlines() if "- /url:" not in line]


def lasting(lines: Iterable[str]) -> str:
    """Return lines as one text, without what another run or another day says otherwise."""
    text = "\n".join(line.rstrip() for line in lines)
    for pattern, words in PASSING:
        text = pattern.sub(words, text)
    return text


@dataclass
class Script:
    """The kept script of one kind of visitor in one language; `differences` tells what was said otherwise."""

    name: str
    heard: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """Return where it is kept."""
        return FOLDER / f"{self.name}.txt"

    def hear(self, page: Page, name: str) -> None:
        """Listen to a page; one that was heard before is not heard again."""
        self.heard.setdefault("the frame", frame_of(page))
        self.heard.setdefault(name, said(page))

    def kept(self) -> dict[str, str]:
        """Return the kept script by the names of pages."""
        if not self.path.exists():
            return {}
        parts = re.split(rf"^{re.escape(HEAD)}(.+)$", self.path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        return {name: text.strip("\n") for name, text in zip(parts[1::2], parts[2::2], strict=True)}

    def differences(self) -> list[str]:
        """Return what was said otherwise than is kept, page by page; or keep what was heard, where that is asked."""
        if os.environ.get(KEEP):
            FOLDER.mkdir(exist_ok=True)
            every = self.kept() | self.heard
            text = "\n".join(f"{HEAD}{name}\n{every[name]}\n" for name in every)
            self.path.write_text(text, encoding="utf-8")
            return []
        kept = self.kept()
        faults = []
        for name, text in self.heard.items():
            wanted = kept.get(name, "")
            if text != wanted:
                lines = difflib.unified_diff(wanted.splitlines(), text.splitlines(), "kept", "heard", lineterm="", n=1)
                faults.append(f"{self.name}, {name}:\n" + "\n".join(lines))
        return faults
