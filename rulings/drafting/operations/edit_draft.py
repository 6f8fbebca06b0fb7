from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from rulings.blocks import blocks_of, readable
from rulings.models import Ruling, RulingText
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
    no_text_reason: str = "",
    translator: str = "",
) -> Ruling:
    """Write the title and the text of a draft in the languages given; a blank text takes that language out.

    `texts` are pasted words, a paragraph a line (see `rulings.blocks`). `no_text_reason` says why Kazakh or Russian is
    missing, `translator` who made the English. Returns the ruling. Raises OperationError beside `title_<language>` or
    `text_<language>`, NotAllowed, StaleVersion, WrongState.
    """
    locked = lock_draft(ruling=ruling, version=version, action="ruling.draft", actor=actor, at=at)
    fields = {f"title_{language}": title_of(titles[language], language) for language in LANGUAGES if language in titles}
    for language in LANGUAGES:
        if language in texts:
            write_text(ruling=locked, language=language, pasted=texts[language], translator=translator, at=at)
    save_next(locked, no_text_reason=no_text_reason.strip()[:300], **fields)
    body = {"languages": " ".join(sorted(set(titles) | set(texts))), "version": locked.version}
    record(subject=locked.subject, event="ruling.edited", actor=actor, at=at, body=body)
    return locked


def title_of(title: str, language: str) -> str:
    """Return the title on one line; raises OperationError when it is too long."""
    plain = " ".join(readable(title).split())
    if len(plain) > LONGEST_TITLE:
        raise OperationError(_("The title is too long: at most 1,000 characters."), field=f"title_{language}")
    return plain


def write_text(*, ruling: Ruling, language: str, pasted: str, translator: str, at: datetime) -> None:
    """Write, replace or take out the text in one language."""
    blocks = blocks_of(pasted, field=f"text_{language}")
    if not blocks:
        ruling.texts.filter(language=language).delete()
        return
    RulingText.objects.update_or_create(
        ruling=ruling,
        language=language,
        defaults={
            "blocks": blocks,
            "authentic": language in AUTHENTIC,
            "translator": "" if language in AUTHENTIC else " ".join(translator.split())[:200],
            "updated_at": at,
        },
    )
