"""Citizens without an account: petitions written beforehand, each in a session of its own, and whole guided filings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from tests.bench.load import Answer, Reader, request

TOKEN = "a" * 32  # a browser chooses neither, but the server takes any secret of this shape that cookie and form share
SET_SESSION = re.compile(rb"\r\nset-cookie: *sessionid=(\w+);", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
VERSION = re.compile(rb'name="version" value="(\d+)"')
PROVISION = re.compile(rb'name="provisions" value="(\d+)"')
RIGHT = re.compile(rb'name="rights" value="(\d+)"')
PARAGRAPH = "Суд применил норму, и я остался без защитника, когда исполнялся приговор; жалоба осталась без ответа. "


@dataclass(frozen=True)
class Written:
    """A draft that lacks nothing but its sending: its address, its version, and the session that holds it."""

    public_id: str
    version: int
    session: str

    def submission(self) -> bytes:
        """Return the request by which its writer submits it."""
        return post(f"/ru/petitions/{self.public_id}/write/check/", {"version": str(self.version)}, self.session)


def cookies(session: str) -> str:
    """Return a browser's cookies."""
    return f"csrftoken={TOKEN}" + (f"; sessionid={session}" if session else "")


def post(path: str, fields: dict[str, str], session: str = "") -> bytes:
    """Return the request that sends a form."""
    headers = {"Cookie": cookies(session), "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"csrfmiddlewaretoken": TOKEN, **fields}).encode()
    return request(path, method="POST", headers=headers, body=body)


def write_drafts(count: int) -> list[Written]:
    """Write `count` petitions by the operations, as far as the page of the check was read."""
    from courtcase.people.actors import Actor
    from petitions.filing.operations.save_draft import save_draft
    from petitions.filing.operations.start_draft import start_draft

    made, words = [], content()
    for _number in range(count):
        at = now()
        started = start_draft(petitioner_kind="citizen", language="ru", actor=Actor.nobody(), at=at)
        holder = Actor.holder(started.petition.subject_id)
        petition = save_draft(petition=started.petition, part=words, actor=holder, at=at)
        session = session_of(petition, started.code)
        made.append(Written(str(petition.public_id), petition.version, session))
    return made


def now() -> Any:
    """Return the aware instant of now."""
    from django.utils import timezone

    return timezone.now()


def content() -> Any:
    """Return the words of a petition of common length that lacks nothing, with an e-mail and two rights."""
    from courtcase.law.models import Provision
    from courtcase.law.queries import constitution_articles
    from courtcase.law.time import court_day
    from tests.petitions.walk import words

    norm = Provision.objects.filter(act__code="criminal-procedure-code-2014").order_by("sort_key")[0]
    rights = [right.pk for right in constitution_articles(court_day(now())) if right.heading_kk][:2]
    texts = dict.fromkeys(("situation", "reasoning"), PARAGRAPH * 20)
    made = words(provisions=[norm.pk], rights=rights, **texts)
    made["petitioner"]["email"] = "reader@example.org"
    return made


def session_of(petition: Any, code: str) -> str:
    """Return the key of a session that holds the draft, with the tracking code the check gives it."""
    from importlib import import_module

    from django.conf import settings

    from courtcase.people.middleware import HELD_SUBJECTS
    from courtcase.register import receipt_code
    from petitions.filing.visitor import CODES, SUBMISSION_CODES

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[HELD_SUBJECTS] = [petition.subject_id]
    session[CODES] = {str(petition.public_id): code}
    session[SUBMISSION_CODES] = {str(petition.public_id): receipt_code.generate()}
    session.create()
    return str(session.session_key)


@dataclass(frozen=True)
class Step:
    """One request of a guided filing, as the server saw it."""

    name: str
    status: int
    server_ms: float
    statements: int


class Citizen:
    """A browser that walks through the guided form."""

    def __init__(self, port: int) -> None:
        self.reader = Reader(port)
        self.session = ""
        self.steps: list[Step] = []

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self.noted("GET", path, request(path, headers={"Cookie": cookies(self.session)}))

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form; keep the session it gives."""
        answer = self.noted("POST", path, post(path, fields, self.session))
        if answer.status != 302:
            raise RuntimeError(f"{path} answered {answer.status}")
        given = SET_SESSION.search(answer.head)
        if given is not None:
            self.session = given.group(1).decode()
        return answer

    def noted(self, method: str, path: str, raw: bytes) -> Answer:
        """Send a request and note what it took."""
        answer = self.reader.send(raw)
        self.steps.append(Step(f"{method} {path.split('/')[-2]}", answer.status, answer.server_ms, answer.statements))
        return answer


def file_guided(port: int, count: int) -> tuple[float, float, list[Step]]:
    """File `count` petitions by the guided form, every page opened and sent; return first and last instant and steps."""
    citizen = Citizen(port)
    began = perf_counter()
    for _number in range(count):
        citizen.session = ""
        file_one(citizen)
    ended = perf_counter()
    citizen.reader.close()
    return began, ended, citizen.steps


PAGES: dict[str, dict[str, str]] = {
    "you": {
        "full_name": "Үлгі Мысалқызы",
        "residence": "Astana, Example street 1",
        "region": "71",
        "email": "reader@example.org",
    },
    "norm": {},
    "case": {
        "court": "Example district court",
        "number": "1-1/2026",
        "adopted_on": "02.03.2026",
        "in_force_on": "02.04.2026",
        "applied": "named",
    },
    "rights": {},
    "situation": {"situation": PARAGRAPH * 20},
    "reasoning": {"reasoning": PARAGRAPH * 20},
    "request": {
        "request": "To find the provision not in conformity with the Constitution.",
        "participation": "written",
    },
}


def file_one(citizen: Citizen) -> None:
    """Walk from the first page to the one that asks for the signature."""
    citizen.get("/ru/petitions/new/")
    begun = citizen.post("/ru/petitions/new/", {"petitioner_kind": "citizen", "language": "ru"})
    where = LOCATION.search(begun.head)
    if where is None:
        raise RuntimeError("the first page leads nowhere")
    base = where.group(1).decode().rsplit("/who/", 1)[0]
    for name, fields in PAGES.items():
        page = citizen.get(f"{base}/{name}/")
        if name == "norm":
            citizen.post(f"{base}/norm/find/", {"version": version(page), "q": "110"})
            page = citizen.get(f"{base}/norm/")
        citizen.post(f"{base}/{name}/", {"version": version(page), **fields, **chosen(name, page.body)})
    citizen.get(f"{base}/attachments/")
    page = citizen.get(f"{base}/check/")
    citizen.post(f"{base}/check/", {"version": version(page)})
    citizen.get(base.removesuffix("/write") + "/sign/")


def version(page: Answer) -> str:
    """Return the version a page carries."""
    found = VERSION.search(page.body)
    if found is None:
        raise RuntimeError(f"a page of the guided form carries no version: {page.status}")
    return found.group(1).decode()


def chosen(name: str, body: bytes) -> dict[str, str]:
    """Return the first choice a page of choices offers."""
    pattern = {"norm": PROVISION, "rights": RIGHT}.get(name)
    found = pattern.search(body) if pattern else None
    field = {"norm": "provisions", "rights": "rights"}.get(name, "")
    return {field: found.group(1).decode()} if found else {}
