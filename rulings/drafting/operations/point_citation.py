from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Provision
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from rulings.blocks import Block
from rulings.citing import already_linked, digest_of, flat_of
from rulings.models import CitationState, Ruling, TextCitation
from rulings.steps import lock_draft, save_next

LONGEST_WORDS = 400


@operation
def point_citation(
    *, citation: TextCitation, to: Provision | Ruling, actor: Actor, at: datetime, version: int | None = None
) -> TextCitation:
    """Say which norm or published ruling a citation names, whatever was read; it is a link made by hand from then on.

    Returns the citation. Raises OperationError beside `to`, NotAllowed, StaleVersion, WrongState.
    """
    locked = lock_draft(ruling=citation.ruling, version=version, action="ruling.draft", actor=actor, at=at)
    chosen = locked.citations.get(pk=citation.pk)
    lead(chosen, to)
    chosen.save(update_fields=["provision", "cited", "state", "certain"])
    save_next(locked)
    record(subject=locked.subject, event="ruling.citation_pointed", actor=actor, at=at, body=body_of(chosen, locked))
    return chosen


@operation
def add_citation(
    *,
    ruling: Ruling,
    language: str,
    block: str,
    words: str,
    to: Provision | Ruling,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> TextCitation:
    """Link words of a paragraph of a draft by hand, where they first stand in it without a link.

    What the grammar found there, and nobody decided on, gives way. Returns the citation. Raises OperationError beside
    `words` or `to`, NotAllowed, StaleVersion, WrongState.
    """
    locked = lock_draft(ruling=ruling, version=version, action="ruling.draft", actor=actor, at=at)
    start, found = place_of(locked, language, block, words)
    made = TextCitation(
        ruling=locked,
        language=language,
        block=block,
        number=found["number"],
        paragraph=digest_of(flat_of(found)),
        start=start,
        end=start + len(words),
        words=words,
    )
    lead(made, to)
    covered = locked.citations.filter(language=language, block=block, start__lt=made.end, end__gt=start)
    covered.filter(state=CitationState.FOUND).delete()
    made.save(force_insert=True)
    save_next(locked)
    record(subject=locked.subject, event="ruling.citation_pointed", actor=actor, at=at, body=body_of(made, locked))
    return made


def place_of(ruling: Ruling, language: str, block: str, words: str) -> tuple[int, Block]:
    """Return where the words stand in the paragraph without a link of their own, and the paragraph."""
    text = ruling.texts.filter(language=language).first()
    found = next((one for one in text.blocks if one["id"] == block), None) if text else None
    if found is None:
        raise OperationError(_("This paragraph is not in the text any more."), field="block")
    flat = flat_of(found)
    if not words.strip() or len(words) > LONGEST_WORDS:
        raise OperationError(_("Write the words of the paragraph that shall be a link."), field="words")
    decided = ruling.citations.filter(language=language, block=block).exclude(
        state__in=[CitationState.FOUND, CitationState.REJECTED]
    )
    busy = [*already_linked(found), *((one.start, one.end) for one in decided)]
    start = flat.find(words)
    while start >= 0:
        if not any(first < start + len(words) and start < last for first, last in busy):
            return start, found
        start = flat.find(words, start + 1)
    raise OperationError(_("These words do not stand in the paragraph, or are a link already."), field="words")


def lead(citation: TextCitation, to: Provision | Ruling) -> None:
    """Let a citation lead to a norm or a ruling."""
    if isinstance(to, Ruling) and (not to.is_published or to.pk == citation.ruling_id):
        raise OperationError(_("Only another, published ruling can be cited."), field="to")
    citation.provision = to if isinstance(to, Provision) else None
    citation.cited = to if isinstance(to, Ruling) else None
    citation.state, citation.certain = CitationState.BY_HAND, True


def body_of(citation: TextCitation, ruling: Ruling) -> dict[str, str | int]:
    """Return what the register keeps of a link made by hand; what a draft says stays sealed."""
    return {"language": citation.language, "version": ruling.version}
