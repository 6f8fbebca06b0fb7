from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from rulings import access
from rulings.alignment import aligned
from rulings.blocks import blocks_of
from rulings.drafting.found_citations import first_citations
from rulings.models import Origin, Ruling, RulingText, SourceFacts
from rulings.models.citations import LINKED
from rulings.models.kinds import AUTHENTIC
from rulings.publication.citing import note_cited_rulings
from rulings.publication.indexing import index_ruling
from rulings.publication.operations.publish_ruling import Shown, note_points, owe_files, render
from rulings.publication.personal import tells_iin
from rulings.steps import lock_ruling, page_changed, save_next
from rulings.watching.operations.tell_watchers import owe_telling


@dataclass(frozen=True)
class Printed:
    """The texts of a ruling as a source printed them, by language: a paragraph a line, as staff paste them.

    `left_out` says by language what the file held that the text does not; `made_up` that a demonstration wrote the text.
    """

    texts: Mapping[str, str]
    left_out: Mapping[str, dict[str, int]] = field(default_factory=dict)
    made_up: bool = False


@operation
def enter_text(*, ruling: Ruling, printed: Printed, actor: Actor, at: datetime) -> Ruling:
    """Give a published ruling that was entered from a source the text its source printed; it can be given once.

    Its page, files, search, points to quote and citations follow. Returns the ruling. Raises OperationError beside
    `text_<language>`, NotAllowed, and WrongState for a ruling of our own or one that has a text.
    """
    locked = lock_ruling(ruling=ruling)
    if not access.may(actor, "ruling.publish", locked, at):
        raise NotAllowed()
    if locked.origin != Origin.SOURCE or not locked.is_published or locked.texts.exists():
        raise WrongState(_("Only a ruling entered from a source without its text can be given one."))
    shown = write_printed(ruling=locked, printed=printed, at=at)
    note_points(ruling=locked, shown=shown.blocks, actor=actor, at=at)
    save_next(locked, page_changed_at=at)
    index_ruling(ruling=locked, shown=shown.blocks, actor=actor, at=at)
    page_changed(rulings=note_cited_rulings(locked, shown.cited), at=at)
    owe_telling(ruling=locked, occasion="text")
    body = {"languages": " ".join(sorted(printed.texts)), "made_up": str(printed.made_up)}
    record(subject=locked.subject, event="ruling.text_entered", actor=actor, at=at, body=body)
    return locked


def write_printed(*, ruling: Ruling, printed: Printed, at: datetime) -> Shown:
    """Write the texts with their citations, and what is shown of them, which is returned; owe the files.

    Part of an operation on the ruling.
    """
    read = {language: blocks_of(text, field=f"text_{language}") for language, text in printed.texts.items() if text}
    if not any(language in AUTHENTIC and blocks for language, blocks in read.items()):
        raise OperationError(_("There is no text in Kazakh or in Russian."), field="text_kk")
    for language, text in printed.texts.items():
        if tells_iin(text):
            raise OperationError(_("An individual identification number is never published."), field=f"text_{language}")
    texts = aligned(read)
    RulingText.objects.bulk_create(
        RulingText(
            ruling=ruling,
            language=language,
            blocks=blocks,
            authentic=language in AUTHENTIC,
            left_out=printed.left_out.get(language, {}),
            updated_at=at,
        )
        for language, blocks in texts.items()
    )
    found = first_citations(ruling, texts, ruling.adopted_on or ruling.sort_day or court_day(at))
    if printed.made_up:
        SourceFacts.objects.filter(ruling=ruling).update(made_up_text=True)
    shown = render(ruling=ruling, at=at, texts=texts, cited=[row for row in found if row.state in LINKED])
    for language in shown.digests:
        owe_files(ruling=ruling, language=language, version=1)
    return shown
