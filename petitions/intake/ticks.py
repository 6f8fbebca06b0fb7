"""Petitions ticked in the queue, kept from page to page in the session until something is done with them: no script needed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from petitions.intake.bulk import MOST

TICKED = "queue_ticked"


def ticked_before(request: HttpRequest) -> list[str]:
    """Return the public ids of the petitions that were ticked and kept, in the order in which they were."""
    return list(request.session.get(TICKED, ()))


def ticked_now(request: HttpRequest) -> list[str]:
    """Return what is ticked by a form of the queue: what was kept from other pages, and of its own page what it says.

    What is no petition's id is passed over, and so is what comes after one more than a common action takes.
    """
    shown = set(request.POST.get("page", "").split(","))
    kept = [one for one in ticked_before(request) if one not in shown]
    return [one for one in dict.fromkeys([*kept, *request.POST.getlist("petition")]) if is_id(one)][: MOST + 1]


def keep_ticked(request: HttpRequest, ticked: list[str]) -> None:
    """Keep what is ticked for the next page; nothing takes the mark away."""
    if ticked:
        request.session[TICKED] = ticked
    else:
        request.session.pop(TICKED, None)


def is_id(word: str) -> bool:
    """Say whether a word is a public id as an address has it."""
    try:
        UUID(word)
    except ValueError:
        return False
    return True
