"""The load of the other rooms: who reports on measures, who waits for rulings, who tells of a page that is wrong."""

from __future__ import annotations

import random
from itertools import count
from typing import Any

from tests.soak.person import Person, Town

STAGES = ("draft_prepared", "introduced")


class ExecutionOfficer(Person):
    """Writes down what bodies say of measures, and reads the desk and the lists of letters beside it."""

    READS = ("/ru/desk/execution/", "/ru/desk/execution/?stage=waits", "/ru/execution/")

    def __init__(self, town: Town, chance: random.Random, *, seeded: dict[str, Any], pace: float) -> None:
        super().__init__(town, chance, member="execution_officer")
        self.measures, self.pace = seeded["measures"], pace

    def run(self) -> None:
        """Report until the load stops."""
        self.sign_in()
        while self.measures and not self.town.stopping.is_set():
            self.read(self.chance.choice(self.READS))
            self.report(self.chance.choice(self.measures))
            self.town.wait(self.pace)

    def report(self, measure: str) -> None:
        """Enter one report."""
        mark = f"m{self.chance.randrange(10**9)}"
        words = [(f"note_{language}", f"Рабочая группа собралась. Слово {mark}.") for language in ("kk", "ru", "en")]
        fields = [("stage", self.chance.choice(STAGES)), ("day", "02.03.2026"), ("source", "Письмо"), *words]
        if self.send(f"/ru/desk/execution/{measure}/report/", fields, words=mark).is_taken:
            self.promise("reported", measure, mark=mark)


class Watcher(Person):
    """Asks by e-mail to be told of rulings, and tells that something is wrong on a page; somebody else each time."""

    numbers = count(1)

    def __init__(self, town: Town, chance: random.Random, *, pace: float) -> None:
        super().__init__(town, chance)
        self.pace = pace

    def run(self) -> None:
        """Ask and tell by turns until the load stops."""
        while not self.town.stopping.is_set():
            self.begin_anew()
            mark = f"w{next(self.numbers)}x{self.chance.randrange(10**9)}"
            self.chance.choice((self.watch, self.tell))(mark)
            self.town.wait(1 + self.pace)

    def watch(self, mark: str) -> None:
        """Ask to be told of what a search finds."""
        email = f"{mark}@example.org"
        if self.send("/ru/alerts/?q=%D0%BD%D0%BE%D1%80%D0%BC%D0%B0", [("email", email)]).is_taken:
            self.promise("watched", email)

    def tell(self, mark: str) -> None:
        """Tell that something is wrong."""
        fields = [("what", f"Здесь неверная дата. Слово {mark}."), ("page", "/rulings/1/")]
        if self.send("/ru/page-report/", fields, words=mark).is_taken:
            self.promise("told", mark)
