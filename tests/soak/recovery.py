"""How soon after a fault the Court takes petitions again: a petition is filed, and a worker has given it to a clerk."""

from __future__ import annotations

import random
import re
from time import monotonic, sleep

import psycopg2

from tests.soak.house import House
from tests.soak.person import Person, Town

MOST_SECONDS = 180.0
ROUTED = """
SELECT job.state FROM notices_job job JOIN petitions_petition petition ON petition.subject_id = job.subject_id
WHERE job.kind = 'petitions.route' AND petition.public_id = %s
"""


class NotRecovered(Exception):
    """The service did not come back in time."""


class Probe:
    """A petitioner and a registrar of the harness itself, whose petitions are promises like any other."""

    def __init__(self, town: Town, house: House, chance: random.Random) -> None:
        self.house, self.town = house, town
        self.citizen, self.registrar = Person(town, chance), Person(town, chance, member="registrar")

    def seconds(self, since: float) -> float:
        """File and have it routed, as often as it takes; return the seconds since the `monotonic()` instant `since`."""
        while monotonic() - since < MOST_SECONDS:
            petition = self.file()
            if petition and self.is_routed(petition, until=since + MOST_SECONDS):
                return monotonic() - since
        raise NotRecovered(f"no petition was filed and routed within {MOST_SECONDS:.0f} s")

    def file(self) -> str:
        """File one short petition; return its id, empty where a step of it was not acknowledged."""
        self.citizen.begin_anew()
        begun = self.citizen.send("/ru/petitions/new/", [("petitioner_kind", "citizen"), ("language", "ru")])
        home = begun.place.removesuffix("write/who/")
        found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", home)
        if not begun.is_taken or found is None:
            return ""
        petition = found.group()
        person = [("full_name", "Үлгі Мысалқызы"), ("residence", "Астана")]
        for page, fields in (
            ("you", person),
            ("situation", [("situation", "Меня осудили без защитника. " * 3)]),
            ("request", [("request", "Признать норму не соответствующей Конституции.")]),
            ("check", []),
        ):
            if not self.citizen.send(f"{home}write/{page}/", fields).may_go_on:
                return ""
        confirmed = self.registrar.send(f"/ru/intake/{petition}/confirm/", [("received_on", "")])
        if confirmed.is_taken:
            self.citizen.promise("acted", petition, act="confirm")
        return petition if confirmed.may_go_on else ""

    def is_routed(self, petition: str, *, until: float) -> bool:
        """Wait until a worker has given the petition to a clerk; say whether it did."""
        while monotonic() < until:
            try:
                if self.house.rows(ROUTED, petition) == [("done",)]:
                    return True
            except psycopg2.Error:
                sleep(0.2)
            sleep(0.05)
        return False
