"""People who read and file through the proxy all the while, and what came of it."""

from __future__ import annotations

import re
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

from tests.faults.visiting import Answer, Visitor
from tests.production.installation import Installation
from tests.workers import until

PAGES = ("/ru/", "/kk/petitions/new/", "/healthz-of-nobody", "/en/account/login/")
PATIENCE_SECONDS = 40.0


class SecureVisitor(Visitor):
    """A visitor who comes over https and trusts the installation's certificate."""

    def __init__(self, made: Installation) -> None:
        super().__init__(made.address)
        handlers = (urllib.request.HTTPSHandler(context=made.trust), urllib.request.HTTPCookieProcessor(CookieJar()))
        self.opener = urllib.request.build_opener(*handlers)


def is_lost(answer: Answer) -> bool:
    """Say whether a request got no answer, or one that says the service failed."""
    return answer.status == 0 or answer.status >= 500


@dataclass
class Load:
    """What readers and filers met."""

    made: Installation
    name: str
    patient: bool  # as a person is: what fails is sent again; else nothing may fail
    answers: list[tuple[str, Answer]] = field(default_factory=list)
    filed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def lost(self) -> list[str]:
        """Return what was lost, each as one line."""
        return [
            f"{path}: {answer.status} after {answer.seconds:.2f} s" for path, answer in self.answers if is_lost(answer)
        ]

    def keep(self, path: str, answer: Answer) -> Answer:
        """Write down an answer."""
        self.answers.append((path, answer))
        return answer

    def read(self) -> None:
        """Read pages until the end."""
        visitor = SecureVisitor(self.made)
        while not self.stopping.is_set():
            for path in PAGES:
                self.keep(path, visitor.get(path))
                self.stopping.wait(0.05)

    def file(self) -> None:
        """File petitions until the end, the last one wholly."""
        while not self.stopping.is_set():
            address = f"{self.name}-{len(self.filed)}-{time.monotonic_ns()}@example.org"
            try:
                self.file_one(address)
            except AssertionError as error:
                self.errors.append(str(error))
                return
            self.filed.append(address)
            self.stopping.wait(0.2)

    def file_one(self, address: str) -> None:
        """File one petition of somebody who left an e-mail address."""
        visitor = SecureVisitor(self.made)
        begun = self.send(visitor, "/ru/petitions/new/", "write/who/", petitioner_kind="citizen", language="ru")
        home = re.sub(r"write/who/$", "", begun.address)
        words = "Меня осудили без защитника. " * 3
        self.send(
            visitor, f"{home}write/you/", "/write/", full_name="Үлгі Мысалқызы", residence="Астана", email=address
        )
        self.send(visitor, f"{home}write/situation/", "/write/", situation=words)
        self.send(visitor, f"{home}write/request/", "/write/", request="Признать норму не соответствующей Конституции.")
        self.send(visitor, f"{home}write/check/", "/sign/")

    def send(self, visitor: SecureVisitor, path: str, leads_to: str, **values: object) -> Answer:
        """Open a form and send it; a patient person does so again when it fails. Return where it led."""
        answer = self.keep(path, visitor.send(path, **values))
        if self.patient and is_lost(answer):
            until(lambda: self.succeeds(visitor, path, leads_to, values), seconds=PATIENCE_SECONDS, every=0.5)
            answer = self.answers_of(path)
        assert leads_to in answer.address, f"{path}: {answer.status} {answer.address} {answer.text[:600]}"
        assert answer.address != path, f"{path}: {answer.status} {answer.text[:2_000]}"
        return answer

    def succeeds(self, visitor: SecureVisitor, path: str, leads_to: str, values: dict[str, object]) -> bool:
        """Send a form again; say whether that led on. A petition that was submitted after all shows where it stands."""
        shown = visitor.get(path)
        if leads_to in shown.address and shown.address != path:
            self.keep(path, shown)
            return True
        answer = self.keep(path, visitor.send(path, **values))
        return leads_to in answer.address and answer.address != path

    def answers_of(self, path: str) -> Answer:
        """Return the last answer for a path."""
        return next(answer for asked, answer in reversed(self.answers) if asked == path)


@contextmanager
def load(made: Installation, name: str, *, patient: bool, filers: int = 1, readers: int = 1) -> Iterator[Load]:
    """Read and file until the block ends; wait for what is being filed."""
    running = Load(made, name, patient)
    work: list[Callable[[], None]] = [running.file] * filers + [running.read] * readers
    threads = [threading.Thread(target=one, daemon=True) for one in work]
    for thread in threads:
        thread.start()
    try:
        yield running
    finally:
        running.stopping.set()
        for thread in threads:
            thread.join(90)
