"""Citizens without an account: they fill in a petition page by page, lay files with it, submit it, and ask after it."""

from __future__ import annotations

import hashlib
import html
import queue
import random
import re
from itertools import count
from uuid import UUID

from tests.soak.browser import Upload, values_of
from tests.soak.person import Person, Town

SITUATION = "Меня осудили без защитника, суд применил эту норму, и приговор исполнен. Слово {mark}."
REASONING = "Сама норма лишает защитника каждого осуждённого, и это умаляет право на защиту. Слово {mark}."
REQUEST = "Признать норму не соответствующей Конституции. Слово {mark}."
CODE = re.compile(r'class="figure[^"]*"[^>]*>\s*([0-9A-Z][0-9A-Z -]{10,})\s*<')
ATTACHING, TRACKING, CHOOSING = 0.35, 0.4, 0.4


class Citizen(Person):
    """Files petitions one after the other; each is written by somebody new at the same browser."""

    numbers = count(1)

    def __init__(self, town: Town, chance: random.Random, *, submitted: queue.Queue[str], pace: float) -> None:
        super().__init__(town, chance)
        self.submitted, self.pace = submitted, pace

    def run(self) -> None:
        """File until the load stops."""
        while not self.town.stopping.is_set():
            self.file()
            self.town.wait(self.pace)

    def file(self) -> str:
        """File one petition; return its id, empty where it did not get so far."""
        self.begin_anew()
        mark = f"s{next(self.numbers)}x{self.chance.randrange(10**9)}"
        begun = self.send("/ru/petitions/new/", [("petitioner_kind", "citizen"), ("language", "ru")])
        home = begun.place.removesuffix("write/who/")
        if not begun.is_taken or home == begun.place:
            return ""
        petition = str(UUID(home.strip("/").rpartition("/")[2]))
        self.promise("started", petition)
        person = [("full_name", "Үлгі Мысалқызы"), ("residence", "Астана"), ("email", f"{mark}@example.org")]
        self.write(home, petition, "you", person, mark)
        self.fill_in(home, petition, mark)
        if self.chance.random() < ATTACHING:
            self.attach(home, petition, mark)
        return self.submit(home, petition)

    def fill_in(self, home: str, petition: str, mark: str) -> None:
        """Write the pages between the person and the check."""
        if self.chance.random() < CHOOSING:
            self.choose_norm(home, petition)
            case = [("court", f"Суд {mark}"), ("adopted_on", "02.03.2026"), ("in_force_on", "02.04.2026")]
            self.write(home, petition, "case", [*case, ("number", "1-1/2026"), ("applied", "named")], mark)
        self.write(home, petition, "situation", [("situation", SITUATION.format(mark=mark))], mark)
        self.write(home, petition, "reasoning", [("reasoning", REASONING.format(mark=mark))], mark)
        asked = [("request", REQUEST.format(mark=mark)), ("participation", "written")]
        self.write(home, petition, "request", asked, mark)

    def write(self, home: str, petition: str, page: str, fields: list[tuple[str, str]], mark: str) -> None:
        """Write one page; what the server took is a promise: these words stand in the petition."""
        if self.send(f"{home}write/{page}/", fields, words=mark).is_taken:
            self.promise("wrote", petition, page=page, mark=mark)

    def choose_norm(self, home: str, petition: str) -> None:
        """Search for a provision and tick the first one found."""
        norm = f"{home}write/norm/"
        self.send(f"{norm}find/", [("q", "482 УПК")], form=norm)
        found = values_of(self.read(norm).text, "provisions")
        if found and self.send(norm, [("provisions", found[0])]).is_taken:
            self.promise("chose", petition, provision=int(found[0]))

    def attach(self, home: str, petition: str, mark: str) -> None:
        """Lay a file with the petition; whether an unacknowledged one arrived, its page tells."""
        content = picture_of(mark, self.chance)
        page, name = f"{home}write/attachments/", f"act-{mark}.png"
        upload = Upload("attachment", name, content, "image/png")
        sent = self.send(page, [("purpose", "judicial_act")], upload=upload)
        if sent.is_taken or (sent.word == "perhaps" and name in self.read(page).text):
            self.promise("attached", petition, sha256=hashlib.sha256(content).hexdigest(), size=len(content))

    def submit(self, home: str, petition: str) -> str:
        """Submit at the page of the check, write the code down, and perhaps ask after the petition from elsewhere."""
        sent = self.send(f"{home}write/check/", [])
        if not sent.may_go_on:
            return ""
        shown = self.read(f"{home}sign/")
        found = CODE.search(shown.text)
        if shown.status != 200 or found is None:
            if sent.is_taken and not self.town.stopping.is_set():
                self.town.complain(f"no code on {home}sign/: {shown.status} {shown.place}")
            return ""
        code = html.unescape(found.group(1)).strip()
        self.promise("submitted", petition, code=code)
        self.submitted.put(petition)
        if self.chance.random() < TRACKING:
            self.track(code, petition)
        return petition

    def track(self, code: str, petition: str) -> None:
        """Ask after a petition by its code, as if from another machine: it must be known."""
        self.begin_anew()
        asked = self.send("/ru/petitions/track/", [("code", code)])
        if asked.is_taken and petition in asked.place:
            self.promise("tracked", petition)
        elif asked.word in {"taken", "refused"}:
            self.town.complain(f"a code that was given finds nothing: {petition} ({asked.word} {asked.place})")


def picture_of(mark: str, chance: random.Random) -> bytes:
    """Return a small picture that no other petition has."""
    import io

    from PIL import Image, PngImagePlugin

    facts, out = PngImagePlugin.PngInfo(), io.BytesIO()
    facts.add_text("mark", mark)
    size = (chance.randrange(40, 200), chance.randrange(40, 200))
    Image.effect_noise(size, 60).convert("RGB").save(out, "PNG", pnginfo=facts)
    return out.getvalue()
