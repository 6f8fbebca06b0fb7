from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from rulings.alignment import aligned
from rulings.blocks import blocks_of, readable
from rulings.drafting.found_citations import find_citations
from rulings.message.operations.fill_figures import fill_figures
from rulings.models import Ruling, RulingKind, RulingText
from rulings.models.kinds import AUTHENTIC, LANGUAGES
from rulings.steps import lock_draft, save_next

LONGEST_TITLE = 1_000


@operation
def edit_draft(
    *,
    ruling: Ruling,
    titles: Mapping[str, str],
    texts: Mapping[str, str],
    actor: Actor,
    at: datetime,
    version: int | None = None,
    no_text_reason: str | None = None,
    translator: str | None = None,
    left_out: Mapping[str, dict[str, int]] | None = None,
) -> Ruling:
    """Write the title and the text of a draft in the languages given; a blank text takes that language out.

    `texts` are pasted words, a paragraph a line (see `rulings.blocks`); paragraphs that answer each other get one id in
    all languages (`rulings.alignment`), tables of figures of a Message are filled in, and what they cite is found
    (`rulings.drafting.found_citations`).
    `no_text_reason` says why Kazakh or Russian is missing, `translator` who made the English; None leaves what stands.
    `left_out` says by language what a file held that its text does not. Returns the ruling. Raises OperationError beside
    `title_<language>` or `text_<language>`, NotAllowed, StaleVersion, WrongState.
    """
    locked = lock_draft(ruling=ruling, version=version, action="ruling.draft", actor=actor, at=at)
    fields = {f"title_{language}": title_of(titles[language], language) for language in LANGUAGES if language in titles}
    for language in LANGUAGES:
        if language in texts:
            write_text(ruling=locked, language=language, pasted=texts[language], translator=translator, at=at)
    for language, found in (left_out or {}).items():
        locked.texts.filter(language=language).update(left_out=found)
    if texts:
        align_texts(locked)
        if locked.kind == RulingKind.MESSAGE:
            fill_figures(locked)
        find_citations(locked, court_day(at))
    if no_text_reason is not None:
        fields["no_text_reason"] = no_text_reason.strip()[:300]
    save_next(locked, **fields)
    body = {"languages": " ".join(sorted(set(titles) | set(texts))), "version": locked.version}
    record(subject=locked.subject, event="ruling.edited", actor=actor, at=at, body=body)
    return locked


def title_of(title: str, language: str) -> str:
    """Return the title on one line; raises OperationError when it is too long."""
    plain = " ".join(readable(title).split())
    if len(plain) > LONGEST_TITLE:
        raise OperationError(_("The title is too long: at most 1,000 characters."), field=f"title_{language}")
    return plain


def write_text(*, ruling: Ruling, language: str, pasted: str, translator: str | None, at: datetime) -> None:
    """Write, replace or take out the text in one language."""
    blocks = blocks_of(pasted, field=f"text_{language}")
    if not blocks:
        ruling.texts.filter(language=language).delete()
        return
    written: dict[str, Any] = {"blocks": blocks, "authentic": language in AUTHENTIC, "updated_at": at}
    if translator is not None:
        written["translator"] = "" if language in AUTHENTIC else " ".join(translator.split())[:200]
    RulingText.objects.update_or_create(ruling=ruling, language=language, defaults=written)


def align_texts(ruling: Ruling) -> None:
    """Give paragraphs that answer each other one id in all languages."""
    texts = {text.language: text for text in ruling.texts.all()}
    for language, blocks in aligned({language: text.blocks for language, text in texts.items()}).items():
        if blocks != texts[language].blocks:
            texts[language].blocks = blocks
            texts[language].save(update_fields=["blocks"])
