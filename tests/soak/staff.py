"""The Court's people: the registrar confirms papers, clerks triage, the head gives out, the desk publishes; and readers."""

from __future__ import annotations

import queue
import random
import re
from typing import Any

from tests.soak.browser import values_of
from tests.soak.person import Outcome, Person, Town

# In the heading: below it may stand numbers of other petitions, such as similar ones.
NUMBER = re.compile(r"<h1>\s*(20\d\d/\d{6})\b")
WHY = "Норма не применялась судом в деле заявителя: {mark} не следует из приложенного акта."
RETURNING, PASSING, BY_HAND, WITH_SCAN = 0.4, 0.4, 0.15, 0.2
LINKING = 0.2
IDLE_SECONDS = 0.5


class Clerk(Person):
    """Does one kind of work on petitions that come by a queue; `next_desk` gets those that are done."""

    WAITING_ROOM = "/ru/intake/?view=all"

    def __init__(
        self,
        town: Town,
        chance: random.Random,
        *,
        member: str,
        work: queue.Queue[str],
        pace: float,
        next_desk: Any = None,
    ) -> None:
        super().__init__(town, chance, member=member)
        self.work, self.pace, self.next_desk = work, pace, next_desk

    def run(self) -> None:
        """Work until the load stops."""
        self.sign_in()
        while not self.town.stopping.is_set():
            try:
                petition = self.work.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                self.read(self.WAITING_ROOM)
                continue
            self.handle(petition)
            self.town.wait(self.pace)

    def handle(self, petition: str) -> None:
        """Do what this desk does with one petition."""
        raise AssertionError("every desk has its work")

    def act(self, petition: str, word: str, fields: list[tuple[str, str]], **keywords: Any) -> Outcome:
        """Carry out one act on a petition; what is acknowledged is a promise of its event."""
        done = self.send(f"/ru/intake/{petition}/{word}/", fields, **keywords)
        if done.is_taken:
            self.promise("acted", petition, act=word)
        return done


class Registrar(Clerk):
    """Confirms that the signed paper lies on the desk."""

    WAITING_ROOM = "/ru/intake/find/"

    def handle(self, petition: str) -> None:
        """File the petition."""
        if self.act(petition, "confirm", [("received_on", "")]).may_go_on and self.next_desk:
            self.next_desk.put(petition)


class Screener(Clerk):
    """Registers petitions, checks and links them, returns some and passes others on."""

    before = ""

    def handle(self, petition: str) -> None:
        """Register, begin, and decide."""
        self.read("/ru/intake/?view=mine")
        if not self.act(petition, "register", []).may_go_on:
            return
        found = NUMBER.search(self.read(f"/ru/intake/{petition}/").text)
        if found:
            self.promise("numbered", petition, number=found.group(1))
        if not self.act(petition, "begin", []).may_go_on:
            return
        if self.before and self.chance.random() < LINKING:
            self.link(petition)
        self.before = petition
        drawn = self.chance.random()
        if drawn < RETURNING:
            self.give_back(petition)
        elif drawn < RETURNING + PASSING:
            self.act(petition, "pass", [])

    def link(self, petition: str) -> None:
        """Decide that the petition belongs to the one before it."""
        why = [("kind", "linked"), ("reason", "Об одной норме и об одном приговоре.")]
        if self.send(f"/ru/intake/{petition}/beside/{self.before}/", why).is_taken:
            self.promise("acted", petition, act="link")

    def give_back(self, petition: str) -> None:
        """Return the petition with a reason."""
        grounds = values_of(self.read(f"/ru/intake/{petition}/return/").text, "grounds")
        mark = f"r{self.chance.randrange(10**9)}"
        why = [("grounds", ground) for ground in grounds[:1]] + [("explanation", WHY.format(mark=mark))]
        if self.act(petition, "return", why, words=mark).is_taken:
            self.promise("explained", petition, mark=mark)


class Head(Clerk):
    """Gives petitions to clerks by hand, now and then, and looks at the queue."""

    def handle(self, petition: str) -> None:
        """Give one petition to some clerk."""
        page = self.read(f"/ru/intake/{petition}/assign/").text
        clerks = re.findall(r'<option value="(\d+)"', page)
        if clerks:
            self.act(petition, "assign", [("assignee", self.chance.choice(clerks))])


class Desk(Person):
    """The secretary drafts and signs what a session adopted; the publisher publishes it."""

    def __init__(self, town: Town, chance: random.Random, *, seeded: dict[str, Any], pace: float) -> None:
        super().__init__(town, chance, member="secretary")
        self.publisher = Person(town, chance, member="publisher")
        self.cases, self.titles, self.texts = seeded["cases"], seeded["titles"], seeded["texts"]
        self.pace = pace

    def run(self) -> None:
        """Rule on the prepared cases until there are no more."""
        self.sign_in()
        self.publisher.sign_in()
        while self.cases and not self.town.stopping.is_set():
            self.rule_on(self.cases.pop())
            self.town.wait(self.pace)

    def rule_on(self, case: dict[str, Any]) -> None:
        """Draft, write, certify, sign and publish one ruling."""
        asked = [("kind", "acceptance"), ("petition", case["petition"]), ("sitting", case["sitting"])]
        begun = self.send("/ru/desk/rulings/new/", asked)
        if not begun.is_taken:
            return
        home = begun.place.removesuffix("texts/")
        ruling, mark = home.strip("/").rpartition("/")[2], f"t{self.chance.randrange(10**9)}"
        self.promise("drafted", ruling)
        texts = [(f"title_{code}", words) for code, words in self.titles.items()]
        texts += [(f"text_{code}", f"{words}\nСлово {mark}.") for code, words in self.texts.items()]
        if self.send(f"{home}texts/", texts, words=mark).is_taken:
            self.promise("worded", ruling, mark=mark)
        bench = [("sitting", case["sitting"]), *(("signed", judge) for judge in case["judges"])]
        self.send(f"{home}bench/", bench)
        if self.send(f"{home}sign/", [("day", case["day"]), ("sure", "on")]).is_taken:
            self.promise("signed", ruling)
        sure = [("chosen", "on"), ("sure", "on"), ("despite", "Nobody prints letters here.")]
        if self.publisher.send(f"{home}publish/", sure).is_taken:
            self.promise("published", ruling)


class Reader(Person):
    """Reads public pages, the API and the register, as anyone may."""

    PAGES = (
        "/",
        *("/ru/", "/kk/", "/en/", "/ru/rulings/", "/kk/rulings/", "/en/rulings/feed.atom", "/api/v1/rulings/"),
        *("/ru/execution/", "/kk/statistics/", "/ru/statistics/definitions/", "/ru/constitution/", "/ru/cases/"),
        *("/ru/rulings/?q=%D0%BD%D0%BE%D1%80%D0%BC%D0%B0", "/sitemap.xml", "/en/open-data/", "/en/page-report/"),
        *("/register/roots/", "/ru/petitions/new/", "/en/norms/criminal-procedure-code-2014", "/api/v1/norms/"),
    )

    def __init__(self, town: Town, chance: random.Random, *, pace: float) -> None:
        super().__init__(town, chance)
        self.pace = pace

    def run(self) -> None:
        """Read until the load stops; rulings of the list are opened too."""
        known: list[str] = []
        while not self.town.stopping.is_set():
            path = self.chance.choice([*self.PAGES, *known[:8]])
            answer = self.browser.get(path)
            if not answer.is_outage and answer.status not in {200, 301, 302}:
                self.town.complain(f"a reader met {answer.status} at {path}")
            if path == "/ru/rulings/" and answer.status == 200:
                known = sorted(
                    set(re.findall(r'href="(/ru/rulings/[^"#?]+)"', answer.text)) - {"/ru/rulings/feed.atom"}
                )
            self.town.wait(self.pace)
