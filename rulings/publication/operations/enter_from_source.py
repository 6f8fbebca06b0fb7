from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.series import note_number
from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from courtcase.register.operations import open_subject, record
from rulings.drafting.operations.link_norms import Decided, write_norms
from rulings.models import Origin, Ruling, RulingState, SourceFacts
from rulings.models.kinds import SERIES
from rulings.numbering import slug_of
from rulings.publication.operations.enter_text import Printed, write_printed
from rulings.publication.operations.publish_ruling import NOTHING, make_public


@dataclass(frozen=True)
class Entry:
    """A ruling as a public source tells it. What was not seen is empty and stays so."""

    kind: str
    source: str
    number: int | None = None
    adopted_on: date | None = None
    adopted_year: int | None = None
    sort_day: date | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    title_certainty: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    norms: Sequence[Decided] = ()
    slug: str = ""
    printed: Printed | None = None


@operation
def enter_from_source(*, entry: Entry, actor: Actor, at: datetime, synthetic: bool = False) -> Ruling:
    """Publish a ruling seen in a public source, marked as entered from it; nobody signs it here.

    It has the text that the source printed (`entry.printed`), or none.
    A number is noted in its series, so that the next one given is higher; one without a number gets `entry.slug` or its
    public id as address. Returns the ruling, or the one entered before under the same address.
    Raises OperationError without a source or for a text that cannot be shown, NotAllowed.
    """
    if not may(actor, "ruling.publish", at):
        raise NotAllowed()
    if not entry.source.strip():
        raise OperationError(_("Say where the ruling was seen."), field="source")
    known = Ruling.objects.filter(slug=slug_for(entry)).first() if slug_for(entry) else None
    if known is not None:
        return known
    ruling = create(entry=entry, actor=actor, at=at, synthetic=synthetic)
    SourceFacts.objects.create(ruling=ruling, source=entry.source, **entry.facts)
    write_norms(ruling=ruling, decided=entry.norms)
    shown = NOTHING if entry.printed is None else write_printed(ruling=ruling, printed=entry.printed, at=at)
    make_public(ruling=ruling, shown=shown, actor=actor, at=at)
    body = {"kind": str(entry.kind), "number": ruling.number_ru, "path": ruling.public_path}
    record(subject=ruling.subject, event="ruling.entered", actor=actor, at=at, body=body)
    return ruling


def slug_for(entry: Entry) -> str:
    """Return the place in addresses that the entry asks for; blank: its public id will be."""
    if entry.number is None:
        return entry.slug
    return slug_of(kind=entry.kind, value=entry.number, year=entry.adopted_year or 0)


def create(*, entry: Entry, actor: Actor, at: datetime, synthetic: bool) -> Ruling:
    """Create the row, not yet public, with its number as the series prints it."""
    ruling = Ruling(
        subject=open_subject(kind="ruling", at=at),
        kind=entry.kind,
        state=RulingState.SIGNED,
        origin=Origin.SOURCE,
        adopted_on=entry.adopted_on,
        adopted_year=entry.adopted_on.year if entry.adopted_on else entry.adopted_year,
        sort_day=entry.adopted_on or entry.sort_day,
        title_certainty=entry.title_certainty,
        created_at=at,
        created_by=actor.account,
        synthetic=synthetic,
        **{f"title_{language}": words for language, words in entry.titles.items()},
    )
    ruling.slug = slug_for(entry) or str(ruling.public_id)
    if entry.number is not None:
        day = entry.adopted_on or entry.sort_day
        if day is None:
            raise OperationError(_("A numbered ruling needs a day to tell its series by."), field="adopted_on")
        number = note_number(series_code=SERIES[entry.kind], value=entry.number, day=day)
        ruling.number_value = number.value
        ruling.number_kk, ruling.number_ru, ruling.number_en = number.printed_kk, number.printed_ru, number.printed_en
    ruling.save(force_insert=True)
    return ruling
