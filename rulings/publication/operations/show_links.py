"""Links of a ruling that is no draft any more: what is shown follows them; what was signed stays as it is.

Called by the operations that change links, and by the one that mends what is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from courtcase.people.actors import Actor
from rulings.blocks import Block, words_of
from rulings.models import Mending, MendingKind, MendingOutcome, Rendition, Ruling, RulingLink
from rulings.publication.citing import citations_of, linked_blocks, note_cited_rulings, places_of
from rulings.publication.html import digest_of, render_html
from rulings.publication.operations.file_renditions import make_files_anew
from rulings.publication.shown import first_blocks, mended_by, newest_of
from rulings.steps import page_changed
from rulings.watching.operations.tell_watchers import owe_telling


def show_links(ruling: Ruling, *, before: Collection[int], actor: Actor, at: datetime) -> None:
    """Show a locked, published ruling with its links as they are now; `before` are the ids of the rulings it cited.

    Pages and files are made anew, the rulings it cites no more or from now on are told so, and so is whoever waits.
    """
    shown = newest_of(ruling.renditions.all())
    rows = citations_of(ruling)
    unlinked = unlinked_blocks(ruling)
    added = []
    for language, one in shown.items():
        blocks = linked_blocks(unlinked[language], [row for row in rows if row.language == language])
        if blocks == one.blocks or not same_words(blocks, one.blocks):
            continue
        html = render_html(blocks, language)
        added.append(
            Rendition(
                ruling=ruling,
                language=language,
                version=one.version + 1,
                blocks=blocks,
                html=html,
                digest=digest_of(html),
                published_at=at,
                reason="links",
            )
        )
    Rendition.objects.bulk_create(added)
    near = set(before) | set(cited_by(ruling)) | set(note_cited_rulings(ruling))
    cite_no_more(ruling, before)
    ruling.page_changed_at = at
    ruling.save(update_fields=["page_changed_at"])
    if added:
        make_files_anew(ruling, actor=actor, at=at)
    page_changed(rulings=sorted(near), at=at)
    owe_telling(ruling=ruling, occasion=f"links-{ruling.version}")


def unlinked_blocks(ruling: Ruling) -> dict[str, list[Block]]:
    """Return the blocks that are shown of a ruling without the links of its citations: as signed, with all that was mended."""
    blocks = first_blocks(ruling)
    done = ruling.mendings.filter(outcome=MendingOutcome.DONE).exclude(kind=MendingKind.ANONYMISATION)
    for mending in done.order_by("decided_at", "pk"):
        blocks = mended_by(mending, blocks)
    return blocks


def same_words(first: Sequence[Block], second: Sequence[Block]) -> bool:
    """Say whether two texts read the same, whatever is a link in them."""
    return [words_of(block) for block in first] == [words_of(block) for block in second]


def cited_by(ruling: Ruling) -> list[int]:
    """Return the ids of the rulings that the links of a ruling lead to."""
    return sorted({row.cited_id for row in citations_of(ruling) if row.cited_id is not None})


def cite_no_more(ruling: Ruling, before: Collection[int]) -> None:
    """Take out that a ruling cites those that no link of its text leads to any more; what is said closer stays."""
    gone = set(before) - set(cited_by(ruling))
    ruling.links_out.filter(kind=RulingLink.Kind.CITES, source="", to_ruling__in=gone).delete()


def forget_gone(mending: Mending, shown: Mapping[str, Sequence[Block]]) -> None:
    """Take the place from every citation whose words are not shown any more once a mending is done: it is no link then."""
    before = cited_by(mending.ruling)
    rows = citations_of(mending.ruling)
    gone = []
    for language, blocks in shown.items():
        for row in (row for row in rows if row.language == language):
            if row.words and not places_of(blocks, [row]):
                row.block = ""
                gone.append(row.pk)
    mending.ruling.citations.filter(pk__in=gone).update(block="")
    cite_no_more(mending.ruling, before)
