"""Requests of the subjects of personal data: what is sealed of them, and how they are read."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple, TypedDict

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise

from courtcase.keys.models import DataKey
from courtcase.keys.operations import open_json, seal_json
from courtcase.law.models import Clock
from courtcase.people.models import Account
from petitions.keeping.wording import ASKED
from petitions.models import DataRequest, Petition, RequestKind, RequestRoad

PAGE = 30
PURPOSE = "data_request"
# The terms (law.Term) within which a request is answered, by what is asked.
TERMS = {
    RequestKind.ACCESS: "data_access",
    RequestKind.CORRECTION: "data_change",
    RequestKind.BLOCKING: "data_change",
    RequestKind.ERASURE: "data_change",
}


class Asker(TypedDict, total=False):
    """Who asked on paper, and the lines to which the answer goes."""

    name: str
    lines: str


class Said(NamedTuple):
    """What a request says: its words, who asked on paper, and the answer; empty where there is none."""

    words: str
    asker: Asker
    answer: str


def sealed_words(data_key: DataKey, *, words: str, asker: Asker) -> bytes:
    """Return what was asked as it is stored."""
    return seal_json(data_key, {"words": words, "asker": asker}, purpose=PURPOSE)


def sealed_answer(request: DataRequest, answer: str) -> bytes:
    """Return the answer as it is stored."""
    return seal_json(request.data_key, answer, purpose=f"{PURPOSE}.answer")


def said(request: DataRequest) -> Said:
    """Return what a request says; its data key is loaded."""
    told = open_json(request.data_key, bytes(request.sealed), purpose=PURPOSE)
    answer = open_json(request.data_key, bytes(request.answer), purpose=f"{PURPOSE}.answer") if request.answer else ""
    return Said(str(told["words"]), Asker(**told["asker"]), str(answer))


def with_terms(found: QuerySet[DataRequest]) -> QuerySet[DataRequest]:
    """Return requests with their terms, keys and whoever answered, in two statements however many there are."""
    clocks = Prefetch("subject__clocks", queryset=Clock.objects.select_related("term"))
    return found.select_related("subject", "data_key", "answered_by", "petition", "account").prefetch_related(clocks)


def of_account(account: Account) -> QuerySet[DataRequest]:
    """Return what an account asked, the newest first."""
    return with_terms(DataRequest.objects.filter(account=account)).order_by("-pk")


def of_petition(petition: Petition) -> QuerySet[DataRequest]:
    """Return what was asked by the code of a petition, the newest first."""
    return with_terms(DataRequest.objects.filter(petition=petition, road=RequestRoad.CODE)).order_by("-pk")


def requests(*, waiting: bool, before: int | None = None) -> list[DataRequest]:
    """Return a page and one more of the requests that wait (oldest last), or of those answered, older than id `before`."""
    found = DataRequest.objects.filter(outcome="") if waiting else DataRequest.objects.exclude(outcome="")
    return list(with_terms(found.filter(pk__lt=before) if before else found).order_by("-pk")[: PAGE + 1])


class Shown(NamedTuple):
    """A request as pages show it; `asked` is what it asks in the words of whoever answers."""

    row: DataRequest
    asked: Promise | str
    said: Said | None
    due_on: date | None
    clock: Clock | None


def shown(request: DataRequest, *, is_opened: bool) -> Shown:
    """Return a request for a page; its words only where they are `is_opened` to the reader."""
    clock = next(iter(request.subject.clocks.all()), None)
    return Shown(
        request, ASKED[request.kind], said(request) if is_opened else None, clock.due_on if clock else None, clock
    )


def asked_since(since: datetime, *, account: Account | None, petition: Petition | None) -> int:
    """Return how many requests an account, or whoever holds the code of a petition, made since an instant."""
    found = DataRequest.objects.filter(asked_at__gt=since)
    return found.filter(account=account).count() if account else found.filter(petition=petition, account=None).count()
