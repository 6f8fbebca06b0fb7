"""What is sealed of a report: its words, the address of whoever wants an answer, and the answer."""

from __future__ import annotations

from typing import NamedTuple

from courtcase.feedback.models import PageReport
from courtcase.keys.models import DataKey
from courtcase.keys.operations import open_json, seal_json

PURPOSE = "page_report"


class Words(NamedTuple):
    """What somebody wrote, the e-mail address for an answer (empty: none wanted), and the answer (empty: none yet)."""

    what: str
    email: str
    answer: str


def sealed(data_key: DataKey, *, what: str, email: str) -> bytes:
    """Return what somebody wrote as it is stored."""
    return seal_json(data_key, {"what": what, "email": email}, purpose=PURPOSE)


def sealed_answer(report: PageReport, answer: str) -> bytes:
    """Return the answer as it is stored."""
    return seal_json(report.data_key, answer, purpose=f"{PURPOSE}.answer")


def opened(report: PageReport) -> Words:
    """Return the words of a report whose data key is loaded."""
    told = open_json(report.data_key, bytes(report.sealed), purpose=PURPOSE)
    answer = open_json(report.data_key, bytes(report.answer), purpose=f"{PURPOSE}.answer") if report.answer else ""
    return Words(told["what"], told["email"], answer)
