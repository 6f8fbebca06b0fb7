"""A browser without script: keeps cookies, reads forms, sends them, follows nothing by itself, and counts what it meets."""

from __future__ import annotations

import html
import http.client
import re
import secrets
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from time import monotonic
from typing import Any, NamedTuple

HIDDEN = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|version)"[^>]* value="([^"]*)"')
TIMEOUT_SECONDS = 30.0
Fields = list[tuple[str, str]]


class Answer(NamedTuple):
    """What came back: status (0: nobody answered), text, and where it leads."""

    status: int
    text: str = ""
    place: str = ""

    @property
    def leads_on(self) -> bool:
        """Say whether the server led on to another page: what was sent is taken."""
        return self.status in {302, 303}

    @property
    def is_outage(self) -> bool:
        """Say whether a person would wait a little and try again."""
        return self.status == 0 or self.status >= 500


class Upload(NamedTuple):
    """A file laid into a form."""

    field: str
    filename: str
    content: bytes
    content_type: str


@dataclass
class Tally:
    """What all browsers met together: answers by their kind, outages by their address, texts that were not given back."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    answers: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    lost_words: list[str] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def note(self, method: str, path: str, answer: Answer, seconds: float) -> None:
        """Count one answer, and how long it took."""
        kind = str(answer.status) if answer.status else "no answer"
        with self.lock:
            self.answers[kind] += 1
            self.seconds[f"{method} {shape(path)}"].append(seconds)
            if answer.status >= 500:
                self.broken[f"{answer.status} {method} {shape(path)}"] += 1

    def requests(self) -> int:
        """Return how many requests were sent."""
        with self.lock:
            return sum(self.answers.values())


def shape(path: str) -> str:
    """Return an address with its ids left out, so that addresses of one kind are counted together."""
    bare = path.partition("?")[0]
    return re.sub(r"/\d+", "/<n>", re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<id>", bare))


class Stay(urllib.request.HTTPRedirectHandler):
    """Leaves a redirection to whoever asked."""

    def redirect_request(self, *_arguments: Any, **_keywords: Any) -> None:
        """Follow nothing."""


class Browser:
    """One person's browser. `come_from` is the network address they seem to come from, as a trusted proxy tells it."""

    def __init__(self, address: str, tally: Tally, *, come_from: str) -> None:
        self.address, self.tally = address, tally
        self.come_from = come_from
        self.forget()

    def forget(self) -> None:
        """Throw every cookie away: another visitor sits down."""
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), Stay())

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", path, None, {})

    def post(self, path: str, fields: Fields, *, upload: Upload | None = None) -> Answer:
        """Send a form."""
        if upload is None:
            return self.ask("POST", path, urllib.parse.urlencode(fields).encode(), {})
        body, content_type = multipart(fields, upload)
        return self.ask("POST", path, body, {"Content-Type": content_type})

    def ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """Ask once; whatever goes wrong on the way is an answer with status 0."""
        told = {"Referer": self.address + path, "X-Forwarded-For": self.come_from, **headers}
        began = monotonic()
        request = urllib.request.Request(self.address + path, body, told, method=method)  # noqa: S310 - our own
        try:
            with self.opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                answer = Answer(response.status, response.read().decode("utf-8", "replace"))
        except urllib.error.HTTPError as error:
            answer = self.of_error(error)
        except (OSError, http.client.HTTPException):
            answer = Answer(0)
        self.tally.note(method, path, answer, monotonic() - began)
        return answer

    @staticmethod
    def of_error(error: urllib.error.HTTPError) -> Answer:
        """Return the answer that urllib takes for an error: a redirection, a refusal, an outage."""
        place = urllib.parse.urlsplit(error.headers.get("Location") or "").path
        try:
            text = error.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            error.close()
        return Answer(error.code, text, place)


def hidden_fields(text: str) -> dict[str, str]:
    """Return the token and the version that a page's form carries."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(text)}


def values_of(text: str, name: str) -> list[str]:
    """Return the values of the boxes or circles of a page called `name`, in their order."""
    boxes = re.findall(r"<input[^>]*>", text)
    named = [box for box in boxes if f'name="{name}"' in box]
    found = [re.search(r'value="([^"]*)"', box) for box in named]
    return [html.unescape(one.group(1)) for one in found if one and one.group(1)]


def multipart(fields: Iterable[tuple[str, str]], upload: Upload) -> tuple[bytes, str]:
    """Return the body of a form with a file, and its content type."""
    line = secrets.token_hex(12)
    parts = [f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields]
    head = (
        f'--{line}\r\nContent-Disposition: form-data; name="{upload.field}"; filename="{upload.filename}"\r\n'
        f"Content-Type: {upload.content_type}\r\n\r\n"
    )
    body = "".join(parts).encode() + head.encode() + upload.content + f"\r\n--{line}--\r\n".encode()
    return body, f"multipart/form-data; boundary={line}"


class Patience:
    """How long a person goes on trying: until so many seconds have passed."""

    def __init__(self, seconds: float) -> None:
        self.until = monotonic() + seconds

    def lasts(self) -> bool:
        """Say whether there is time for another try."""
        return monotonic() < self.until
