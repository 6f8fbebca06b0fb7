"""What the public search knows of a ruling: its heading, title, norms and text, in each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from courtcase.law.models import Provision
from courtcase.law.queries import cite
from courtcase.law.source_words import words_of_source
from courtcase.people.actors import Actor
from courtcase.search.models import Visibility
from courtcase.search.operations import Worded, index
from rulings.blocks import Block, plain_text
from rulings.models import Ruling, RulingProvision
from rulings.models.kinds import LANGUAGES
from rulings.publication.shown import shown_blocks, shown_words
from rulings.wording import heading_of, number_forms, title_of


def index_ruling(
    *, ruling: Ruling, actor: Actor, at: datetime, shown: Mapping[str, Sequence[Block]] | None = None
) -> None:
    """Put a published ruling into the public search in three languages. Called by publication alone.

    Norms, acts and what they are about count for more than the words of the text, and are known in every language.
    `shown` are the blocks that are shown, where the caller has them.
    """
    found = ruling.provisions.select_related("provision__act__area", "provision__parent__parent__parent")
    norms = list(found)
    texts = {
        language: plain_text(blocks) for language, blocks in (shown_blocks(ruling) if shown is None else shown).items()
    }
    explained = shown_words(ruling)
    plain = explained.sentences if explained else {}
    worded = []
    for language in LANGUAGES:
        extents = [getattr(norm, f"extent_{language}") for norm in norms]
        worded.append(
            Worded(
                language,
                title=f"{heading_of(ruling, language)}. {title_of(ruling, norms, language)}",
                text="\n".join(filter(None, [*extents, *plain.get(language, []), texts.get(language, "")])),
                about="\n".join(dict.fromkeys(filter(None, about(ruling, norms, language)))),
            )
        )
    index(subject=ruling.subject, visibility=Visibility.PUBLIC, worded=worded, actor=actor, at=at)


def about(ruling: Ruling, norms: Sequence[RulingProvision], language: str) -> Iterator[str]:
    """Yield by what the ruling is known in `language` beside its title: numbers, titles, norms, acts, areas of law."""
    yield from number_forms(ruling)
    yield ruling.in_language("title", language)
    yield ruling.title_ru
    facts = getattr(ruling, "facts", None)
    if facts is not None:
        subject, _spoken = words_of_source(facts.subject_en, language)
        yield from (subject, facts.subject_en, facts.provision, facts.adilet_id)
    for norm in norms:
        provision = norm.provision
        yield cite(provision, language)
        yield from headings(provision, language)
        yield getattr(provision.act, f"title_{language}")
        yield " ".join(provision.act.aliases)
        if provision.act.area is not None:
            yield getattr(provision.act.area, f"name_{language}")


def headings(provision: Provision, language: str) -> Iterator[str]:
    """Yield what a provision and those it is a part of are about."""
    part: Provision | None = provision
    while part is not None:
        yield getattr(part, f"heading_{language}")
        part = part.parent
