"""Sections of staff's own in a drafted Message: added, named, put in order, taken out. The figures stay where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from rulings.blocks import pasted_of
from rulings.drafting.operations.edit_draft import edit_draft
from rulings.message.sections import HEADING, NotAlike, Section, moved, sections_of, written
from rulings.models import Ruling, RulingKind
from rulings.steps import lock_ruling


def sections_now(ruling: Ruling) -> tuple[dict[str, str], list[Section]]:
    """Return what stands before the first section of a Message, and its sections.

    Raises WrongState for another ruling, and where the languages have different numbers of sections.
    """
    if ruling.kind != RulingKind.MESSAGE:
        raise WrongState(_("Only a Message is written in sections."))
    try:
        before, sections = sections_of({text.language: pasted_of(text.blocks) for text in ruling.texts.all()})
    except NotAlike:
        raise WrongState(
            _("The languages have different numbers of sections. Put that right in the texts first."), code="not_alike"
        ) from None
    return dict(before), sections


@operation
def write_section(
    *,
    ruling: Ruling,
    titles: Mapping[str, str],
    words: Mapping[str, str],
    actor: Actor,
    at: datetime,
    version: int | None = None,
    place: int | None = None,
    after: int | None = None,
) -> Ruling:
    """Write the section at `place` (from nought), or add one after the section `after`; None, None: at the end.

    Returns the draft. Raises OperationError beside `title_<language>` or `words_<language>`, NotAllowed, StaleVersion,
    WrongState where there is no such section.
    """
    before, sections = sections_now(lock_ruling(ruling=ruling, version=version))
    for language in before:
        if not titles.get(language, "").strip():
            raise OperationError(_("Name the section in each language of the text."), field=f"title_{language}")
        if any(line.startswith(HEADING) for line in words.get(language, "").splitlines()):
            raise OperationError(
                _("A line that begins a section belongs into a section of its own."), field=f"words_{language}"
            )
    one = Section(
        titles={language: " ".join(titles[language].split()) for language in before},
        words={language: words.get(language, "") for language in before},
    )
    if place is not None:
        sections[within(sections, place)] = one
    else:
        sections.insert(len(sections) if after is None else within(sections, after) + 1, one)
    return keep(ruling, before, sections, actor=actor, at=at, version=version)


@operation
def move_section(
    *, ruling: Ruling, place: int, to: int, actor: Actor, at: datetime, version: int | None = None
) -> Ruling:
    """Put the section at `place` at the place `to`. Returns the draft. Raises NotAllowed, StaleVersion, WrongState."""
    before, sections = sections_now(lock_ruling(ruling=ruling, version=version))
    arranged = moved(sections, within(sections, place), within(sections, to))
    return keep(ruling, before, arranged, actor=actor, at=at, version=version)


@operation
def remove_section(*, ruling: Ruling, place: int, actor: Actor, at: datetime, version: int | None = None) -> Ruling:
    """Take the section at `place` out, with its tables. Returns the draft. Raises NotAllowed, StaleVersion, WrongState."""
    before, sections = sections_now(lock_ruling(ruling=ruling, version=version))
    del sections[within(sections, place)]
    return keep(ruling, before, sections, actor=actor, at=at, version=version)


def within(sections: list[Section], place: int) -> int:
    """Return the place where there is a section. Raises WrongState."""
    if not 0 <= place < len(sections):
        raise WrongState(_("There is no such section any more."))
    return place


def keep(
    ruling: Ruling,
    before: Mapping[str, str],
    sections: list[Section],
    *,
    actor: Actor,
    at: datetime,
    version: int | None,
) -> Ruling:
    """Write the sections as the texts of the draft; the tables are filled in anew."""
    texts = written(before, sections)
    return edit_draft(ruling=ruling, titles={}, texts=texts, version=version, actor=actor, at=at)
