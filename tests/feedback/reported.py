"""A report that something is wrong on a page."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from courtcase.feedback.models import PageReport
from courtcase.feedback.operations import tell_of_page
from courtcase.people.actors import Actor


def a_report(what: str = "На этой странице неверная дата.", email: str = "reader@example.org") -> PageReport:
    """Return a report as a reader of a ruling leaves it."""
    return tell_of_page(
        what=what,
        email=email,
        page="/rulings/29/",
        language="ru",
        width=390,
        actor=Actor.nobody(),
        at=timezone.now(),
    )


def as_arguments(world: object) -> list[dict[str, object]]:
    """Return what may stand in the addresses of reports."""
    return [{"public_id": a_report().public_id}, {"public_id": uuid4()}]


KNOWN = (("desk/page-reports/<uuid:public_id>/", as_arguments),)
