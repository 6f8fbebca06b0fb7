"""Somebody who has no pointer: goes by Tab, types, ticks by Space and presses by Enter, and must always see the focus."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.visitor import Visitor

ACTIVE = "document.activeElement"
# What shows that something has the focus: an outline, or a shadow or border that others of its kind lack.
OUTLINE = (
    f"getComputedStyle({ACTIVE}).outlineStyle != 'none' && parseFloat(getComputedStyle({ACTIVE}).outlineWidth) >= 2"
)
MOST_STEPS = 150


@dataclass
class Keyboard:
    """The keys under the hands of a visitor."""

    visitor: Visitor

    def reach(self, wanted: str) -> None:
        """Press Tab until what the selector `wanted` finds has the focus, which must be seen at every stop."""
        page = self.visitor.page
        for _step in range(MOST_STEPS):
            page.keyboard.press("Tab")
            assert page.evaluate(OUTLINE), f"nothing shows the focus on {page.evaluate(ACTIVE + '.outerHTML')}"
            if page.evaluate(f"{ACTIVE}.matches({wanted!r})"):
                return
        pytest.fail(f"{wanted} is not reached by the keyboard on {page.url}")

    def write(self, **values: str) -> None:
        """Type into fields by their names, in the order in which they stand on the page."""
        for name, value in values.items():
            self.reach(f"main [name={name}]")
            self.visitor.page.keyboard.type(value)

    def tick(self, wanted: str) -> None:
        """Tick the box or circle that the selector finds."""
        self.reach(wanted)
        self.visitor.page.keyboard.press("Space")

    def choose(self, name: str, value: str) -> None:
        """Choose the circle of this value: Tab comes to the group, the arrow keys go within it."""
        page = self.visitor.page
        self.reach(f"main input[name={name}]")
        # Tab stops at the circle that is chosen, or at the first of the group; Space chooses it.
        page.keyboard.press("Space")
        for _step in range(20):
            if page.evaluate(f"{ACTIVE}.value") == value:
                return
            page.keyboard.press("ArrowDown")
        pytest.fail(f"{name}={value} is not reached by the arrow keys on {page.url}")

    def lay(self, wanted: str, *files: Path) -> None:
        """Come to a field for files, and choose them: the window of choice is the browser's own."""
        self.reach(wanted)
        self.visitor.page.locator(wanted).set_input_files(list(files))

    def press(self, words: str) -> None:
        """Come to the button or link of the content that bears these words, press it and wait for the next page."""
        page, before = self.visitor.page, self.visitor.page.url
        said = self.visitor.one(words).first
        said.evaluate("one => one.setAttribute('data-wanted', '')")
        self.reach("[data-wanted]")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: address != before)
        page.wait_for_load_state()
        self.visitor.must_stand()
