"""A portal's file, line by line: each is taken whole, found again, or refused with what is wrong and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from drf_standardized_errors.formatter import flatten_errors
from rest_framework.exceptions import ValidationError

from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.models import Institution
from petitions.exchange.answers import answering
from petitions.exchange.lines import OF_A_LINE, Line, read_line
from petitions.exchange.operations import Taken, take_signed_petition
from petitions.exchange.reading import PortalFile, digest_of_file, opened

MOST_ERRORS = 50


def import_file(
    *, portal: Institution, path: Path, answers: Path, actor: Actor, told: Callable[[dict[str, Any]], None]
) -> dict[str, int]:
    """Take in the petitions of a portal's file and write the answers; return how many lines had which outcome.

    A run that was broken off is taken up: begun again it goes on after the last line that was answered. `told` hears
    each answer. Raises UnreadableFile, AnswersRefused, OSError.
    """
    header = {"answers_to": digest_of_file(path), "portal": str(portal.public_id)}
    with opened(path) as source, answering(answers, header) as written:
        for number, text in source.numbered():
            if number > written.last:
                answer = answer_to(source, number, text, portal=portal, actor=actor)
                written.add(answer)
                told(answer)
        return dict(written.counts)


def answer_to(
    source: PortalFile, number: int, text: bytes | None, *, portal: Institution, actor: Actor
) -> dict[str, Any]:
    """Take in one line; return its answer, in the language of its petition, Kazakh where that cannot be read."""
    line = Line()
    try:
        with override(line.language):
            if text is None:
                raise OperationError(_("This line is too long. Put its files into a zip."), code="too_large")
            read = read_line(source, text, line)
        with override(line.language):
            outcome = facts_of(take_signed_petition(portal=portal, line=read, actor=actor, at=timezone.now()))
    except OperationError as error:
        outcome = refused([(error.field, error.code, error.message)], line)
    except ValidationError as error:
        told = flatten_errors(error.detail)  # type: ignore[arg-type]
        outcome = refused([(f"petition.{one.attr}", one.code, one.detail) for one in told], line)
    return {"line": number, "external_number": line.number, **outcome}


def refused(errors: list[tuple[str | None, str, Any]], line: Line) -> dict[str, Any]:
    """Return the outcome of a line of which nothing was stored: each error with its path in the line."""
    with override(line.language):
        told = [
            {"field": placed(field), "code": code, "detail": str(detail)}
            for field, code, detail in errors[:MOST_ERRORS]
        ]
    return {"outcome": "refused", "errors": told}


def placed(field: str | None) -> str | None:
    """Return the path in a line of what an operation calls a field: a word of the signed petition, unless it is not."""
    if field is None or field.partition(".")[0] in OF_A_LINE:
        return field
    return f"petition.{field}"


def facts_of(taken: Taken) -> dict[str, Any]:
    """Return what the answer says of a petition that lies before the Court."""
    return {
        "outcome": "taken" if taken.now else "known",
        "petition": str(taken.petition.public_id),
        "state": taken.petition.state,
        "tracking_code": taken.code,
    }
