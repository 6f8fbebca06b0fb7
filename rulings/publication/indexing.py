"""What the public search knows of a ruling: its heading, title, norms and text, in each language."""

from __future__ import annotations

from datetime import datetime

from courtcase.law.queries import cite
from courtcase.people.actors import Actor
from courtcase.search.models import Visibility
from courtcase.search.operations import index
from rulings.blocks import plain_text
from rulings.models import Ruling
from rulings.models.kinds import LANGUAGES
from rulings.wording import heading_of, number_forms, title_of


def index_ruling(*, ruling: Ruling, actor: Actor, at: datetime) -> None:
    """Put a published ruling into the public search in three languages. Called by publication alone."""
    norms = list(ruling.provisions.select_related("provision__act", "provision__parent__parent__parent"))
    texts = {text.language: plain_text(text.blocks) for text in ruling.texts.all()}
    facts = getattr(ruling, "facts", None)
    for language in LANGUAGES:
        heading = heading_of(ruling, language)
        title = title_of(ruling, norms, language)
        cited = [cite(norm.provision, language) for norm in norms]
        names = [getattr(norm.provision.act, f"title_{language}") for norm in norms]
        words = [*number_forms(ruling), ruling.title_ru, *dict.fromkeys(cited + names)]
        seen = [facts.subject_en, facts.provision] if facts is not None else []
        extents = [getattr(norm, f"extent_{language}") for norm in norms]
        index(
            subject=ruling.subject,
            language=language,
            visibility=Visibility.PUBLIC,
            title=f"{heading}. {title}",
            text="\n".join(filter(None, [*words, *seen, *extents, texts.get(language, "")])),
            actor=actor,
            at=at,
        )
