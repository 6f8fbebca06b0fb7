from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Provision
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from rulings.blocks import Block
from rulings.citing import already_linked, digest_of, flat_of
from rulings.drafting.operations.link_changes import links_changed
from rulings.models import CitationState, Ruling, TextCitation
from rulings.publication.operations.show_links import cited_by
from rulings.publication.shown import shown_blocks
from rulings.steps import lock_for_links

LONGEST_WORDS = 400


@operation
def point_citation(
    *, citation: TextCitation, to: Provision | Ruling, actor: Actor, at: datetime, version: int | None = None
) -> TextCitation:
    """Say which norm or published ruling a citation names, whatever was read; it is a link made by hand from then on.

    Returns the citation. Raises OperationError beside `to`, NotAllowed, StaleVersion, WrongState.
    """
    locked = lock_for_links(ruling=citation.ruling, version=version, actor=actor, at=at)
    before, chosen = cited_by(locked), locked.citations.get(pk=citation.pk)
    lead(chosen, to)
    chosen.save(update_fields=["provision", "cited", "state", "certain"])
    body = {"language": chosen.language}
    links_changed(locked, "ruling.citation_pointed", body=body, before=before, actor=actor, at=at)
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
    """Link words of a paragraph by hand, where they first stand in it without a link.

    What the grammar found there, and nobody decided on, gives way. Returns the citation. Raises OperationError beside
    `words` or `to`, NotAllowed, StaleVersion, WrongState.
    """
    locked = lock_for_links(ruling=ruling, version=version, actor=actor, at=at)
    before = cited_by(locked)
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
    body = {"language": made.language}
    links_changed(locked, "ruling.citation_pointed", body=body, before=before, actor=actor, at=at)
    return made


def place_of(ruling: Ruling, language: str, block: str, words: str) -> tuple[int, Block]:
    """Return where the words stand in the paragraph without a link of their own, and the paragraph."""
    found = next((one for one in blocks_in(ruling, language) if one["id"] == block), None)
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


def blocks_in(ruling: Ruling, language: str) -> list[Block]:
    """Return the text in a language as its links are laid over it: what is shown of it, of a draft what was written."""
    if ruling.is_published:
        return shown_blocks(ruling).get(language, [])
    text = ruling.texts.filter(language=language).first()
    return list(text.blocks) if text else []


def lead(citation: TextCitation, to: Provision | Ruling) -> None:
    """Let a citation lead to a norm or a ruling."""
    if isinstance(to, Ruling) and (not to.is_published or to.pk == citation.ruling_id):
        raise OperationError(_("Only another, published ruling can be cited."), field="to")
    citation.provision = to if isinstance(to, Provision) else None
    citation.cited = to if isinstance(to, Ruling) else None
    citation.state, citation.certain = CitationState.BY_HAND, True
