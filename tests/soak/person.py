"""How a person uses the site: opens a form, sends it, and when that fails waits a little, reloads and sends it again."""

from __future__ import annotations

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.soak.browser import Answer, Browser, Fields, Patience, Tally, Upload, hidden_fields
from tests.soak.promises import Promises

PATIENCE_SECONDS = 300.0
MOST_REFUSALS = 6
LOGIN = "/account/login/"


@dataclass
class Town:
    """What all people of the load share: where the site is, what was promised, who has had enough, and when to stop."""

    address: str
    promises: Promises
    password: str
    members: dict[str, str]
    tally: Tally = field(default_factory=Tally)
    stopping: threading.Event = field(default_factory=threading.Event)
    complaints: list[str] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)

    def complain(self, text: str) -> None:
        """Note something that nobody should ever meet."""
        self.complaints.append(text)

    def wait(self, seconds: float) -> bool:
        """Wait, and say whether the load goes on."""
        return not self.stopping.wait(seconds)


@dataclass(frozen=True)
class Outcome:
    """How sending a form ended: taken, moved (it was taken before), perhaps, refused, or given up; and where it led."""

    word: str
    place: str = ""

    @property
    def is_taken(self) -> bool:
        """Say whether the server acknowledged it."""
        return self.word == "taken"

    @property
    def may_go_on(self) -> bool:
        """Say whether the next step makes sense."""
        return self.word in {"taken", "moved", "perhaps"}


class Person:
    """Somebody with a browser; `member` names the member of the cast who signs in, none for a visitor."""

    def __init__(self, town: Town, chance: random.Random, *, member: str = "") -> None:
        self.town, self.chance, self.member = town, chance, member
        self.browser = Browser(town.address, town.tally, come_from=self.some_address())

    def some_address(self) -> str:
        """Return a network address of a private network."""
        return "10." + ".".join(str(self.chance.randrange(1, 255)) for _part in range(3))

    def begin_anew(self) -> None:
        """Let another visitor sit down at this browser."""
        self.browser.forget()
        self.browser.come_from = self.some_address()

    def read(self, path: str) -> Answer:
        """Open a page, as often as it takes; the last answer where the load stops or patience ends."""
        patience, answer = Patience(PATIENCE_SECONDS), Answer(0)
        while patience.lasts():
            answer = self.browser.get(path)
            if answer.leads_on and LOGIN in answer.place and self.member and self.sign_in():
                continue
            if not answer.is_outage or not self.town.wait(self.pause()):
                return answer
        return answer

    def pause(self) -> float:
        """Return how long a person waits before trying again."""
        return self.chance.uniform(0.3, 1.5)

    def sign_in(self) -> bool:
        """Sign in by the form; say whether it worked."""
        shown = self.browser.get("/ru/account/login/")
        if shown.leads_on:
            return True  # signed in already
        fields = [("login", self.town.members[self.member]), ("password", self.town.password)]
        answer = self.browser.post("/ru/account/login/", [*hidden_fields(shown.text).items(), *fields])
        return answer.leads_on

    def send(
        self, path: str, fields: Fields, *, words: str = "", upload: Upload | None = None, form: str = ""
    ) -> Outcome:
        """Open the form at `form` (default: `path`) and send it with `fields` until it is taken or cannot be.

        `words` were typed by the person: an answer that says something broke must give them back.
        """
        patience, refusals, is_unsure = Patience(PATIENCE_SECONDS), 0, False
        while patience.lasts():
            shown = self.browser.get(form or path)
            if ended := self.cannot_send(shown):
                return self.count(ended, path)
            if shown.status == 200:
                answer = self.browser.post(path, [*hidden_fields(shown.text).items(), *fields], upload=upload)
                if answer.leads_on and LOGIN not in answer.place:
                    return self.count(Outcome("taken", answer.place), path)
                self.must_give_back(path, answer, words)
                is_unsure = is_unsure or answer.is_outage
                refusals += answer.status in {200, 403, 404, 422}
                if refusals and is_unsure:
                    return self.count(Outcome("perhaps"), path)
                if refusals >= MOST_REFUSALS:
                    return self.count(Outcome("refused"), path)
            if not self.town.wait(self.pause()):
                return Outcome("stopped")
        self.town.complain(f"gave up after {PATIENCE_SECONDS:.0f} s: {path}")
        return self.count(Outcome("gave up"), path)

    def cannot_send(self, shown: Answer) -> Outcome | None:
        """Return how it ended where the form is not shown; None where it is, or where it is worth trying again."""
        if shown.leads_on and LOGIN in shown.place:
            self.sign_in()
            return None
        if shown.leads_on:
            return Outcome("moved", shown.place)
        if shown.status in {403, 404, 410}:
            return Outcome("refused")
        return None

    def must_give_back(self, path: str, answer: Answer, words: str) -> None:
        """Note a page that says something went wrong and swallows what was typed."""
        if words and answer.status >= 400 and words not in answer.text:
            self.town.tally.lost_words.append(f"{answer.status} {path}")

    def count(self, outcome: Outcome, path: str) -> Outcome:
        """Count an outcome under the last word of the address."""
        self.town.outcomes[f"{path.rstrip('/').rpartition('/')[2]}: {outcome.word}"] += 1
        return outcome

    def promise(self, kind: str, subject: str, **facts: Any) -> None:
        """Write down what the server promised."""
        self.town.promises.keep(kind, subject, **facts)
