"""Holding each promise of the log against the database and the disk. Imported once Django is set up."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable
from typing import Any

from courtcase.documents import storage
from courtcase.feedback.content import opened
from courtcase.feedback.models import PageReport
from courtcase.register.models import Event
from petitions.content import open_content, open_text
from petitions.filing.queries import petition_by_code
from petitions.models import Petition
from rulings.models import MeasureStep, Ruling, RulingState, Watch
from rulings.watching.content import index_of_address

Promise = dict[str, Any]
EVENT_OF_ACT = {
    "confirm": "petition.filed",
    "register": "petition.registered",
    "begin": "petition.screening_begun",
    "return": "petition.return_prepared",  # the letter goes later, and can be undone until then
    "pass": "petition.passed_to_chair",
    "assign": "petition.assigned",
    "link": "petition.linked",
}
KEY_OF_PAGE = {"you": "petitioner", "case": "court_acts"}
DRAFTED = (RulingState.DRAFT, RulingState.SIGNED, RulingState.PUBLISHED)


class Ledger:
    """What the database says of the petitions and rulings that promises name, read once each."""

    def __init__(self) -> None:
        self.petitions: dict[str, Petition | None] = {}
        self.rulings: dict[str, Ruling | None] = {}
        self.words: dict[int, dict[str, Any]] = {}

    def petition(self, public_id: str) -> Petition | None:
        """Return the petition with this public id, or None where it is lost."""
        if public_id not in self.petitions:
            found = Petition.objects.select_related("data_key", "subject").filter(public_id=public_id).first()
            self.petitions[public_id] = found
        return self.petitions[public_id]

    def ruling(self, public_id: str) -> Ruling | None:
        """Return the ruling with this public id, or None where it is lost."""
        if public_id not in self.rulings:
            self.rulings[public_id] = Ruling.objects.filter(public_id=public_id).first()
        return self.rulings[public_id]

    def words_of(self, petition: Petition) -> dict[str, Any]:
        """Return every word of the version written last."""
        if petition.pk not in self.words:
            self.words[petition.pk] = dict(open_content(petition, petition.versions.latest("number")))
        return self.words[petition.pk]


def has_event(petition: Petition, name: str) -> bool:
    """Say whether the record holds an event of this name about the petition."""
    return Event.objects.filter(subject=petition.subject_id, name=name).exists()


def is_written(ledger: Ledger, petition: Petition, promise: Promise) -> bool:
    """Say whether the words of one page stand in the petition."""
    page = KEY_OF_PAGE.get(promise["page"], str(promise["page"]))
    return promise["mark"] in json.dumps(ledger.words_of(petition).get(page, ""), ensure_ascii=False)


def is_attached(_ledger: Ledger, petition: Petition, promise: Promise) -> bool:
    """Say whether the file is laid with the petition, and its bytes are those that were sent."""
    laid = petition.attachments.filter(removed_at=None, document__sha256=promise["sha256"]).first()
    if laid is None:
        return False
    with storage.open_kept(laid.document.storage_key) as file:
        content = file.read()
    return len(content) == promise["size"] and hashlib.sha256(content).hexdigest() == promise["sha256"]


def is_found_by_code(_ledger: Ledger, petition: Petition, promise: Promise) -> bool:
    """Say whether the code that was given finds this petition, and it is a draft no more."""
    found = petition_by_code(promise["code"])
    return found is not None and found.pk == petition.pk and has_event(petition, "petition.submitted")


def is_explained(_ledger: Ledger, petition: Petition, promise: Promise) -> bool:
    """Say whether the reason of a return stands with it."""
    return any(
        promise["mark"] in open_text(petition, one.sealed_explanation) for one in petition.prepared_returns.all()
    )


OF_PETITIONS: dict[str, Callable[[Ledger, Petition, Promise], bool]] = {
    "started": lambda ledger, petition, promise: True,
    "wrote": is_written,
    "chose": lambda ledger, petition, promise: petition.contested.filter(provision=promise["provision"]).exists(),
    "attached": is_attached,
    "submitted": is_found_by_code,
    "tracked": lambda ledger, petition, promise: has_event(petition, "petition.submitted"),
    "acted": lambda ledger, petition, promise: has_event(petition, EVENT_OF_ACT[promise["act"]]),
    "numbered": lambda ledger, petition, promise: petition.register_number == promise["number"],
    "explained": is_explained,
}


def is_worded(ruling: Ruling, promise: Promise) -> bool:
    """Say whether the words stand in every language in which they were written."""
    texts = [json.dumps(text.blocks, ensure_ascii=False) for text in ruling.texts.all()]
    return bool(texts) and all(promise["mark"] in text for text in texts)


OF_RULINGS: dict[str, Callable[[Ruling, Promise], bool]] = {
    "drafted": lambda ruling, promise: ruling.state in DRAFTED,
    "worded": is_worded,
    "signed": lambda ruling, promise: ruling.number_value is not None and ruling.signed_texts.exists(),
    "published": lambda ruling, promise: ruling.is_published,
}


def is_reported(promise: Promise) -> bool:
    """Say whether a report on a measure stands in its history and in the record."""
    steps = MeasureStep.objects.filter(measure__public_id=promise["subject"])
    mark = promise["mark"]
    is_told = Event.objects.filter(subject__measure__public_id=promise["subject"], name="measure.reported").exists()
    return is_told and all(steps.filter(**{f"note_{one}__contains": mark}).exists() for one in ("kk", "ru", "en"))


def is_told(promise: Promise) -> bool:
    """Say whether a report about a page holds the words."""
    return any(promise["subject"] in words for words in words_of_reports())


@functools.cache
def words_of_reports() -> list[str]:
    """Return the words of every report about a page, opened once."""
    return [opened(report).what for report in PageReport.objects.select_related("data_key")]


OF_OTHERS: dict[str, Callable[[Promise], bool]] = {
    "reported": is_reported,
    "watched": lambda promise: Watch.objects.filter(whom=index_of_address(promise["subject"])).count() == 1,
    "told": is_told,
}


def broken_promises(promises: list[Promise]) -> list[str]:
    """Return a line for each promise that was not kept."""
    ledger = Ledger()
    return [f"not kept: {json.dumps(promise)}" for promise in promises if not is_kept(ledger, promise)]


def is_kept(ledger: Ledger, promise: Promise) -> bool:
    """Say whether one promise was kept."""
    if promise["kind"] in OF_OTHERS:
        return OF_OTHERS[promise["kind"]](promise)
    if promise["kind"] in OF_RULINGS:
        ruling = ledger.ruling(promise["subject"])
        return ruling is not None and OF_RULINGS[promise["kind"]](ruling, promise)
    petition = ledger.petition(promise["subject"])
    return petition is not None and OF_PETITIONS[promise["kind"]](ledger, petition, promise)
